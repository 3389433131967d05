/**
 * `lionlab dashboard [RUNS...]`: runs in a browser, live.
 */
import type { Command } from "../command.ts";

/** The command. */
export const dashboardCommand: Command = {
  name: "dashboard",
  group: "Compare optimizers",
  summary: "Watch runs in a browser, live, start and stop them, and browse those that have ended.",
  arguments: [
    {
      name: "runs",
      about: "Stores, folders of runs, or folders of several runs; those in runs/ without any.",
      optional: true,
      variadic: true,
    },
  ],
  options: ["port", "host", "allowControl", "open", "storage", "json"],
  meanings: {
    storage: {
      about: "Show the runs of this store too: a file or postgresql://ROLE:PASSWORD@HOST/DATABASE.",
      otherwise: "none",
    },
  },
  examples: ["npx lionlab dashboard", "npx lionlab dashboard runs/quickstart --port 8080"],
  run: async (call) => (await import("../serve-dashboard.ts")).serveDashboard(call),
};
