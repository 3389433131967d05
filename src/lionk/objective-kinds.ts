/** The objectives that a problem file may name, in the order of the catalogue: what each is, what it takes, and what makes it. */
import { z } from "zod";
import { expression } from "./expression.ts";
import {
  control,
  huberRegression,
  leastSquares,
  linear,
  logistic,
  matrixTarget,
  type Objective,
  portfolio,
  quadratic,
} from "./objective.ts";

/** Where numbers lie that are not in the problem file: columns of a CSV file beside it. */
export interface CsvReference {
  readonly csv: string;
  readonly columns?: readonly string[] | undefined;
  readonly column?: string | undefined;
}

const csv = z.string().min(1).describe("A CSV file with a header line; its path starts at the problem file.");

/** A list of numbers, or a column of a CSV file. */
export const vectorSchema = z.union([
  z.array(z.number()).min(1),
  z.strictObject({ csv, column: z.string().describe("The column's name.") }),
]);

/** A list of rows, or columns of a CSV file. */
export const matrixSchema = z.union([
  z.array(z.array(z.number()).min(1)).min(1),
  z.strictObject({
    csv,
    columns: z.array(z.string()).min(1).optional().describe("Names of columns; all where none are named."),
  }),
]);

/** A kind of objective. */
export interface ObjectiveKind {
  readonly kind: string;
  /** f, in plain text. */
  readonly formula: string;
  readonly parts: z.ZodRawShape;
  /** Makes f of its parts, numbers in place of references. Errors: those of the objective. */
  make(parts: never): Objective;
}

/** Parts as an objective takes them: what a file may refer to has been read. */
type Loaded<P> = { readonly [K in keyof P]: Exclude<P[K], CsvReference> };

function defineKind<P extends z.ZodRawShape>(
  kind: Omit<ObjectiveKind, "parts" | "make"> & {
    readonly parts: P;
    readonly make: (parts: Loaded<z.infer<z.ZodObject<P>>>) => Objective;
  },
): ObjectiveKind {
  return kind;
}

/** The kinds. A weighted sum of them is one more, which `problem.ts` adds. */
export const objectiveKinds: readonly [ObjectiveKind, ...ObjectiveKind[]] = [
  defineKind({
    kind: "quadratic",
    formula: "(x - c)' A (x - c) / 2",
    parts: { A: matrixSchema.describe("Symmetric and positive semidefinite."), c: vectorSchema },
    make: quadratic,
  }),
  defineKind({
    kind: "least-squares",
    formula: "|X x - y|^2 / (2 n), n rows",
    parts: { X: matrixSchema, y: vectorSchema },
    make: leastSquares,
  }),
  defineKind({
    kind: "huber-regression",
    formula: "mean over rows of r^2 / 2 where |r| <= delta, else delta (|r| - delta / 2), r = X x - y",
    parts: { X: matrixSchema, y: vectorSchema, delta: z.number().positive() },
    make: huberRegression,
  }),
  defineKind({
    kind: "logistic",
    formula: "mean over rows of log(1 + exp(-y X x)), y in -1 and 1",
    parts: { X: matrixSchema, y: vectorSchema },
    make: logistic,
  }),
  defineKind({ kind: "linear", formula: "b' x", parts: { b: vectorSchema }, make: linear }),
  defineKind({
    kind: "portfolio",
    formula: "riskAversion x' covariance x / 2 - mean' x",
    parts: { covariance: matrixSchema, mean: vectorSchema, riskAversion: z.number().min(0) },
    make: portfolio,
  }),
  defineKind({
    kind: "matrix-target",
    formula: "|X - C|_F^2 / 2, X a matrix",
    parts: { C: matrixSchema },
    make: matrixTarget,
  }),
  defineKind({
    kind: "control",
    formula: "terminalWeight |s_N|^2 + controlWeight sum |u_t|^2, s' = A s + B u from x0, x = (u_0, ..., u_(N-1))",
    parts: {
      A: matrixSchema,
      B: matrixSchema,
      horizon: z.int().min(1).max(10_000).describe("N, in steps of the controlled system."),
      x0: z.array(z.number()).min(1).describe("The state at the start."),
      terminalWeight: z.number().min(0),
      controlWeight: z.number().min(0),
    },
    make: control,
  }),
  defineKind({
    kind: "expression",
    formula: "a formula of the optimizer language in the variables, such as (1 - x)**2 + 10*(y - x**2)**2",
    parts: {
      f: z.string().min(1).describe("The formula."),
      variables: z.array(z.string()).min(1).describe("Names of the unknowns, in order."),
      convex: z.boolean().optional().describe("Say true where f is convex: the gap then bounds F - F*."),
      curvature: z
        .number()
        .min(0)
        .optional()
        .describe("A Lipschitz constant of the gradient, where one is known: the discrete theorem is then checked."),
    },
    make: expression,
  }),
];
