/**
 * Solves a Lion-K problem that a program gives: min over x of f(x) + K*(lambda x) / lambda, by Lion-K's own updates.
 */
import { LabError } from "../core/errors.ts";
import type { KShape } from "../lionk/k-function.ts";
import type { Objective } from "../lionk/objective.ts";
import type { ProblemInput } from "../lionk/problem.ts";
import type { Solution, SolveEvent } from "../lionk/solve.ts";

/** A problem whose f is the caller's own: the rest as in a problem file. */
export interface OwnProblem extends Omit<ProblemInput, "objective"> {
  readonly objective: Objective;
}

/** How a problem is solved. */
export interface SolveListening {
  /** Called with each point of the run, the start first. */
  readonly onPoint?: (point: SolveEvent) => void;
  /** The text of a CSV file that the problem names, by its path; default: there are none. */
  readonly csvText?: (path: string) => string;
  /** Which place of the lists of weights of a weighted sum is solved, from 0; default: the first. */
  readonly place?: number;
}

/**
 * Solves a problem: its text (YAML or JSON), the same as data, or one with an f of the caller's own, with gradient.
 * Errors: `problem-syntax`, `problem-config`; those of the objective, of K and of the step's constants; `lionk-diverged`.
 *
 * @example
 * ```js
 * const { x, bound } = await solve({
 *   objective: { kind: "quadratic", A: [[1, 0], [0, 1]], c: [3, 0.2] },
 *   k: { kind: "l1" }, // dK is the sign: this is Lion, and x stays in a box
 *   decay: 1,
 * });
 * ```
 */
export async function solve(
  problem: string | ProblemInput | OwnProblem,
  { onPoint, csvText = noFiles, place = 0 }: SolveListening = {},
): Promise<Solution> {
  const { locatedData } = await import("../core/located.ts");
  const { parseProblem, problemOf } = await import("../lionk/read-problem.ts");
  const { solve: run } = await import("../lionk/solve.ts");
  const source = { file: "the problem", csvText };
  if (typeof problem !== "string" && isObjective(problem.objective)) return solveOwn(problem as OwnProblem, onPoint);
  const { k, cases, options } =
    typeof problem === "string"
      ? parseProblem(problem, source)
      : problemOf(locatedData(plainLists(problem), "the problem"), source);
  const chosen = cases[place];
  if (chosen !== undefined) return run(k, chosen.objective, options, onPoint);
  throw new LabError("problem-weights", `The problem has ${cases.length} places, from 0, but place is ${place}.`);
}

/** The problem with an f of one's own: all that a file may say holds, checked against an objective of the same shape. */
async function solveOwn({ objective, ...rest }: OwnProblem, onPoint: SolveListening["onPoint"]): Promise<Solution> {
  const { locatedData } = await import("../core/located.ts");
  const { problemOf } = await import("../lionk/read-problem.ts");
  const { solve: run } = await import("../lionk/solve.ts");
  const data = plainLists({ ...rest, objective: standIn(objective) });
  const { k, options } = problemOf(locatedData(data, "the problem"), { file: "the problem", csvText: noFiles });
  return run(k, objective, options, onPoint);
}

/** An objective of that shape for reading the rest of a problem. */
function standIn({ size, rows, columns }: KShape): ProblemInput["objective"] {
  if (rows === undefined || columns === undefined) return { kind: "linear", b: new Array<number>(size).fill(0) };
  const C = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  return { kind: "matrix-target", C };
}

function isObjective(objective: object): objective is Objective {
  return "gradient" in objective && "value" in objective;
}

/** The data with lists in place of typed arrays. */
function plainLists(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map(plainLists);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainLists(one)]));
}

function noFiles(path: string): string {
  const sentence = `The problem names the file ${path}, but nothing was given that reads files: give csvText, as in csvText: (path) => readFileSync(path, "utf8").`;
  throw new LabError("problem-files", sentence, { path });
}
