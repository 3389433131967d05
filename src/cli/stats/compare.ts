/**
 * `lionlab stats compare A.csv B.csv`: is the difference of two lists of numbers, from any tool, larger than the luck of the seeds?
 */
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The command. */
export const compareSamplesCommand: Command = {
  name: "compare",
  group: "Compare optimizers",
  summary: "Compare two columns of numbers: estimates with intervals, exact tests, and what they mean.",
  arguments: [
    { name: "first", about: "A file with a column of numbers, one for each run; - is standard input." },
    { name: "second", about: "The file to compare with; without it the first has both columns.", optional: true },
  ],
  options: ["columns", "by", "groups", "paired", "lowerIsBetter", "alpha", "json"],
  examples: [
    "npx lionlab stats compare lion.csv adamw.csv --paired",
    "npx lionlab stats compare runs.csv --columns lion,adamw",
    "npx lionlab stats compare runs.csv --by optimizer --groups lion,adamw --columns accuracy",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { comparisonFacts } = await import("./compare-facts.ts");
    const { readSamples } = await import("./read-samples.ts");
    const lowerIsBetter = options.lowerIsBetter === true;
    const samples = await readSamples(
      {
        first: requiredArgument(call, "first"),
        second: call.arguments.second,
        columns: options.columns,
        by: options.by,
        groups: options.groups,
        worst: lowerIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
      },
      terminal,
    );
    const facts = comparisonFacts(samples, { paired: options.paired === true, alpha: options.alpha ?? 0.05 });
    const { comparisonText } = await import("./compare-text.ts");
    terminal.out.write(
      options.json ? jsonText(facts) : comparisonText(facts, { lowerIsBetter, width: terminal.out.columns() }),
    );
    return 0;
  },
};
