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
