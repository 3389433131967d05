/**
 * `lionlab stats`: the statistics of reports for numbers from anywhere; one subcommand, one file under `cli/stats/`.
 */
import type { Command } from "../command.ts";
import { compareSamplesCommand } from "../stats/compare.ts";
import { rankCommand } from "../stats/rank.ts";
import { timesCommand } from "../stats/times.ts";

/** The command. */
export const statsCommand: Command = {
  name: "stats",
  group: "Compare optimizers",
  summary: "Statistics for numbers from any tool: two columns of runs, ranks over workloads, times to a target.",
  arguments: [],
  options: [],
  examples: [
    "npx lionlab stats compare lion.csv adamw.csv --paired",
    "npx lionlab stats rank accuracy-by-workload.csv",
    "npx lionlab stats times seconds-to-target.csv",
  ],
  commands: [compareSamplesCommand, rankCommand, timesCommand],
};
