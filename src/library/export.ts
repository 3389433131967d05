/**
 * Optimizers as source code for other frameworks (docs/export.md), and such code read back. Runs in browsers.
 *
 * @module lionlab/export
 */
export { LabError } from "../core/errors.ts";
export type { Hyperparameters, NamedOptimizer, WrittenOptimizer } from "./choice.ts";
export {
  type ExportedOptimizer,
  type ExportRequest,
  type ExportTarget,
  exportOptimizer,
  listTargets,
  readExported,
} from "./export-optimizer.ts";
