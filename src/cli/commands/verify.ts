/**
 * `lionlab verify BUNDLE|RUN`: computes trials again and compares every number.
 */
import type { Command } from "../command.ts";

/** The command. */
export const verifyCommand: Command = {
  name: "verify",
  group: "Compare optimizers",
  summary:
    "Train trials of a run or bundle again and compare every number; what differs is told, and what could explain it.",
  arguments: [
    { name: "run", about: "An archive that lionlab bundle wrote, a run's folder, or the name of its study." },
  ],
  options: ["trial", "all", "data", "init", "workers", "storage", "json"],
  meanings: {
    init: {
      about: "The file of weights that the trials started from.",
      otherwise: "needed where they started from one",
    },
    workers: { about: "Train N trials at a time, each in its own process." },
  },
  examples: [
    "npx lionlab verify quickstart",
    "npx lionlab verify runs/quickstart/quickstart.tar.gz --trial 3",
    "npx lionlab verify quickstart --all",
  ],
  run: async (call) => (await import("../verify-run.ts")).runVerify(call),
};
