import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { Asked } from "../source.ts";
import type { Space } from "../space.ts";
import { coordinate } from "./coordinate.ts";
import { halving } from "./halving.ts";
import { hyperband } from "./hyperband.ts";
import { samplers } from "./index.ts";
import { scrambledInverse } from "./quasi-random.ts";
import { randomPoint } from "./random.ts";
import { describeSampler } from "./sampler.conformance.ts";
import type { Ask, Scored } from "./sampler.ts";
import { likeliest, tpeSource } from "./tpe.ts";

for (const sampler of samplers) describeSampler(sampler);

function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../test/fixtures/study/${name}`, import.meta.url), "utf8")) as T;
}

test("the scrambled Halton sequence is SciPy's, given its permutations", () => {
  interface Golden {
    readonly base: number;
    readonly permutations: readonly (readonly number[])[];
    readonly start: number;
    readonly points: readonly number[];
  }
  for (const { base, permutations, start, points } of fixture<readonly Golden[]>("halton.json"))
    expect(points.map((_, i) => scrambledInverse(start + i, base, permutations))).toEqual(points);
});

const rates: Space["dimensions"] = [
  { name: "lr", axis: "log", from: 1e-4, to: 0.1 },
  { name: "beta", axis: "log-distance", from: 0.5, to: 0.99 },
];

test("random points of a hyperparameter are the same whatever else is tuned", () => {
  const [both, one] = [
    { dimensions: rates, fixed: {} },
    { dimensions: rates.slice(0, 1), fixed: {} },
  ];
  expect(randomPoint(one, 5)[0]).toBe(randomPoint(both, 5)[0]);
  expect(randomPoint(both, 5)[0]).not.toBe(randomPoint(both, 5)[1]);
});

test("coordinate descent comes to the best point, one hyperparameter at a time", () => {
  const best = [0.81, 0.13];
  const asked = new Asked<Ask, Scored>(coordinate.open({ dimensions: rates, fixed: {} }, { points: 60, epochs: 1 }));
  const score = ({ point }: Ask) => -point.reduce((sum, share, i) => sum + (share - best[i]!) ** 2, 0);
  asked.advance((ask) => ({ ...ask, score: score(ask) }));
  expect(Math.max(...asked.given.map(score))).toBeGreaterThan(-1e-4);
  for (const { point } of asked.given.slice(1, 3)) expect(point[1]).toBe(0.5);
});

test("halving: the best third goes on three times as long, of equals the first; a budget of epochs counts what is trained", () => {
  const space: Space = { dimensions: rates, fixed: {} };
  const walk = (points: number, epochs: number) => {
    const asked = new Asked<Ask, Scored>(halving.open(space, { points, epochs }));
    asked.advance((ask) => ({ ...ask, score: Math.round(ask.point[0]! * 4) }));
    return asked.given;
  };
  const given = walk(9, 9);
  expect(given.map(({ epochs, after }) => [epochs, after])).toEqual([
    ...Array(9).fill([1, 0]),
    ...Array(3).fill([3, 1]),
    [9, 3],
  ]);
  const score = ({ point }: Ask) => Math.round(point[0]! * 4);
  const best = [...given.slice(0, 9)].sort((a, b) => score(b) - score(a)).slice(0, 3);
  expect(new Set(given.slice(9, 12).map(({ point }) => point))).toEqual(new Set(best.map(({ point }) => point)));
  expect(given.at(-1)?.point).toBe(best[0]?.point);
  expect(walk(2, 9).map(({ epochs }) => epochs)).toEqual([9, 9]);
  expect(halving.pointsFor!(9 + 3 * 2 + 6, 9)).toBe(9);
  expect(halving.pointsFor!(9 + 3 * 2 + 5, 9)).toBe(4); // with fewer than 9 points there is one reduction, from 3 epochs
});

test("hyperband: brackets from many short trials to few long ones, as in the paper's table for 81 epochs", () => {
  const space: Space = { dimensions: rates, fixed: {} };
  const count = (points: number) => {
    const counts = new Map<string, number>();
    for (const { epochs, after } of hyperband.lengths(space, { points, epochs: 81 }))
      counts.set(`${after}-${epochs}`, (counts.get(`${after}-${epochs}`) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  expect(count(81)).toEqual({ "0-1": 81, "1-3": 27, "3-9": 9, "9-27": 3, "27-81": 1 });
  expect(count(81 + 34 + 15 + 8 + 5)).toEqual({
    "0-1": 81,
    "1-3": 27,
    "0-3": 34,
    "3-9": 9 + 11,
    "0-9": 15,
    "9-27": 3 + 3 + 5,
    "0-27": 8,
    "27-81": 1 + 1 + 1 + 2,
    "0-81": 5,
  });
});

const functions: { readonly [name: string]: (x: readonly number[]) => number } = {
  sphere: (x) => x.reduce((sum, v) => sum + (v - 0.3) ** 2, 0),
  branin: ([x, y]) => {
    const [a, b] = [15 * x! - 5, 15 * y!];
    const dip = b - (5.1 / (4 * Math.PI ** 2)) * a ** 2 + (5 / Math.PI) * a - 6;
    return dip ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
  },
  rosenbrock: (x) => {
    const y = x.map((v) => 4 * v - 2);
    return y.slice(1).reduce((sum, v, i) => sum + 100 * (v - y[i]! ** 2) ** 2 + (1 - y[i]!) ** 2, 0);
  },
  rastrigin: (x) => {
    const y = x.map((v) => 10.24 * v - 5.12);
    return 10 * y.length + y.reduce((sum, v) => sum + v * v - 10 * Math.cos(2 * Math.PI * v), 0);
  },
};

/** The best value of 100 trials with one seed, of which so many are under way at a time. */
function bestOf(name: string, { dimensions, seed, lag }: { dimensions: number; seed: number; lag: number }): number {
  const start = (index: number) => {
    const rng = createRng(seed, "start", index);
    return Array.from({ length: dimensions }, () => rng.uniform());
  };
  const asked = new Asked(
    tpeSource(dimensions, {
      points: 100,
      lag,
      startPoint: start,
      rngOf: (index) => createRng(seed, "tpe", index),
      ask: (point) => ({ point, epochs: 1, after: 0 }),
    }),
  );
  const value = ({ point }: Ask) => functions[name]!(point);
  asked.advance((ask) => ({ ...ask, score: -value(ask) }));
  return Math.min(...asked.given.map(value));
}

const optuna = fixture<{ readonly [name: string]: { readonly dimensions: number; readonly best: readonly number[] } }>(
  "optuna.json",
);

test.each(Object.entries(optuna))("tpe is not worse than Optuna's over 50 seeds: %s", (name, { dimensions, best }) => {
  const own = best.map((_, seed) => bestOf(name, { dimensions, seed, lag: 4 }));
  expect(deviationsBehind(own, best)).toBeLessThan(2.33);
});

test("with one point at a time, as Optuna's figures were made, tpe is neither better nor worse", () => {
  const { dimensions, best } = optuna.sphere!;
  const own = best.map((_, seed) => bestOf("sphere", { dimensions, seed, lag: 1 }));
  expect(Math.abs(deviationsBehind(own, best))).toBeLessThan(1.28); // four at a time it is 1.81
});

/** Mann-Whitney's z: above 0 where ours are larger, which is worse; 2.33 is 1 %, one-sided. */
function deviationsBehind(own: readonly number[], best: readonly number[]): number {
  const larger = own.flatMap((a) => best.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  const share = larger.reduce<number>((sum, one) => sum + one, 0) / larger.length;
  const deviation = Math.sqrt((own.length + best.length + 1) / (12 * own.length * best.length));
  return (share - 0.5) / deviation;
}

test("tpe keeps away from what is under way and from what diverged", () => {
  const results = Array.from({ length: 40 }, (_, i) => {
    const share = (i + 0.5) / 40;
    return { point: [share], score: share > 0.6 ? Number.NEGATIVE_INFINITY : -((share - 0.5) ** 2) };
  });
  const next = (pending: readonly (readonly number[])[]) =>
    Array.from({ length: 20 }, (_, i) => likeliest(results, { pending, rng: createRng(i, "t") })[0]!);
  for (const share of next([])) expect(Math.abs(share - 0.5)).toBeLessThan(0.15);
  const crowd = Array.from({ length: 30 }, () => [0.5]);
  const distance = (shares: readonly number[]) => shares.reduce((sum, share) => sum + Math.abs(share - 0.5), 0);
  expect(distance(next(crowd))).toBeGreaterThan(distance(next([])));
});
