/**
 * `lionlab cancel RUN`: ends a run of a server in order, wherever it is run.
 */
import type { Command } from "../command.ts";

/** The command. */
export const cancelCommand: Command = {
  name: "cancel",
  group: "Look after the machine",
  summary: "End a run of a PostgreSQL server in order, wherever it is run.",
  arguments: [{ name: "run", about: "Name of a study or discovery on the server." }],
  options: ["storage", "json"],
  meanings: {
    storage: { about: "The server: postgresql://ROLE@HOST/DATABASE.", otherwise: "LIONLAB_STORAGE" },
  },
  examples: ["npx lionlab cancel quickstart --storage postgresql://lab@db.example/lab"],
  run: async (call) => (await import("../worker/steer-run.ts")).cancel(call),
};
