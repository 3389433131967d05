import { expect, test } from "vitest";
import { processorNeed } from "../processor-need.ts";
import { freeSlots } from "./free-slots.ts";

const jobs = (...processors: (string | null)[]) =>
  processors.map((kind) => ({ needs: kind === null ? ["data mnist"] : ["data mnist", processorNeed(kind)] }));
const slots = new Map([
  ["old", 2],
  ["new", 3],
]);

test("jobs take slots, those for a kind of processor as many as there are of it", () => {
  expect(freeSlots(jobs(), { slots, ahead: 0 })).toBe(5);
  expect(freeSlots(jobs(null, null, "old"), { slots, ahead: 0 })).toBe(2);
  expect(freeSlots(jobs("old", "old", "old", "old", null), { slots, ahead: 0 })).toBe(2);
  expect(freeSlots(jobs("none", "none"), { slots, ahead: 0 })).toBe(5);
  expect(freeSlots(jobs("old", "old", "old"), { slots, ahead: 1 })).toBe(7);
  expect(freeSlots(jobs(null, null, null, null, null, null), { slots, ahead: 0 })).toBe(0);
});

test("many slots have a reserve of jobs that wait", () => {
  expect(freeSlots(jobs(null), { slots: new Map([["old", 40]]), ahead: 0 })).toBe(41);
});
