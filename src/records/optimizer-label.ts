/**
 * Labels of the settings of one optimizer: the label that its entry has in the study, then what was varied, `lion beta1=0.9 decay=1`.
 */
import type { OptimizerConfig } from "./records.ts";

/** The label of one setting. */
export function settingLabel(
  label: string,
  varied: readonly string[],
  hyperparameters: OptimizerConfig["hyperparameters"],
): string {
  return [label, ...varied.map((name) => `${name}=${hyperparameters[name]}`)].join(" ");
}

/** The label of the entry that a setting belongs to: its own without what was varied. */
export function entryLabel({ label, hyperparameters }: Pick<OptimizerConfig, "label" | "hyperparameters">): string {
  const endings = Object.entries(hyperparameters).map(([name, value]) => ` ${name}=${value}`);
  const ending = endings.find((one) => label.endsWith(one) && label.length > one.length);
  return ending === undefined ? label : entryLabel({ label: label.slice(0, -ending.length), hyperparameters });
}
