import { expect, test } from "vitest";
import {
  count,
  formatEstimate,
  formatP,
  formatPercent,
  formatPercentEstimate,
  formatRate,
  formatSeconds,
  formatSeeds,
  listInWords,
} from "./format.ts";

test("rates have three significant digits, small ones an exponent", () => {
  expect([0.001, 0.000316228, 1e-5, 1, 0].map(formatRate)).toEqual(["0.001", "3.16e-4", "1e-5", "1", "0"]);
  expect([0.1, 0.001, 0.0003, 1e-5, 0.000177827941, 1, 0.0123456].map(formatRate)).toEqual([
    "0.1",
    "0.001",
    "3e-4",
    "1e-5",
    "1.78e-4",
    "1",
    "0.0123",
  ]);
});

test("estimates carry half their interval where there is one", () => {
  const estimate = { n: 3, value: 0.912, low: 0.909, high: 0.915 };
  expect(formatPercentEstimate(estimate)).toBe("91.20 ± 0.30 %");
  expect(formatPercentEstimate({ n: 1, value: 0.912, low: null, high: null })).toBe("91.20 %");
  expect(formatEstimate(estimate, 3)).toBe("0.912 ± 0.003");
});

test("what is not there or not finite is a dash", () => {
  expect([formatPercent(null), formatPercent(-Infinity), formatSeconds(null)]).toEqual(["–", "–", "–"]);
  expect(formatEstimate({ n: 0, value: Number.NaN, low: null, high: null }, 2)).toBe("–");
});

test("small words", () => {
  expect([formatP(0.0314), formatP(1e-5)]).toEqual(["0.031", "< 0.001"]);
  expect([0.4213, 12.34, 310.4].map(formatSeconds)).toEqual(["0.42 s", "12.3 s", "310 s"]);
  const seeds = [
    { fewest: 0, most: 0 },
    { fewest: 5, most: 5 },
    { fewest: 1, most: 4 },
  ];
  expect(seeds.map(formatSeeds)).toEqual(["none yet", "5", "1 to 4"]);
  expect([count(1, "trial"), count(0, "trial")]).toEqual(["1 trial", "0 trials"]);
  expect([listInWords([]), listInWords(["a"]), listInWords(["a", "b", "c"])]).toEqual(["", "a", "a, b and c"]);
});
