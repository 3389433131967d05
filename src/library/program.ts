/**
 * The optimizer language (docs/optimizer-language.md): programs read, checked, printed, simplified and run. Runs in browsers.
 *
 * @module lionlab/program
 */
export { LabError } from "../core/errors.ts";
export type {
  BinaryOperator,
  Dialect,
  Expression,
  Helper,
  Position,
  Program,
  Statement,
  UnaryOperator,
} from "../program/ast.ts";
export {
  checkText,
  type HyperparameterValues,
  type ProgramDiagnostic,
  type ProgramMistake,
  showDiagnostic,
} from "../program/check.ts";
export { parseProgram } from "../program/parse.ts";
export { printProgram } from "../program/print.ts";
export type { StepLabel } from "../program/simplify/rule.ts";
export { type SimplifyOptions, type SimplifyStep, simplestText, simplify } from "../program/simplify/simplify.ts";
export type { Hyperparameters, NamedOptimizer, OptimizerChoice, WrittenOptimizer } from "./choice.ts";
export { type OptimizerRun, type OptimizerStart, startOptimizer } from "./run-optimizer.ts";
