/**
 * `lionlab stats times TABLE.csv`: AlgoPerf's score of optimizers by their times to a target on workloads.
 */
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The command. */
export const timesCommand: Command = {
  name: "times",
  group: "Compare optimizers",
  summary: "Score optimizers by their times to a target on workloads, as AlgoPerf does.",
  arguments: [
    {
      name: "table",
      about:
        "A file with a row for each workload and a column for each optimizer, inf where the target was missed; - is standard input.",
    },
  ],
  options: ["columns", "json"],
  meanings: {
    columns: {
      about: "The optimizers' columns, by name or place.",
      otherwise: "all but a first one that names workloads",
    },
  },
  examples: ["npx lionlab stats times seconds-to-target.csv"],
  run: async (call) => {
    const { options, terminal } = call;
    const { readWorkloads } = await import("./read-workloads.ts");
    const { timeScores, timesText } = await import("./times-facts.ts");
    const where = { columns: options.columns, worst: Number.POSITIVE_INFINITY };
    const table = await readWorkloads(requiredArgument(call, "table"), where, terminal);
    const scores = timeScores(table);
    const { workloads } = table;
    terminal.out.write(
      options.json ? jsonText({ workloads, optimizers: scores }) : timesText(table, scores, terminal.out.columns()),
    );
    return 0;
  },
};
