/**
 * The check of found-by-luck.test.ts over all designs. The figures are those of docs/statistics.md: LIONLAB_TABLE=1 prints them.
 */
import { expect, test } from "vitest";
import { type Design, explained, type Findings, findingsOf, promised, tooMany } from "./alike-studies.ts";

const studies = 200;
const designs: readonly Design[] = [2, 4].flatMap((optimizers) =>
  [5, 8, 18].flatMap((seeds) => [0, 0.7].flatMap((together) => ({ optimizers, seeds, together, images: 10_000 }))),
);
const alike: readonly Design[] = designs.flatMap((design) =>
  [10_000, 500].flatMap((images) =>
    [0, 0.1].flatMap((diverging) => [false, true].map((tuned) => ({ ...design, images, diverging, tuned }))),
  ),
);

test("one optimizer under several labels differs from itself in 5 % of the studies at most, in each design and in all together", () => {
  const found = alike.map((design) => ({ design, ...findingsOf(design, studies) }));
  const tail = 0.025 / alike.length;
  expect(found.filter(({ anyPair }) => tooMany(anyPair, { tries: studies, p: 0.05, tail }))).toEqual([]);
  expect(found.filter(({ anyPair, verdicts }) => verdicts > anyPair)).toEqual([]);
  expect(tooMany(total(found), { tries: studies * found.length, p: 0.05, tail: 0.025 })).toBe(false);
  for (const design of designs)
    print(
      design,
      found.filter((one) => sameShape(one.design, design)),
    );
});

test("without the correction for the number of pairs four optimizers would be told apart too often", () => {
  const four = designs.filter(({ optimizers, seeds }) => optimizers === 4 && seeds === 18);
  for (const design of four)
    expect(tooMany(findingsOf(design, studies).uncorrected, { tries: studies, p: 0.05, tail: 0.001 })).toBe(true);
});

test("a difference of one deviation is found as often as promised for two, and no less for four", () => {
  const able = [...designs, ...[17, 19].map((seeds) => ({ ...designs[0]!, seeds }))];
  const tail = 0.025 / able.length;
  for (const design of able) {
    const { firstPair } = findingsOf({ ...design, lead: 1 }, studies);
    const p = promised(design, 1);
    if (process.env.LIONLAB_TABLE) console.log("power", JSON.stringify(design), firstPair / studies, p);
    if (independentOnSharedSeeds(design)) continue;
    if (design.optimizers === 2)
      expect(explained(firstPair, { tries: studies, p, tail }), JSON.stringify(design)).toBe(true);
    else expect(tooMany(studies - firstPair, { tries: studies, p: 1 - p, tail }), JSON.stringify(design)).toBe(false);
  }
});

/** Too few seeds to test pairs, and figures that go up and down together: no promise is made for Mann-Whitney's test of these. */
function independentOnSharedSeeds({ seeds, together }: Design): boolean {
  return seeds === 5 && together > 0;
}

function total(found: readonly Findings[]): number {
  return found.reduce((sum, { anyPair }) => sum + anyPair, 0);
}

function sameShape(one: Design, other: Design): boolean {
  return one.optimizers === other.optimizers && one.seeds === other.seeds && one.together === other.together;
}

function print(design: Design, found: readonly Findings[]): void {
  if (!process.env.LIONLAB_TABLE) return;
  const counts = found.map(({ anyPair }) => anyPair);
  console.log("luck", JSON.stringify(design), total(found) / (studies * found.length), Math.max(...counts) / studies);
}
