import { expect, test } from "vitest";
import { splitTrain } from "./split.ts";

const base = { count: 1000, validation: 0.2, limitTrain: null, seed: 1 };

test("parts are disjoint, cover everything, and depend on the seed alone", () => {
  const { train, validation } = splitTrain(base);
  expect([train.length, validation.length]).toEqual([800, 200]);
  expect(new Set([...train, ...validation]).size).toBe(1000);
  expect(splitTrain(base)).toEqual({ train, validation });
  expect(splitTrain({ ...base, seed: 2 }).validation).not.toEqual(validation);
});

test("a limit shrinks both parts to subsets in proportion", () => {
  const all = splitTrain(base);
  const { train, validation } = splitTrain({ ...base, limitTrain: 400 });
  expect([train.length, validation.length]).toEqual([400, 100]);
  expect([...train]).toEqual([...all.train.subarray(0, 400)]);
  expect([...validation]).toEqual([...all.validation.subarray(0, 100)]);
});

test("shares and limits that cannot be are refused", () => {
  for (const validation of [0, 1, -0.1, Number.NaN]) {
    expect(() => splitTrain({ ...base, validation })).toThrow(expect.objectContaining({ code: "validation-share" }));
  }
  for (const limitTrain of [0, 801, 1.5]) {
    expect(() => splitTrain({ ...base, limitTrain })).toThrow(expect.objectContaining({ code: "limit-train" }));
  }
  expect(() => splitTrain({ ...base, count: 2 })).toThrow(expect.objectContaining({ code: "split-empty" }));
  expect(() => splitTrain({ ...base, count: 2, validation: 0.9 })).toThrow(
    expect.objectContaining({ code: "split-empty" }),
  );
});

test("a split by class keeps each class's share in both parts and under any limit", () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i < 17 ? 0 : i < 300 ? 1 : 2)); // 17, 283 and 700 images
  const counted = (part: Int32Array): number[] => [0, 1, 2].map((c) => part.filter((i) => labels[i] === c).length);
  const all = splitTrain({ ...base, labels });
  expect(new Set([...all.train, ...all.validation]).size).toBe(1000);
  for (const limitTrain of [null, 400, 61]) {
    const { train, validation } = splitTrain({ ...base, labels, limitTrain });
    for (const part of [train, validation])
      for (const [c, share] of [0.017, 0.283, 0.7].entries())
        expect(Math.abs(counted(part)[c]! - share * part.length)).toBeLessThanOrEqual(1);
    expect([...train]).toEqual([...all.train.subarray(0, train.length)]);
  }
  expect(splitTrain({ ...base, labels, seed: 2 }).validation).not.toEqual(all.validation);
});

test("ten held out of ten classes are one of each", () => {
  const labels = Array.from({ length: 1000 }, (_, i) => i % 10);
  const { validation } = splitTrain({ ...base, labels, validation: 0.01 });
  expect(validation.length).toBe(10);
  expect([...validation].map((i) => labels[i]).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
