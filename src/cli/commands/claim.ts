/**
 * `lionlab claim RUN`: does an optimizer reach a target on average, at a point that was fixed beforehand?
 */
import { LabError } from "../../core/errors.ts";
import { accuracyTarget } from "../accuracy-target.ts";
import { type Command, requiredArgument } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import { findRun, withRun } from "../run-folder.ts";
import { storeNotice } from "../store-notice.ts";

/** Exit code of a claim that does not hold, and of a comparison that got worse. */
export const notShown = 3;

/** The command. */
export const claimCommand: Command = {
  name: "claim",
  group: "Compare optimizers",
  summary: "Test that an optimizer reaches a target on average; exit code 3 when it is not shown.",
  arguments: [{ name: "run", about: "A run's folder, or the name of its study." }],
  options: [
    "optimizer",
    "rate",
    "target",
    "epoch",
    "step",
    "sigma",
    "excludeSeeds",
    "lowerIsBetter",
    "alpha",
    "storage",
    "json",
  ],
  meanings: {
    target: {
      about: "What the mean over seeds shall reach: an accuracy such as 0.91, or a loss.",
      otherwise: "none: it must be given",
    },
    lowerIsBetter: {
      about: "The target is one of losses: the claim is that the mean is below it.",
      otherwise: "accuracies, above it",
    },
  },
  examples: [
    "npx lionlab claim quickstart --optimizer lion --rate 0.001 --target 0.88 --epoch 5",
    "npx lionlab claim quickstart --optimizer lion --rate 0.001 --target 0.45 --lower-is-better --sigma 0.01",
  ],
  run: async (call) => {
    const { options, terminal } = call;
    const { optimizer, target } = options;
    if (optimizer === undefined || target === undefined) {
      throw new LabError(
        "claim-question",
        "A claim says of which optimizer and what it reaches: give --optimizer and --target, such as --optimizer lion --target 0.91.",
      );
    }
    const lowerIsBetter = options.lowerIsBetter === true;
    if (!lowerIsBetter) accuracyTarget(target);
    const { viewStudy } = await import("../../report/study-view.ts");
    const { claimRuns } = await import("../stats/claim-runs.ts");
    const { claimFacts, claimText } = await import("../stats/claim-facts.ts");
    const runs = await withRun(
      findRun(requiredArgument(call, "run"), { cwd: terminal.cwd, storage: options.storage }),
      async (study, storage) =>
        claimRuns(viewStudy(study, await storage.loadTrials(study.name), study.command), {
          optimizer,
          rate: options.rate,
          epoch: options.epoch,
          step: options.step,
          excludeSeeds: options.excludeSeeds ?? [],
          lowerIsBetter,
        }),
      storeNotice(call),
    );
    const facts = claimFacts(runs, { target, lowerIsBetter, alpha: options.alpha ?? 0.05, sigma: options.sigma });
    terminal.out.write(options.json ? jsonText(facts) : claimText(facts, { width: terminal.out.columns() }));
    return facts.holds ? 0 : notShown;
  },
};
