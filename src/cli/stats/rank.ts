/**
 * `lionlab stats rank TABLE.csv`: which optimizers rank better over workloads, and which ones the workloads tell apart.
 */
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The command. */
export const rankCommand: Command = {
  name: "rank",
  group: "Compare optimizers",
  summary: "Rank optimizers over workloads: mean ranks, Friedman's test, critical differences, pairs.",
  arguments: [
    {
      name: "table",
      about: "A file with a row for each workload and a column for each optimizer; - is standard input.",
    },
  ],
  options: ["columns", "lowerIsBetter", "alpha", "json"],
  meanings: {
    columns: {
      about: "The optimizers' columns, by name or place.",
      otherwise: "all but a first one that names workloads",
    },
  },
  examples: ["npx lionlab stats rank accuracy-by-workload.csv"],
  run: async (call) => {
    const { options, terminal } = call;
    const { readWorkloads } = await import("./read-workloads.ts");
    const { rankFacts, rankText } = await import("./rank-facts.ts");
    const lowerIsBetter = options.lowerIsBetter === true;
    const worst = lowerIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    const table = await readWorkloads(requiredArgument(call, "table"), { columns: options.columns, worst }, terminal);
    const facts = rankFacts(table, { lowerIsBetter, alpha: options.alpha ?? 0.05 });
    terminal.out.write(options.json ? jsonText(facts) : rankText(facts, { width: terminal.out.columns() }));
    return 0;
  },
};
