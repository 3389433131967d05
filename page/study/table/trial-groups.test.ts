import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { bestOfEach, groupTrials } from "./trial-groups.ts";

const rows = [
  sampleRow({ key: "a", seed: 0, validation: 0.8, hyperparameters: { beta1: 0.9, decay: 0 } }),
  sampleRow({ key: "b", seed: 0, validation: 0.7, lr: 0.01 }),
  sampleRow({ key: "c", seed: 1, validation: 0.9, hyperparameters: { decay: 0, beta1: 0.9 } }),
  sampleRow({ key: "d", seed: 2, validation: 0.1, state: "diverged", hyperparameters: { beta1: 0.9, decay: 0 } }),
  sampleRow({ key: "e", seed: 3, validation: null, state: "running", hyperparameters: { beta1: 0.9, decay: 0 } }),
];

describe("groups of trials", () => {
  it("differ by more than the seed, whatever the order of the hyperparameters", () => {
    expect(groupTrials(rows).map((group) => group.rows.map(({ key }) => key))).toEqual([["a", "c", "d", "e"], ["b"]]);
  });

  it("have the mean of five seeds with its t-interval, 2.776445 standard errors on four degrees of freedom", () => {
    const five = [0.7, 0.75, 0.8, 0.85, 0.9].map((validation, seed) =>
      sampleRow({ key: `s${seed}`, seed, validation }),
    );
    const { validation } = groupTrials(five)[0]!;
    expect([validation!.n, validation!.spread]).toEqual([5, "interval"]);
    expect(validation!.value).toBeCloseTo(0.8, 12);
    expect(validation!.high! - 0.8).toBeCloseTo(2.7764451052 * Math.sqrt(0.00625 / 5), 8);
  });

  it("have no mean where a seed diverged, which counts as ended", () => {
    const { validation, validationLoss, ended, diverged, running } = groupTrials(rows)[0]!;
    expect([ended, diverged, running]).toEqual([3, 1, 1]);
    expect([validation!.value, validationLoss!.value]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("have no interval of one seed, and no figure of none", () => {
    const [, one] = groupTrials(rows);
    expect(one!.validation).toMatchObject({ n: 1, value: 0.7, spread: "none" });
    expect(groupTrials([rows[4]!])[0]!.validation).toBeNull();
  });

  it("are apart by phase", () => {
    expect(groupTrials([sampleRow({ phase: "tuning" }), sampleRow({ key: "l" })])).toHaveLength(2);
  });

  it("offer the best trial of each label, the best first", () => {
    const others = [
      sampleRow({ key: "m", label: "muon", validation: 0.95 }),
      sampleRow({ key: "n", label: "none", validation: null }),
      sampleRow({ key: "o", label: "lost", validation: 0.99, state: "diverged" }),
    ];
    expect(bestOfEach([...rows, ...others])).toEqual(["m", "c"]);
  });
});
