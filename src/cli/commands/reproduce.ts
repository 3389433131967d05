/**
 * `lionlab reproduce [NAME]`: published comparisons done again, ours beside the published figures, and a verdict on each claim.
 */
import type { Command } from "../command.ts";

/** The command. */
export const reproduceCommand: Command = {
  name: "reproduce",
  group: "Compare optimizers",
  summary: "Do a published comparison again, and judge its claims.",
  arguments: [{ name: "name", about: "An experiment; without it, they are listed.", optional: true }],
  options: ["full", "onlyReport", "only", "init", "device", "data", "workers", "stack", "out", "json"],
  meanings: {
    only: {
      about: "Run only these studies of the experiment, by their short names, separated by commas.",
      otherwise: "all",
    },
    init: { about: "File of starting weights of the one study that --only names.", otherwise: "as the study says" },
    out: {
      about: "Folder of the studies' folders and of the report over them.",
      otherwise: "runs/reproduce-NAME-small, or -full",
    },
  },
  examples: [
    "npx lionlab reproduce",
    "npx lionlab reproduce cifar10-cnn",
    "npx lionlab reproduce cifar10-cnn --only-report",
    "npx lionlab reproduce fashion-cnn --full --device webgpu --workers 1 --stack 28",
  ],
  run: async (call) => {
    const { name } = call.arguments;
    if (name === undefined) return (await import("../reproduce/list-experiments.ts")).listExperiments(call);
    const { findExperiment } = await import("../../reproduce/experiments/index.ts");
    return (await import("../reproduce/run-experiment.ts")).runExperiment(findExperiment(name), call);
  },
};
