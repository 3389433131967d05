/**
 * The Lion-K family (docs/lionk.md): its functions K, the problems that its updates solve, and what the theory promises of them. Runs in browsers.
 *
 * @module lionlab/lionk
 */
export { LabError } from "../core/errors.ts";
export { discreteLyapunov, fenchelYoungGap, lyapunov, objective, phaseOneFactor } from "../lionk/certificates.ts";
export type { ContinuousConstants, Decay, DiscreteConstants, Point } from "../lionk/dynamics.ts";
export { kFunctions, kNamed } from "../lionk/functions/index.ts";
export {
  type BoundK,
  bindK,
  type KFunction,
  type KParameter,
  type KShape,
  type KValues,
  type TrainingForm,
  type Vector,
} from "../lionk/k-function.ts";
export type { Objective } from "../lionk/objective.ts";
export type { ProblemInput } from "../lionk/problem.ts";
export { type Certificate, envelopeHeld, theoremHeld } from "../lionk/promises.ts";
export { type Case, type Problem, type ProblemSource, parseProblem } from "../lionk/read-problem.ts";
export {
  type Solution,
  type SolveEvent,
  type SolveOptions,
  type SolveRun,
  type StepSchedule,
  startRun,
} from "../lionk/solve.ts";
export { type OwnProblem, type SolveListening, solve } from "./solve-problem.ts";
