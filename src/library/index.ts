/**
 * Lionlab as a library: an optimizer laboratory, from code.
 *
 * Train one trial (`trainTrial`) or a whole study with events and records (`planStudy`, `runStudy`), read what is stored (`readRun`) and report
 * it (`buildReport`, `writeReport`); predict with what was trained (`loadModel`); take an optimizer step by step on gradients of your own
 * (`startOptimizer`); search programs on a task of your own (`searchPrograms`); solve Lion-K problems (`solve`); write optimizers as source
 * code of other frameworks (`exportOptimizer`). Statistics are in `lionlab/stats`. `lionlab/program`, `lionlab/lionk`, `lionlab/export` and
 * `lionlab/stats` run in browsers too.
 *
 * A caller's mistake is a `LabError` with a code and one sentence. What is heavy is loaded when it is first called.
 *
 * @module lionlab
 */
export { LabError } from "../core/errors.ts";
export type { LabelledImages, LoadedDataset } from "../data/dataset.ts";
export type { ConventionName } from "../optimizers/resolve-text.ts";
export { parseProgram } from "../program/parse.ts";
export { printProgram } from "../program/print.ts";
export type {
  EpochRecord,
  EpochTiming,
  StudyRecord,
  TrialConfig,
  TrialRecord,
  TrialResult,
} from "../records/records.ts";
export type { StudyReport } from "../report/document.ts";
export type { WrittenReport } from "../report/write.ts";
export type { StudyInput } from "../study/config.ts";
export type { StudyEvent } from "../study/events.ts";
export type { TrainerEvent } from "../trainer/events.ts";
export type { Hyperparameters, NamedOptimizer, OptimizerChoice, WrittenOptimizer } from "./choice.ts";
export { type ExportedOptimizer, type ExportRequest, exportOptimizer } from "./export-optimizer.ts";
export { type DatasetFacts, listDatasets, listModels, listOptimizers, type ModelFacts } from "./lists.ts";
export { type ImageBatch, type ImagePrediction, loadModel, type ModelOptions, type TrainedModel } from "./model.ts";
export { type OwnDataset, type OwnImages, ownDataset } from "./own-data.ts";
export { type OptimizerRun, type OptimizerStart, startOptimizer } from "./run-optimizer.ts";
export {
  type FoundPrograms,
  type ProgramScore,
  type ProgramSearch,
  type ScoredProgram,
  searchPrograms,
} from "./search.ts";
export { type OwnProblem, type SolveListening, solve } from "./solve-problem.ts";
export {
  buildReport,
  type PlannedStudy,
  type PlanningOptions,
  planStudy,
  type ReportOptions,
  type RunningOptions,
  readRun,
  runStudy,
  type StudyRun,
  writeReport,
} from "./study.ts";
export { type TrainedTrial, type TrialRunning, type TrialSettings, trainTrial } from "./trial.ts";
