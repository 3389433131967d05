/**
 * `lionlab compare STUDY`: trains what is missing of a study, shows it live, and ends with the table and the report.
 */
import { studyStoreFile } from "../../records/store-files.ts";
import type { Command } from "../command.ts";
import { studyOptions } from "../study-call.ts";

/** The command. */
export const compareCommand: Command = {
  name: "compare",
  group: "Compare optimizers",
  summary: "Train the optimizers of a study side by side and report which did best.",
  arguments: [{ name: "study", about: "A study file, or the name of a preset." }],
  options: [
    ...studyOptions,
    "data",
    "workers",
    "stack",
    "keepWeights",
    "checkpointEverySteps",
    "certify",
    "storage",
    "checkpoints",
    "detach",
    "priority",
    "out",
    "json",
  ],
  meanings: {
    set: {
      about:
        "Set one value of the study, such as training.batchSize=64 or optimizers.lion.beta1=0.95; may be repeated.",
      otherwise: "as the study says",
    },
    out: { about: "Folder for records, checkpoints and the report.", otherwise: "runs/<name of the study>" },
    storage: { otherwise: `${studyStoreFile} in the folder of the run` },
    workers: { about: "Run N trials at a time, each in its own process." },
    priority: { about: "With --detach: jobs of the run with the highest priority are taken first." },
  },
  examples: [
    "npx lionlab compare quickstart",
    "npx lionlab compare my-study.yaml --workers 4 --seeds 3",
    "npx lionlab compare quickstart --epochs 1 --limit-train 2000 --optimizers lion,adamw",
    "npx lionlab compare fashion-cnn-40 --device webgpu --workers 1 --stack 28",
    "npx lionlab compare fashion-cnn-40 --storage postgresql://lab@db.example/lab --detach",
    "npx lionlab compare quickstart --k l1,l2,huber --certify --set optimizers.lionk-l1.decay=10",
  ],
  run: async (call) => (await import("../compare-run.ts")).runCompare(call),
};
