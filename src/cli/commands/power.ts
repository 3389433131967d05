/**
 * `lionlab power [RUN]`: how many seeds a difference takes, and what so many seeds can find.
 */
import type { Call, Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, trialsForTable, withRun } from "../run-folder.ts";
import type { RunSpread } from "../stats/run-spread.ts";
import { storeNotice } from "../store-notice.ts";

/** The command. */
export const powerCommand: Command = {
  name: "power",
  group: "Compare optimizers",
  summary: "How many seeds a difference takes, or what so many seeds can find.",
  arguments: [
    {
      name: "run",
      about: "A run whose spread over seeds and number of seeds are taken: a folder or a study's name.",
      optional: true,
    },
  ],
  options: ["difference", "deviation", "seeds", "paired", "alpha", "power", "comparisons", "storage", "json"],
  meanings: {
    seeds: { about: "Say what N seeds a side can find.", otherwise: "those of the run" },
    paired: { about: "The optimizers share their seeds and pairs are tested.", otherwise: "independent samples" },
  },
  examples: [
    "npx lionlab power --difference 1",
    "npx lionlab power --difference 0.3 --deviation 0.25 --comparisons 6",
    "npx lionlab power --seeds 5",
    "npx lionlab power quickstart --difference 0.5",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { knownDeviation } = await import("../stats/run-spread.ts");
    const { powerFacts } = await import("../stats/power-facts.ts");
    const paired = options.paired === true;
    const run = call.arguments.run === undefined ? null : await spreadOf(call.arguments.run, call);
    const many = run?.optimizers.length ?? 2;
    const facts = powerFacts({
      difference: options.difference,
      deviation: options.deviation ?? (run === null ? null : knownDeviation(run)),
      seeds: options.seeds,
      run,
      design: paired ? "paired" : "independent",
      alpha: options.alpha ?? 0.05,
      power: options.power ?? 0.8,
      comparisons: options.comparisons ?? Math.max(1, (many * (many - 1)) / 2),
    });
    const { powerText } = await import("../stats/power-text.ts");
    terminal.out.write(options.json ? jsonText(facts) : powerText(facts, { width: terminal.out.columns() }));
    return 0;
  },
};

async function spreadOf(target: string, call: Call): Promise<RunSpread> {
  const { options, terminal } = call;
  const { spreadOfRun } = await import("../stats/run-spread.ts");
  return withRun(
    findRun(target, { cwd: terminal.cwd, storage: options.storage }),
    async (study, storage) =>
      spreadOfRun({ study, trials: await trialsForTable(study, storage) }, { paired: options.paired === true }),
    storeNotice(call),
  );
}
