/**
 * The trials of a plain study: every optimizer and combination of its hyperparameters, at every rate, for every seed.
 */
import { LabError } from "../core/errors.ts";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { settingLabel } from "../records/optimizer-label.ts";
import type { OptimizerConfig } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import type { StudyConfig } from "./config.ts";
import type { OptimizerEntry } from "./config-optimizers.ts";
import { fromTheMiddle } from "./samplers/grid.ts";
import { optimizerConfig, type TrialParts } from "./trial-maker.ts";

/**
 * Order: seeds outermost; then all optimizers in turn, each from the middle of its rates outwards, so that every optimizer
 * has a telling result early. Settings that say the same are one trial.
 * Errors: those of `resolveOptimizer`; `same-optimizer`.
 */
export function gridTrials(config: StudyConfig, trialOf: (parts: TrialParts) => PlannedTrial): readonly PlannedTrial[] {
  const turns = inTurn(config.optimizers.flatMap((entry) => variantsOf(entry, config.convention)));
  return distinctTrials(
    config.seeds.flatMap((seed) => turns.map(({ optimizer, lr }) => trialOf({ optimizer, lr, seed }))),
  );
}

/** Each trial once, in the order in which they come first. Errors: `same-optimizer` where entries share one. */
export function distinctTrials(given: readonly PlannedTrial[]): readonly PlannedTrial[] {
  const trials = new Map<string, PlannedTrial>();
  for (const trial of given) {
    const { label } = trial.config.optimizer;
    const earlier = trials.get(trial.key)?.config.optimizer.label ?? label;
    if (earlier !== label) throw sameOptimizer(earlier, label);
    trials.set(trial.key, trial);
  }
  return [...trials.values()];
}

/** Two entries that differ by their labels alone would share their trials. */
function sameOptimizer(a: string, b: string): LabError {
  return new LabError(
    "same-optimizer",
    `The optimizers "${a}" and "${b}" of the study are one optimizer with the same settings and at least one common rate; make them one entry.`,
    { labels: [a, b] },
  );
}

/** An optimizer with fixed hyperparameters, and its rates. */
interface Variant {
  readonly optimizer: OptimizerConfig;
  readonly rates: readonly number[];
}

function variantsOf(entry: OptimizerEntry, convention: StudyConfig["convention"]): readonly Variant[] {
  const varied = Object.keys(entry.hyperparameters).filter((name) => entry.hyperparameters[name]!.length > 1);
  return combinations(entry.hyperparameters).map((hyperparameters) => {
    const resolved = resolveOptimizer({
      ...{ name: entry.name, text: entry.text },
      convention: entry.convention ?? convention,
      hyperparameters,
    });
    // The range of rates an optimizer takes has no holes: its ends speak for all.
    for (const lr of [Math.min(...entry.lr), Math.max(...entry.lr)])
      resolveOptimizer({
        ...{ name: entry.name, text: entry.text },
        convention: resolved.convention,
        hyperparameters: { ...hyperparameters, lr },
      });
    const label = settingLabel(entry.label, varied, hyperparameters);
    return { optimizer: optimizerConfig(resolved, label), rates: fromTheMiddle(entry.lr) };
  });
}

type Settings = Readonly<Record<string, number | boolean>>;

/** Every combination of the values, the last name varying fastest. */
function combinations(grids: OptimizerEntry["hyperparameters"]): readonly Settings[] {
  return Object.entries(grids).reduce<readonly Settings[]>(
    (settings, [name, values]) => settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value }))),
    [{}],
  );
}

/** First rates of all variants, then second ones, and so on. */
function inTurn(variants: readonly Variant[]): readonly { readonly optimizer: OptimizerConfig; readonly lr: number }[] {
  const rounds = Math.max(0, ...variants.map(({ rates }) => rates.length));
  return Array.from({ length: rounds }, (_, round) =>
    variants.flatMap(({ optimizer, rates }) => {
      const lr = rates[round];
      return lr === undefined ? [] : [{ optimizer, lr }];
    }),
  ).flat();
}
