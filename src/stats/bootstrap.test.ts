import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { createRng } from "../core/rng.ts";
import { bcaInterval, bootstrapInterval, jackknife, percentileInterval } from "./bootstrap.ts";
import { mean } from "./mean-interval.ts";
import { median } from "./quantile.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));
const { values, indices, bcaOfTheseIndices, percentileOfTheseIndices, scipyBca, scipyPercentile } = golden.bootstrap;
const replicates = indices.map((row: number[]) => mean(row.map((index) => values[index])));

test("with the same resamples both intervals equal NumPy's to rounding", () => {
  const plain = percentileInterval(replicates, 0.95);
  expect([plain.low, plain.high]).toEqual(percentileOfTheseIndices.map((v: number) => expect.closeTo(v, 12)));
  const facts = { observed: mean(values), jackknife: jackknife(values, mean), level: 0.95 };
  const corrected = bcaInterval(replicates, facts);
  expect([corrected.low, corrected.high]).toEqual(bcaOfTheseIndices.map((v: number) => expect.closeTo(v, 12)));
});

test("with resamples of our own they equal SciPy's within Monte-Carlo error", () => {
  const reference = { bca: scipyBca, percentile: scipyPercentile } as const;
  for (const method of ["bca", "percentile"] as const) {
    const { low, high } = bootstrapInterval(values, mean, { method, rng: createRng(1, method) });
    expect(low).toBeCloseTo(reference[method][0], 1);
    expect(Math.abs(high - reference[method][1])).toBeLessThan(0.12);
  }
});

test("the same stream gives the same interval; equal values give an interval of no width", () => {
  const run = () => bootstrapInterval(values, mean, { method: "bca", rng: createRng(2), resamples: 200 });
  expect(run()).toEqual(run());
  const flat = bootstrapInterval([1, 1, 1], mean, { method: "bca", rng: createRng(3), resamples: 50 });
  expect(flat).toEqual({ low: 1, high: 1 });
});

test("a diverged run stays in the resamples; nothing and NaN are refused", () => {
  const { low, high } = bootstrapInterval([-Infinity, 0.8, 0.9, 0.9], median, { method: "bca", rng: createRng(4) });
  expect([low, high]).toEqual([-Infinity, 0.9]);
  const options = { method: "percentile", rng: createRng(4) } as const;
  expect(() => bootstrapInterval([], mean, options)).toThrowError(expect.objectContaining({ code: "empty-sample" }));
  expect(() => bootstrapInterval([Number.NaN], mean, options)).toThrowError(
    expect.objectContaining({ code: "not-a-number" }),
  );
});

test("of given resamples, percentile and BCa intervals of mean and median equal SciPy's on 120 samples with ties", () => {
  let corrected = 0;
  for (const [sample, drawn, ends] of inference.intervals)
    [mean, median].forEach((statistic, i) => {
      const of = (list: readonly number[]) => statistic(list);
      const found = drawn.map((row) => of([...row].map((at) => sample[Number(at)]!)));
      const plain = percentileInterval(found, 0.9);
      const [wanted, wantedBca] = [ends[2 * i]!, ends[2 * i + 1]!];
      expect([plain.low, plain.high]).toEqual(wanted.map((end) => expect.closeTo(end!, 9)));
      const bca = bcaInterval(found, { observed: of(sample), jackknife: jackknife(sample, of), level: 0.9 });
      if (wantedBca.includes(null))
        expect(bca).toEqual(plain); // SciPy has none where nothing varies: the plain one stands in
      else {
        corrected++;
        expect([bca.low, bca.high]).toEqual(wantedBca.map((end) => expect.closeTo(end!, 9)));
      }
    });
  expect(corrected).toBeGreaterThan(100);
});
