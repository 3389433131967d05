/**
 * `lionlab stats`: the statistics of reports for numbers from anywhere; one subcommand, one file under `cli/stats/`.
 */
import type { Command } from "../command.ts";
import { compareSamplesCommand } from "../stats/compare.ts";

/** The command. */
export const statsCommand: Command = {
  name: "stats",
  group: "Compare optimizers",
  summary: "Statistics for numbers from any tool: compare two columns of runs.",
  arguments: [],
  options: [],
  examples: ["npx lionlab stats compare lion.csv adamw.csv --paired"],
  commands: [compareSamplesCommand],
};
