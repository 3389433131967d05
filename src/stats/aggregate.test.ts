import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { createRng } from "../core/rng.ts";
import { aggregateIqm, optimalityGap, probabilityOfImprovement } from "./aggregate.ts";
import { bootstrapInterval } from "./bootstrap.ts";
import { mean } from "./mean-interval.ts";
import { performanceProfile } from "./performance-profile.ts";
import { stratifiedInterval } from "./stratified-bootstrap.ts";

const few = () => ({ rng: createRng(1, "test"), resamples: 20 });

test("interquartile mean, optimality gap, probability of improvement and profile are rliable's on 200 tables", () => {
  for (const [x, y, iqm, gap, improvement, above] of inference.aggregates) {
    expect(aggregateIqm(x, few()).value).toBeCloseTo(iqm, 12);
    expect(optimalityGap(x, 1, few()).value).toBeCloseTo(gap, 12);
    expect(probabilityOfImprovement(x, y, few()).value).toBeCloseTo(improvement, 12);
    expect(performanceProfile(x, [0.9], few())[0]!.share).toBeCloseTo(above, 12);
  }
});

test("resamples stay within their workload: constant workloads have intervals of no width", () => {
  const table = [
    [1, 1, 1],
    [5, 5],
  ];
  expect(stratifiedInterval(table, (strata) => mean(strata.flatMap((runs) => [...runs])), few())).toEqual({
    low: 2.6,
    high: 2.6,
  });
});

test("of one workload it is the plain percentile bootstrap, draw for draw", () => {
  const values = [0.25, 0.5, 0.875, 1.125, 7.5];
  const options = () => ({ rng: createRng(3), resamples: 500 });
  expect(stratifiedInterval([values], ([runs]) => mean(runs!), options())).toEqual(
    bootstrapInterval(values, mean, { ...options(), method: "percentile" }),
  );
});

test("intervals cover: over 200 tables of 4 workloads with 10 runs, about 95 of 100 hold the true figure", () => {
  const rng = createRng(7, "cover");
  const covered = Array.from({ length: 200 }, (_, i) => {
    const table = Array.from({ length: 4 }, () => Array.from({ length: 10 }, () => rng.normal()));
    const { low, high } = aggregateIqm(table, { rng: createRng(i, "draw"), resamples: 300 });
    return low! <= 0 && 0 <= high!;
  }).filter(Boolean).length;
  expect(covered / 200).toBeGreaterThan(0.87);
  expect(covered / 200).toBeLessThan(0.99);
});

test("diverged runs count: below every threshold, lost comparisons, an infinite gap", () => {
  expect(performanceProfile([[-Infinity, 1]], [-1e9], few())[0]!.share).toBe(0.5);
  expect(probabilityOfImprovement([[-Infinity]], [[0.1]], few()).value).toBe(0);
  expect(optimalityGap([[-Infinity, 1]], 1, few()).value).toBe(Infinity);
});

test("no runs, NaN and other workloads are refused", () => {
  const code = (name: string) => expect.objectContaining({ code: name });
  expect(() => aggregateIqm([], few())).toThrowError(code("empty-sample"));
  expect(() => aggregateIqm([[1], []], few())).toThrowError(code("empty-sample"));
  expect(() => aggregateIqm([[Number.NaN]], few())).toThrowError(code("not-a-number"));
  expect(() => probabilityOfImprovement([[1]], [[1], [2]], few())).toThrowError(code("unequal-workloads"));
});
