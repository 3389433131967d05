/**
 * The settings of trials as Optuna's parameters, each with a distribution that all trials share: choices for words and truths, else a range.
 */
import type { TrialHead } from "../records/storage.ts";
import { type NamedValue, settingValues } from "./trial-setting.ts";

/** A parameter of a study: how a value is stored, and the distribution as JSON. */
export interface OptunaParam {
  readonly distribution: string;
  stored(value: NamedValue): number;
}

/** The parameters of trials by name. */
export function optunaParams(heads: readonly TrialHead[]): ReadonlyMap<string, OptunaParam> {
  return new Map([...settingValues(heads)].map(([name, values]) => [name, paramOf(name, values)]));
}

function paramOf(name: string, values: readonly NamedValue[]): OptunaParam {
  if (values.some((value) => typeof value !== "number")) {
    return {
      distribution: JSON.stringify({ name: "CategoricalDistribution", attributes: { choices: values } }),
      stored: (value) => values.indexOf(value),
    };
  }
  const [low, high] = [Number(values[0]), Number(values.at(-1))];
  const distribution =
    name === "seed"
      ? { name: "IntDistribution", attributes: { log: false, step: 1, low, high } }
      : { name: "FloatDistribution", attributes: { step: null, low, high, log: name === "lr" && low > 0 } };
  return { distribution: JSON.stringify(distribution), stored: Number };
}
