/**
 * `lionlab status`: runs, workers and jobs of a server.
 */
import type { Command } from "../command.ts";

/** The command. */
export const statusCommand: Command = {
  name: "status",
  group: "Look after the machine",
  summary: "Show runs, workers and their jobs on a PostgreSQL server.",
  arguments: [
    { name: "run", about: "Name of a study or discovery on the server, to be shown in detail.", optional: true },
  ],
  options: ["storage", "follow", "json"],
  meanings: {
    storage: { about: "The server: postgresql://ROLE@HOST/DATABASE.", otherwise: "LIONLAB_STORAGE" },
    follow: { about: "Look again every two seconds, until Ctrl-C.", otherwise: "once" },
  },
  examples: [
    "npx lionlab status --storage postgresql://lab@db.example/lab",
    "npx lionlab status --follow",
    "npx lionlab status quickstart --follow",
    "npx lionlab status --json",
  ],
  run: async (call) =>
    call.arguments.run === undefined
      ? (await import("../worker/show-status.ts")).showStatus(call)
      : (await import("../worker/show-run-status.ts")).showRunStatus(call),
};
