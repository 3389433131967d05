/**
 * The laws of samplers as tests, for any sampler.
 */
import { describe, expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { Asked } from "../source.ts";
import { centrePoint, type Space } from "../space.ts";
import type { Ask, Budget, Length, Sampler, Scored } from "./sampler.ts";

const spaces: readonly Space[] = [
  {
    dimensions: [
      { name: "lr", axis: "log", from: 1e-4, to: 0.1 },
      { name: "decay", axis: "log", from: 1e-3, to: 0.1 },
      { name: "beta", axis: "log-distance", from: 0.5, to: 0.99 },
    ],
    fixed: {},
  },
  {
    dimensions: [
      { name: "lr", axis: "log", from: 1e-4, to: 0.1 },
      { name: "nesterov", axis: "choice", values: [false, true] },
    ],
    fixed: { momentum: 0.9 },
  },
];
const budgets: readonly Budget[] = [1, 2, 7, 30].map((points) => ({ points, epochs: 9 }));

function sorted(lengths: readonly Length[]): readonly string[] {
  return lengths.map(({ epochs, after }) => `${after} to ${epochs}`).sort();
}

/** A score that depends on the point; some points diverge. */
function scoreOf({ point }: Ask): number {
  const miss = point.reduce((sum, share, i) => sum + (share - 0.2 - 0.1 * i) ** 2, 0);
  return point[0]! > 0.9 ? Number.NEGATIVE_INFINITY : 1 - miss;
}

function walk(sampler: Sampler, space: Space, budget: Budget, judged: (ask: Ask) => number = scoreOf): readonly Ask[] {
  const asked = new Asked<Ask, Scored>(sampler.open(space, budget));
  asked.advance((ask) => ({ ...ask, score: judged(ask) }));
  return asked.given;
}

/** Declares the tests. */
export function describeSampler(sampler: Sampler): void {
  describe(`${sampler.name} keeps the laws of samplers`, () => {
    test.each(spaces.flatMap((space) => budgets.map((budget) => [space, budget] as const)))("%#", (space, budget) => {
      const asks = walk(sampler, space, budget);
      const lengths = sampler.lengths(space, budget);
      const first = sampler.open(space, budget).next([]).length;
      expect(sorted(asks)).toEqual(sorted(lengths));
      expect(sorted(asks.slice(0, first))).toEqual(sorted(lengths.slice(0, first)));
      for (const [i, { point, after }] of asks.entries())
        expect(after === 0 || asks.slice(0, i).some((one) => one.point === point && one.epochs === after)).toBe(true);
      if (sampler.resumes !== true) expect(asks.every(({ epochs, after }) => epochs === 9 && after === 0)).toBe(true);
      const flat = walk(sampler, space, budget, () => 0.5);
      const diverging = walk(sampler, space, budget, () => Number.NEGATIVE_INFINITY);
      for (const given of [asks, flat, diverging]) {
        expect(given).toHaveLength(asks.length);
        for (const { point } of given) {
          expect(point).toHaveLength(space.dimensions.length);
          expect(point.every((share) => share >= 0 && share <= 1)).toBe(true);
        }
      }
      if (sampler.name !== "grid") expect(asks[0]?.point).toEqual(centrePoint(space));
    });

    test("the same results give the same points, whatever the order in which they come", () => {
      const [space, budget] = [spaces[0]!, budgets[3]!];
      const expected = walk(sampler, space, budget);
      const rng = createRng(1, "arrivals");
      const asked = new Asked<Ask, Scored>(sampler.open(space, budget));
      const known = new Map<Ask, Scored>();
      asked.advance(() => undefined);
      while (known.size < asked.given.length) {
        const open = asked.given.filter((ask) => !known.has(ask));
        const next = open[rng.below(open.length)]!;
        known.set(next, { ...next, score: scoreOf(next) });
        asked.advance((ask) => known.get(ask));
      }
      expect(asked.given).toEqual(expected);
    });
  });
}
