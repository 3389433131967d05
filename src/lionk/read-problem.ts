/** Reading a problem: text to schema to objective, K and settings; every mistake becomes one sentence with its place. */
import { LabError } from "../core/errors.ts";
import { fileStem } from "../core/file-stem.ts";
import { explainFirst } from "../core/issues.ts";
import { type Located, type Path, parseLocated } from "../core/located.ts";
import { checkContinuous, checkDiscrete, discreteOf } from "./dynamics.ts";
import { kNamed } from "./functions/index.ts";
import { type BoundK, bindK, type KFunction, type KShape, type KValues, type Vector } from "./k-function.ts";
import { matrixOf, type Rows } from "./matrix-input.ts";
import { readNumericCsv } from "./numeric-csv.ts";
import { type Objective, weightedSum } from "./objective.ts";
import { type CsvReference, objectiveKinds } from "./objective-kinds.ts";
import { type ProblemFile, problemSchema, weightedSumFormula } from "./problem.ts";
import { type SolverSettings, settingsOf } from "./problem-words.ts";
import type { SolveOptions } from "./solve.ts";
import { scaled } from "./vectors.ts";

/** One problem to solve. `weights`: of the terms of a weighted sum; none for other objectives. */
export interface Case {
  readonly weights: readonly number[];
  readonly objective: Objective;
}

/** A problem that was read. */
export interface Problem {
  readonly name: string;
  /** The objective's kind, and what that is in plain text. */
  readonly kind: string;
  readonly formula: string;
  readonly shape: KShape;
  readonly kFunction: KFunction;
  readonly k: BoundK;
  readonly options: SolveOptions;
  /** The objectives of a weighted sum. */
  readonly terms: readonly { readonly kind: string; readonly objective: Objective }[];
  /** One; or one for each place of the lists of weights. */
  readonly cases: readonly Case[];
}

/** How to read a problem. */
export interface ProblemSource {
  /** Its name in messages; without its ending, the name of a problem that gives itself none. */
  readonly file: string;
  /** The text of a CSV file, by its path as the problem has it. */
  readonly csvText: (path: string) => string;
}

/**
 * Reads the text of a problem, YAML or JSON.
 * Errors: `problem-syntax`, `problem-config`; those of the objective, of K, of CSV files and of the step's constants. All say where.
 */
export function parseProblem(text: string, { file, csvText }: ProblemSource): Problem {
  return problemOf(parseLocated(text, { file, kind: "problem" }), { file, csvText });
}

/** The problem that a program gives as data, or that a text holds. Errors: those of `parseProblem`, but for syntax. */
export function problemOf(located: Located, { file, csvText }: ProblemSource): Problem {
  const given = checked(located);
  const { terms, cases } = objectivesOf(given, { located, csvText });
  const { size, rows, columns } = cases[0]!.objective;
  const shape: KShape = rows === undefined || columns === undefined ? { size } : { size, rows, columns };
  const { kind, ...values } = given.k;
  const kFunction = kNamed(kind);
  const k = placed(located, ["k"], () => bindK(kFunction, values as KValues, shape));
  const settings = settingsOf(given);
  const { schedule, decay, lambda } = settings;
  const constants = placed(located, [settings.stepWord], () => constantsOf(given, settings));
  const x0 = placed(located, ["x0"], () => startOf(given, { k, shape, lambda }));
  const { steps, tolerance } = given;
  return {
    name: given.name ?? fileStem(file),
    kind: given.objective.kind,
    formula: formulaOf(given.objective),
    shape,
    kFunction,
    k,
    options: { ...constants, schedule, decay, steps, tolerance, x0, certify: true },
    terms,
    cases,
  };
}

function checked(located: Located): ProblemFile {
  const result = problemSchema.safeParse(located.value, { reportInput: true });
  if (result.success) return result.data;
  const { path, key, sentence } = explainFirst(result.error.issues, { schema: problemSchema, whole: "the problem" });
  throw new LabError("problem-config", `${located.place(path, key)}: ${sentence}`, { path: path.map(String) });
}

type Source = Pick<ProblemSource, "csvText"> & { readonly located: Located };

