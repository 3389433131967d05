import { expect, test } from "vitest";
import { fakeClock } from "../core/clock.ts";
import { sampleEpoch, sampleResult, sampleTrial } from "../records/samples.ts";
import { createTimeLeft } from "./time-left.ts";

const started = { kind: "started", parameters: 1, epochs: 3, stepsPerEpoch: 10, resumedFromStep: 0 } as const;
const progress = (epoch: number, step: number) =>
  ({ kind: "progress", epoch, step, stepsPerEpoch: 10, trainLoss: 0, trainAccuracy: 0, imagesPerSecond: 0 }) as const;
const trials = [sampleTrial(1), sampleTrial(2)]; // three epochs each
const [first, second] = trials as [(typeof trials)[0], (typeof trials)[0]];

test("time left follows the pace of the epochs so far", () => {
  const clock = fakeClock();
  const timeLeft = createTimeLeft(trials, { clock, workers: () => 1 });
  expect(timeLeft.seconds()).toBeNull();
  timeLeft.observe(first.key, started);
  expect(timeLeft.seconds()).toBeNull();
  clock.advance(5);
  timeLeft.observe(first.key, progress(1, 5));
  expect(timeLeft.seconds()).toBeCloseTo(55); // 5.5 epochs of 10 seconds
  timeLeft.drop(second.key);
  expect(timeLeft.seconds()).toBeCloseTo(25);
});

test("two workers share what two trials need, epochs of an earlier run cost nothing", () => {
  const clock = fakeClock();
  const timeLeft = createTimeLeft(trials, { clock, workers: () => 2 });
  timeLeft.observe(first.key, { ...started, resumedFromStep: 20 });
  timeLeft.observe(second.key, started);
  timeLeft.observe(first.key, { kind: "epoch", ...sampleEpoch(1) });
  clock.advance(5);
  timeLeft.observe(first.key, progress(3, 5));
  timeLeft.observe(second.key, progress(1, 5));
  expect(timeLeft.seconds()).toBeCloseTo((0.5 + 2.5) * 10 * 0.5);
});

test("trials that stop early shorten what is expected of the others", () => {
  const clock = fakeClock();
  const timeLeft = createTimeLeft(trials, { clock, workers: () => 1 });
  timeLeft.observe(first.key, started);
  clock.advance(10);
  timeLeft.observe(first.key, { kind: "epoch", ...sampleEpoch(1) });
  timeLeft.observe(first.key, { kind: "finished", result: { ...sampleResult(1), stopped: "early" } });
  expect(timeLeft.seconds()).toBeCloseTo(10);
});

test("trials that results have yet to decide are counted, and again when they are known", () => {
  const clock = fakeClock();
  const third = sampleTrial(3);
  const timeLeft = createTimeLeft([first], { clock, workers: () => 2, unborn: [second, second] });
  timeLeft.observe(first.key, started);
  clock.advance(10);
  timeLeft.observe(first.key, { kind: "epoch", ...sampleEpoch(1) });
  expect(timeLeft.seconds()).toBeCloseTo((2 + 3 + 3) * 10 * 0.5);
  timeLeft.admit(third);
  expect(timeLeft.seconds()).toBeCloseTo((2 + 3 + 3) * 10 * 0.5);
  timeLeft.drop(third.key);
  expect(timeLeft.seconds()).toBeCloseTo((2 + 3) * 10 * 0.5);
});
