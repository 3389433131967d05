/**
 * `lionlab worker`: takes trials and evaluations of runs on a server, on any machine.
 */
import type { Command } from "../command.ts";

/** The command. */
export const workerCommand: Command = {
  name: "worker",
  group: "Look after the machine",
  summary: "Take trials from a PostgreSQL server, on any machine.",
  arguments: [],
  options: ["storage", "slots", "device", "data", "readyFile", "json"],
  meanings: {
    storage: {
      about: "The server that the runs are kept on: postgresql://ROLE@HOST/DATABASE.",
      otherwise: "LIONLAB_STORAGE",
    },
    json: { about: "Print one line of JSON when it is ready.", otherwise: "what it does, in sentences" },
  },
  examples: [
    "npx lionlab worker --storage postgresql://lab@db.example/lab",
    "npx lionlab worker --slots 4 --data /data",
  ],
  run: async (call) => (await import("../worker/run-worker.ts")).runWorker(call),
};
