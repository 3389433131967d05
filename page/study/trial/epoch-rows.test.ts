import { expect, it } from "vitest";
import type { TrialDetails } from "../../../src/dashboard/trial-details.ts";
import { columnsFor, timeText } from "./epoch-rows.ts";

const epoch = { epoch: 2, trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.6, validationAccuracy: 0.75, lr: 1e-3 };
const timing = { epoch: 2, trainSeconds: 10, evaluateSeconds: 2, imagesPerSecond: 100 };
const texts = (of: object): readonly string[] => {
  const epochs = [of] as unknown as TrialDetails["epochs"];
  return columnsFor({ epochs }).map(({ text }) => text(epochs[0]!, timing));
};

it("says what an epoch recorded, top-5 where there is one, and a dash where a figure was not finite", () => {
  expect(texts(epoch)).toEqual(["2", "0.500", "80.00 %", "0.600", "75.00 %", "0.001", "12.0 s"]);
  expect(texts({ ...epoch, validationTop5: 0.9 })[5]).toBe("90.00 %");
  expect(texts({ ...epoch, trainLoss: null, lr: null, validationAccuracy: null })).toEqual([
    "2",
    "–",
    "80.00 %",
    "0.600",
    "–",
    "–",
    "12.0 s",
  ]);
});

it("says how long it took", () => {
  expect([timeText({ timings: [timing, timing] }), timeText({ timings: [] })]).toEqual([
    "24.0 s, 12.0 s an epoch",
    "–",
  ]);
});
