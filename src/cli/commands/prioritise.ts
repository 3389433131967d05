/**
 * `lionlab prioritise RUN`: has workers take the jobs of a run before those of others.
 */
import type { Command } from "../command.ts";

/** The command. */
export const prioritiseCommand: Command = {
  name: "prioritise",
  group: "Look after the machine",
  summary: "Have workers take the jobs of a run before those of others.",
  arguments: [{ name: "run", about: "Name of a study or discovery on the server." }],
  options: ["priority", "storage", "json"],
  meanings: {
    storage: { about: "The server: postgresql://ROLE@HOST/DATABASE.", otherwise: "LIONLAB_STORAGE" },
    priority: { otherwise: "it must be given; runs have 0 at first" },
  },
  examples: ["npx lionlab prioritise quickstart --priority 10 --storage postgresql://lab@db.example/lab"],
  run: async (call) => (await import("../worker/steer-run.ts")).prioritise(call),
};
