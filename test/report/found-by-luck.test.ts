/**
 * What a report finds between optimizers that are alike, and whether it finds what `lionlab power` promises. All designs: found-by-luck.full.test.ts.
 */
import { expect, test } from "vitest";
import { type Design, explained, findingsOf, promised, tooMany } from "./alike-studies.ts";

const alike: readonly Design[] = [2, 4].flatMap((optimizers) =>
  [5, 8, 18].flatMap((seeds) => [
    { optimizers, seeds, together: 0, images: 10_000, tuned: seeds === 18 },
    { optimizers, seeds, together: 0.7, images: 500, tuned: seeds === 8 },
  ]),
);

test.each(alike)(
  "one optimizer under several labels differs from itself in 5 % of the studies at most: %o",
  (design) => {
    const { studies, anyPair, verdicts } = findingsOf(design);
    expect(tooMany(anyPair, { tries: studies, p: 0.05, tail: 0.025 / alike.length })).toBe(false);
    expect(verdicts).toBeLessThanOrEqual(anyPair);
  },
);

test("without the correction for the number of pairs it would be more, and this would be seen", () => {
  const { studies, uncorrected } = findingsOf({ optimizers: 4, seeds: 18, together: 0, images: 10_000 });
  expect(tooMany(uncorrected, { tries: studies, p: 0.05, tail: 0.025 / alike.length })).toBe(true);
});

test.each([
  { optimizers: 2, seeds: 5, together: 0 },
  { optimizers: 2, seeds: 8, together: 0.7 },
  { optimizers: 2, seeds: 18, together: 0 },
])("a difference of one deviation is found as often as promised: %o", (design) => {
  const { studies, firstPair } = findingsOf({ ...design, images: 10_000, lead: 1 });
  expect(explained(firstPair, { tries: studies, p: promised(design, 1), tail: 0.025 / 3 })).toBe(true);
  expect(explained(firstPair, { tries: studies, p: promised(design, 2), tail: 0.025 / 3 })).toBe(false);
});
