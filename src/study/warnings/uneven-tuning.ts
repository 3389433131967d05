/**
 * Hyperparameters that were tuned for one optimizer and not for another that has them too.
 */
import { tunedHyperparameters } from "../../optimizers/tuned.ts";
import type { Rival } from "./rivals.ts";
import type { StudyWarning } from "./warning.ts";

/** A warning for each kind of hyperparameter (rates, decays, shares of averages) that some optimizers were tuned over and others not. */
export function unevenTuning(rivals: readonly Rival[]): readonly StudyWarning[] {
  const tunable = rivals.map(({ entry, label, space, trials }) => {
    const kinds = Object.entries(
      tunedHyperparameters(entry, trials[0]?.config.optimizer.convention ?? entry.convention ?? "torch", {
        ...trials[0]?.config.optimizer.hyperparameters,
      }),
    );
    const varied = new Set(space.dimensions.map(({ name }) => name));
    return { label, kinds, varied };
  });
  return (["rate", "share", "decay"] as const).flatMap((kind): StudyWarning[] => {
    const having = tunable.flatMap(({ label, kinds, varied }) => {
      const names = kinds
        .filter(([, { kind: own }]) => (own === "penalty" ? "decay" : own) === kind)
        .map(([name]) => name);
      return names.length === 0 ? [] : [{ label, names, tuned: names.filter((name) => varied.has(name)) }];
    });
    const tuned = having.find((one) => one.tuned.length > 0);
    const left = having.find((one) => one.tuned.length === 0);
    if (tuned === undefined || left === undefined) return [];
    const sentence = `${tuned.tuned.join(", ")} of ${tuned.label} was tuned, but ${left.names.join(", ")} of ${left.label} was not: the comparison favours ${tuned.label}.`;
    return [{ code: "uneven-tuning", sentence }];
  });
}
