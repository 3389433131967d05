import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { rateCurves, rateLines } from "./rate-lines.ts";

const trial = (lr: number, seed: number, validation: number, change: Partial<ReturnType<typeof sampleRow>> = {}) =>
  sampleRow({ key: `${lr} ${seed} ${change.label}`, lr, seed, validation, ...change });
const diverged = { state: "diverged" } as const;
const rows = [
  trial(0.1, 0, 0.9, diverged),
  trial(0.1, 1, 0.99),
  trial(0.01, 0, 0.9),
  trial(0.01, 1, 0.92),
  trial(0.001, 0, 0.9),
  trial(0.001, 1, 0.9),
  trial(1e-4, 0, 0.5),
  trial(0.01, 0, 0.8, { label: "sgd" }),
];

describe("scores over rates", () => {
  const [lion, sgd] = rateCurves(rows);

  it("rise by rate, leave out diverged seeds and say how many there were", () => {
    expect(lion!.rates.map(({ lr, score, diverged: n }) => [lr, Number(score!.value.toFixed(6)), n])).toEqual([
      [1e-4, 0.5, 0],
      [0.001, 0.9, 0],
      [0.01, 0.91, 0],
      [0.1, 0.99, 1],
    ]);
    expect(lion!.rates[2]!.score).toMatchObject({ spread: "range", low: 0.9, high: 0.92 });
  });

  it("are best where fewest seeds diverged, with the rates around that lose at most a point", () => {
    expect([lion!.best!.lr, lion!.nearly]).toEqual([0.01, [0.001, 0.01]]);
    expect(lion!.robustness).toMatchObject({ settings: 4, worst: Number.NEGATIVE_INFINITY, nearlyBest: 2 });
    expect([sgd!.best!.lr, sgd!.nearly]).toEqual([0.01, [0.01, 0.01]]);
  });

  it("are drawn with a large point at the best rate and a cross at the foot where a seed diverged", () => {
    const lines = rateLines(rateCurves(rows));
    expect(lines.map(({ key }) => key)).toEqual(["lion", "lion best", "lion diverged", "sgd", "sgd best"]);
    expect([lines[1]!.x, lines[2]!.x, lines[2]!.y]).toEqual([[0.01], [0.1], [50]]);
  });

  it("take the best of other settings at a rate, and nothing from trials that have not ended", () => {
    const other = trial(0.01, 0, 0.95, { hyperparameters: { beta1: 0.5 } });
    const [curve] = rateCurves([trial(0.01, 0, 0.6), other, trial(0.1, 0, 0.99, { state: "running" })]);
    expect(curve!.rates.map(({ score }) => score?.value ?? null)).toEqual([0.95, null]);
    expect(rateCurves([trial(Number.NaN, 0, 0.6)])).toEqual([]);
  });
});
