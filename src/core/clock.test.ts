import { expect, test } from "vitest";
import { fakeClock, systemClock } from "./clock.ts";

test("the system's clock never goes back", () => {
  const before = systemClock.now();
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

test("a fake clock ticks and advances as told", () => {
  const clock = fakeClock({ start: 5, tickSeconds: 0.5 });
  expect([clock.now(), clock.now()]).toEqual([5, 5.5]);
  clock.advance(10);
  expect(clock.now()).toBe(16);
});
