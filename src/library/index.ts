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
export type { ImageSource, LabelledImages, LoadedDataset } from "../data/dataset.ts";
export type { Normalization } from "../data/normalize.ts";
export type { Picture } from "../data/resize.ts";
export type { LoadOptions } from "../inference/load-model.ts";
export type { Vector } from "../lionk/k-function.ts";
export type { Objective } from "../lionk/objective.ts";
export type { ProblemInput } from "../lionk/problem.ts";
export type { Certificate } from "../lionk/promises.ts";
export type { Solution, SolveEvent } from "../lionk/solve.ts";
export type { Convention, Hyperparameter, Optimizer, TunedKind } from "../optimizers/optimizer.ts";
export type { ConventionName } from "../optimizers/resolve-text.ts";
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
export type { AverageShares, MutationOptions } from "../program/genome.ts";
export { parseProgram } from "../program/parse.ts";
export { printProgram } from "../program/print.ts";
export type {
  BoundRecord,
  EpochPoints,
  EpochRecord,
  EpochTiming,
  InitConfig,
  MeasuredImages,
  ObservedPoints,
  OptimizerConfig,
  ScheduleConfig,
  StepRecord,
  StudyRecord,
  TrialConfig,
  TrialData,
  TrialPhase,
  TrialRecord,
  TrialResult,
  TrialState,
} from "../records/records.ts";
export type { StudyProgress } from "../records/run-progress.ts";
export type { SearchMethod } from "../records/search-records.ts";
export type { PlannedTrial } from "../records/storage.ts";
export type { SettingValue, TrialTraining } from "../records/training-settings.ts";
export type {
  Block,
  Cell,
  ChartBlock,
  CodeBlock,
  Column,
  Progress,
  Provenance,
  ReportDocument,
  ReportState,
  ResultRow,
  Section,
  StudyReport,
  Surface,
  SurfaceGrid,
  SurfacesBlock,
  TableBlock,
  TextBlock,
  Tone,
} from "../report/document.ts";
export type { Possible, SeedEstimate } from "../report/seed-estimate.ts";
export type { Decision, LeadOver, Standing } from "../report/verdict/standings.ts";
export type { WrittenReport } from "../report/write.ts";
export type { Estimate } from "../stats/mean-interval.ts";
export type { OptimizerInput, StudyInput } from "../study/config.ts";
export type { StudyEvent, StudyNews, TrialPlace } from "../study/events.ts";
export type { TrainerEvent } from "../trainer/events.ts";
export type { Hyperparameters, NamedOptimizer, OptimizerChoice, WrittenOptimizer } from "./choice.ts";
export { type ExportedOptimizer, type ExportRequest, exportOptimizer } from "./export-optimizer.ts";
export { type DatasetFacts, listDatasets, listModels, listOptimizers, type ModelFacts } from "./lists.ts";
export { type ImageBatch, type ImagePrediction, loadModel, type TrainedModel } from "./model.ts";
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
