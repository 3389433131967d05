/**
 * What a tool keeps of a run's setting by name: which of it is optimizer, rate and seed, the rest hyperparameters.
 */
import { prefixedHyperparameter } from "../records/setting-names.ts";
import { roleOf } from "./column-names.ts";
import type { ForeignRun } from "./foreign-run.ts";

/** What a setting tells. */
export type ForeignSetting = Pick<ForeignRun, "hyperparameters" | "lr" | "seed"> & { readonly optimizer?: string };

/** Reads it; words become truths: `activation=gelu`. What is not told is absent; `hyper.seed` is a hyperparameter called `seed`. */
export function settingOf(named: Iterable<readonly [name: string, value: unknown]>): ForeignSetting {
  const hyperparameters: { [name: string]: number | boolean } = {};
  const setting: { optimizer?: string; lr?: number; seed?: number } = {};
  for (const [written, value] of named) {
    const prefixed = prefixedHyperparameter(written);
    const role = prefixed === null ? roleOf(written) : null;
    const name = prefixed ?? written;
    if (role === "optimizer" && value !== null) setting.optimizer = String(value);
    else if (role === "lr" && typeof value === "number") setting.lr = value;
    else if (role === "seed" && typeof value === "number") setting.seed = value;
    else if (typeof value === "number" || typeof value === "boolean") hyperparameters[name] = value;
    else hyperparameters[`${name}=${String(value)}`] = true;
  }
  return { ...setting, hyperparameters };
}
