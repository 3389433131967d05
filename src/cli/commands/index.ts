/** The commands of `lionlab`, in the order in which help lists them; one file each, one line here. */
import type { Command } from "../command.ts";
import { benchCommand } from "./bench.ts";
import { bundleCommand } from "./bundle.ts";
import { cancelCommand } from "./cancel.ts";
import { claimCommand } from "./claim.ts";
import { compareCommand } from "./compare.ts";
import { dashboardCommand } from "./dashboard.ts";
import { dataCommand } from "./data.ts";
import { diffCommand } from "./diff.ts";
import { discoverCommand } from "./discover.ts";
import { exportCommand } from "./export.ts";
import { exportModelCommand } from "./export-model.ts";
import { importCommand } from "./import.ts";
import { lionkCommand } from "./lionk.ts";
import { modelsCommand } from "./models.ts";
import { newCommand } from "./new.ts";
import { optimizersCommand } from "./optimizers.ts";
import { planCommand } from "./plan.ts";
import { powerCommand } from "./power.ts";
import { predictCommand } from "./predict.ts";
import { presetsCommand } from "./presets.ts";
import { prioritiseCommand } from "./prioritise.ts";
import { programCommand } from "./program.ts";
import { reportCommand } from "./report.ts";
import { reproduceCommand } from "./reproduce.ts";
import { retryCommand } from "./retry.ts";
import { showCommand } from "./show.ts";
import { statsCommand } from "./stats.ts";
import { statusCommand } from "./status.ts";
import { verifyCommand } from "./verify.ts";
import { weightsCommand } from "./weights.ts";
import { workerCommand } from "./worker.ts";

/** All commands. */
export const commands: readonly Command[] = [
  compareCommand,
  newCommand,
  planCommand,
  showCommand,
  dashboardCommand,
  reportCommand,
  bundleCommand,
  verifyCommand,
  importCommand,
  statsCommand,
  powerCommand,
  claimCommand,
  diffCommand,
  reproduceCommand,
  discoverCommand,
  lionkCommand,
  presetsCommand,
  optimizersCommand,
  programCommand,
  modelsCommand,
  weightsCommand,
  predictCommand,
  exportCommand,
  exportModelCommand,
  dataCommand,
  workerCommand,
  statusCommand,
  cancelCommand,
  retryCommand,
  prioritiseCommand,
  benchCommand,
];
