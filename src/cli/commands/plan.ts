/**
 * `lionlab plan STUDY`: the trials of a study, which of them are done, and how long the others will take. Trains nothing,
 * fetches nothing, writes nothing.
 */
import { studyStoreFile } from "../../records/store-files.ts";
import type { Command } from "../command.ts";
import { studyOptions } from "../study-call.ts";

/** The command. */
export const planCommand: Command = {
  name: "plan",
  group: "Compare optimizers",
  summary: "Print what a study or discovery would run, what is done already, and how long the rest takes.",
  arguments: [{ name: "study", about: "A study or discovery file, or the name of a preset." }],
  options: [...studyOptions, "budget", "seed", "data", "workers", "storage", "out", "json"],
  meanings: {
    workers: { about: "Reckon with N trials at a time." },
    out: { about: "Folder of the run, whose finished trials count as done.", otherwise: "runs/<name of the study>" },
    storage: {
      about: "Where the records of the run are kept, if there are any: a file or sqlite:FILE.",
      otherwise: `${studyStoreFile} in the folder of the run`,
    },
  },
  examples: [
    "npx lionlab plan fashion-cnn-40",
    "npx lionlab plan quickstart --seeds 5",
    "npx lionlab plan rediscover --budget 5m",
  ],
  run: async (call) => (await import("../plan-run.ts")).runPlan(call),
};
