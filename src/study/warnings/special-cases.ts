/**
 * Optimizers that a rival contains: with the right hyperparameters the rival does all that they do, so a rival that is beaten was not
 * tuned well enough.
 * Source: Choi et al. 2019, arXiv:1910.05446.
 */
import { compareScores } from "../../records/monitor.ts";
import type { Rival } from "./rivals.ts";
import type { StudyWarning } from "./warning.ts";

/** What an optimizer of the library contains, and by which setting. */
const contained: { readonly [name: string]: readonly { readonly name: string; readonly by: string }[] } = {
  rmsprop: [{ name: "sgd", by: "a large epsilon" }],
  adam: [
    { name: "sgd", by: "a large epsilon" },
    { name: "rmsprop", by: "beta1 = 0" },
  ],
  adamw: [
    { name: "sgd", by: "a large epsilon" },
    { name: "rmsprop", by: "beta1 = 0" },
    { name: "adam", by: "no decay" },
  ],
  nadam: [{ name: "sgd", by: "a large epsilon" }],
  amsgrad: [{ name: "sgd", by: "a large epsilon" }],
  "refined-lion": [{ name: "lion", by: "a large scale" }],
};

/** A warning for each optimizer that beats one which contains it. */
export function specialCases(rivals: readonly Rival[]): readonly StudyWarning[] {
  return rivals.flatMap((whole) =>
    (contained[whole.entry.name] ?? []).flatMap(({ name, by }) => {
      const special = rivals.find(({ entry, best }) => entry.name === name && beats(best, whole.best));
      if (special === undefined) return [];
      const sentence = `${special.label} beats ${whole.label} on validation, though ${whole.label} contains it (with ${by}): ${whole.label} was not tuned well enough to be judged.`;
      return [{ code: "special-case" as const, sentence }];
    }),
  );
}

function beats(one: Rival["best"], other: Rival["best"]): boolean {
  return one !== null && other !== null && compareScores(one.score, other.score) < 0;
}
