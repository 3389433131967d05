/**
 * `lionlab show RUN`: the results of a run, finished or not, as a table, JSON, CSV or Markdown; live with `--follow`.
 */
import { type Command, requiredArgument } from "../command.ts";
import { findRun } from "../run-folder.ts";

/** The command. */
export const showCommand: Command = {
  name: "show",
  group: "Compare optimizers",
  summary: "Print the results of a run, finished or not, or follow it live.",
  arguments: [{ name: "run", about: "A run's folder, or the name of its study." }],
  options: ["follow", "format", "storage", "json"],
  examples: [
    "npx lionlab show quickstart",
    "npx lionlab show quickstart --follow",
    "npx lionlab show runs/quickstart -f csv",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    if (options.follow) return (await import("../follow-run.ts")).followRun(call);
    const place = findRun(requiredArgument(call, "run"), { cwd: terminal.cwd, storage: options.storage });
    terminal.out.write(await (await import("../show-run.ts")).shownStudy(place, call));
    return 0;
  },
};
