/**
 * `lionlab retry RUN`: lets a run that was left to workers go on: what was cancelled or given up, and trials that failed.
 */
import type { Command } from "../command.ts";

/** The command. */
export const retryCommand: Command = {
  name: "retry",
  group: "Look after the machine",
  summary: "Let a run go on that was left to workers: cancelled, given up, or with trials that failed.",
  arguments: [{ name: "run", about: "Name of a study or discovery on the server." }],
  options: ["storage", "json"],
  meanings: {
    storage: { about: "The server: postgresql://ROLE@HOST/DATABASE.", otherwise: "LIONLAB_STORAGE" },
  },
  examples: ["npx lionlab retry quickstart --storage postgresql://lab@db.example/lab"],
  run: async (call) => (await import("../worker/steer-run.ts")).retry(call),
};
