import { describe, expect, it } from "vitest";
import { sampleCurve } from "../../page-samples.ts";
import { curveLine, valueAt } from "./curve-lines.ts";

const longer = sampleCurve({
  key: "l",
  epoch: [1, 2, 3],
  seconds: [12, 24, 36],
  validationAccuracy: [0.8, 0.9, 0.95],
  trainLoss: [3, null as unknown as number, 1],
});

describe("a line of learning curves", () => {
  it("is the mean of the seeds that have an epoch, between the lowest and the highest, accuracies in per cent", () => {
    const line = curveLine([sampleCurve(), longer], { measure: "validationAccuracy", axis: "epoch" });
    expect(line.x).toEqual([1, 2, 3]);
    const rounded = (values: readonly (number | null)[]) => values.map((value) => Number(value!.toFixed(9)));
    expect([rounded(line.y), rounded(line.low!), rounded(line.high!)]).toEqual([
      [70, 85, 95],
      [60, 80, 95],
      [80, 90, 95],
    ]);
  });

  it("stands at the mean of the seeds' seconds", () => {
    expect(curveLine([sampleCurve(), longer], { measure: "trainLoss", axis: "seconds" }).x).toEqual([11, 22, 36]);
  });

  it("leaves a figure that is no number out, and has a gap where no seed has one", () => {
    expect(curveLine([longer], { measure: "trainLoss", axis: "epoch" }).y).toEqual([3, null, 1]);
    expect(curveLine([sampleCurve(), longer], { measure: "trainLoss", axis: "epoch" }).y).toEqual([2, 0.5, 1]);
  });

  it("has the value of its last point before the cursor, and none beyond its ends", () => {
    const line = { x: [10, 20], y: [1, 2] };
    expect([9, 10, 15, 20, 21].map((place) => valueAt(line, place))).toEqual([null, 1, 1, 2, null]);
  });

  it("has no band of one seed", () => {
    expect(Object.keys(curveLine([longer], { measure: "trainLoss", axis: "epoch" }))).toEqual(["x", "y"]);
  });

  it("by steps has the points of the training, and validation at the ends of epochs", () => {
    const steps = new Map([["l", { key: "l", stepsPerEpoch: 20, step: [10, 20, 30], trainLoss: [3, 2, 1] }]]);
    const wish = { axis: "step", steps } as const;
    expect(curveLine([longer], { ...wish, measure: "trainLoss" })).toEqual({ x: [10, 20, 30], y: [3, 2, 1] });
    expect(curveLine([longer], { ...wish, measure: "validationAccuracy" }).x).toEqual([20, 40, 60]);
    expect(curveLine([sampleCurve()], { ...wish, measure: "trainLoss" })).toEqual({ x: [], y: [] });
  });
});
