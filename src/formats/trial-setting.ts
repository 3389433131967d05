/**
 * What tells trials apart, by name: how tools that keep hyperparameters have it.
 */
import { writtenName } from "../records/setting-names.ts";
import type { TrialHead } from "../records/storage.ts";

/** What a setting's value may be. */
export type NamedValue = number | string | boolean;

/**
 * The setting of a trial: its optimizer (the label), rate and seed, what else the format has (`others`), and hyperparameters.
 * A rate that is not known is absent. A hyperparameter called as one of the rest is `hyper.NAME`, so that both are kept.
 */
export function settingOfTrial(
  { optimizer, lr, seed }: TrialHead["config"],
  others: readonly (readonly [string, NamedValue])[] = [],
): ReadonlyMap<string, NamedValue> {
  const taken = others.map(([name]) => name);
  return new Map<string, NamedValue>([
    ["optimizer", optimizer.label],
    ...(Number.isNaN(lr) ? [] : [["lr", lr] as const]),
    ["seed", seed],
    ...others,
    ...Object.entries(optimizer.hyperparameters).map(([name, value]) => [writtenName(name, taken), value] as const),
  ]);
}

/** The values that each setting has in trials, in ascending order. */
export function settingValues(heads: readonly Pick<TrialHead, "config">[]): ReadonlyMap<string, readonly NamedValue[]> {
  const values = new Map<string, Set<NamedValue>>();
  for (const { config } of heads) {
    for (const [name, value] of settingOfTrial(config)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known.add(value));
    }
  }
  return new Map([...values].map(([name, known]) => [name, [...known].sort(ascending)]));
}

function ascending(a: NamedValue, b: NamedValue): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a trial has anything to show: an epoch, or that it diverged before its first. */
export function hasBegun({ state, epochsDone }: Pick<TrialHead, "state" | "epochsDone">): boolean {
  return state === "diverged" || epochsDone > 0;
}