function objectivesOf({ objective }: ProblemFile, source: Source): Pick<Problem, "terms" | "cases"> {
  if (!("terms" in objective)) {
    return { terms: [], cases: [{ weights: [], objective: made(objective, ["objective"], source) }] };
  }
  const given = objective.terms as readonly GivenTerm[];
  const terms = given.map((term, i) => ({
    kind: term.objective.kind,
    objective: made(term.objective, ["objective", "terms", i, "objective"], source),
  }));
  const count = placed(source.located, ["objective"], () => countOf(given));
  const cases = Array.from({ length: count }, (_, place) => {
    const weights = given.map(({ weight }) => (typeof weight === "number" ? weight : weight[place]!));
    const sum = terms.map((term, i) => ({ weight: weights[i]!, objective: term.objective }));
    return { weights, objective: placed(source.located, ["objective"], () => weightedSum(sum)) };
  });
  return { terms, cases };
}

/** An objective as the schema leaves it; the parts depend on the kind. */
type GivenObjective = { readonly kind: string } & { readonly [part: string]: unknown };

interface GivenTerm {
  readonly weight: number | readonly number[];
  readonly objective: GivenObjective;
}

function formulaOf({ kind, ...parts }: GivenObjective): string {
  if (typeof parts.f === "string") return parts.f.trim();
  return objectiveKinds.find((candidate) => candidate.kind === kind)?.formula ?? weightedSumFormula;
}

/** How many problems the weights ask for. */
function countOf(terms: readonly GivenTerm[]): number {
  const lengths = terms.flatMap(({ weight }) => (typeof weight === "number" ? [] : [weight.length]));
  const [length = 1] = lengths;
  if (lengths.every((other) => other === length)) return length;
  const sentence = `Lists of weights must be equally long, but they have ${lengths.join(" and ")} numbers.`;
  throw new LabError("problem-weights", sentence, { lengths });
}

function made({ kind, ...parts }: GivenObjective, path: Path, { located, csvText }: Source): Objective {
  const found = objectiveKinds.find((candidate) => candidate.kind === kind)!;
  const loaded = Object.entries(parts).map(([name, part]) => {
    const data = isReference(part) ? placed(located, [...path, name], () => dataOf(part, csvText)) : part;
    return [name, data];
  });
  return placed(located, path, () => found.make(Object.fromEntries(loaded) as never));
}

function isReference(part: unknown): part is CsvReference {
  return typeof part === "object" && part !== null && "csv" in part;
}

function dataOf({ csv, column, columns }: CsvReference, csvText: ProblemSource["csvText"]): number[] | number[][] {
  const rows = readNumericCsv(csvText(csv), {
    file: csv,
    columns: column === undefined ? columns : [column],
  });
  return column === undefined ? rows : rows.flat();
}

type Constants = Pick<SolveOptions, "eta" | "beta1" | "beta2" | "lambda">;

function constantsOf(given: ProblemFile, { lambda, decay, eta }: SolverSettings): Constants {
  const { gamma, epsilon } = given;
  if (gamma === undefined || epsilon === undefined) {
    const constants = { eta, lambda, beta1: given.beta1 ?? 0.9, beta2: given.beta2 ?? 0.99 };
    checkDiscrete(constants, decay);
    return constants;
  }
  const continuous = { alpha: gamma, gamma, epsilon, lambda };
  checkContinuous(continuous);
  const constants = discreteOf(continuous, eta);
  checkDiscrete(constants, decay);
  return constants;
}

/** The start that is given; else dK(0) / lambda, which is 0 for even K and lies in the domain for all. */
function startOf({ x0 }: ProblemFile, { k, shape, lambda }: { k: BoundK; shape: KShape; lambda: number }): Vector {
  if (x0 === undefined) return scaled(1 / lambda, k.gradient(new Float64Array(shape.size)));
  const { size, rows, columns } = shape;
  if (Array.isArray(x0[0])) {
    if (rows !== undefined && columns !== undefined) return matrixOf("x0", x0 as Rows, { rows, columns }).flat;
    throw new LabError("lionk-start", `x0 must be a list of ${size} numbers, but a matrix is given.`);
  }
  if (x0.length === size) return Float64Array.from(x0 as readonly number[]);
  const wanted = rows === undefined ? `${size} numbers` : `${rows} rows of ${columns} numbers, or ${size} in all`;
  throw new LabError("lionk-start", `x0 must have ${wanted}, but has ${x0.length}.`);
}

/** Runs `make`; a mistake that it finds is told with the place in the file. */
function placed<T>(located: Located, path: Path, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(error.code, `${located.place(path)}: ${error.message}`, error.data);
  }
}
