import { expect, test } from "vitest";
import { fakeClock } from "../core/clock.ts";
import { createPace, stretchSeconds } from "./pace.ts";

test("sizes approach the target time and never pass what remains", async () => {
  const clock = fakeClock();
  const pace = createPace(clock, 0.25);
  const sizes: number[] = [];
  for (let call = 0; call < 5; call++) {
    const size = pace.next(1000);
    sizes.push(size);
    await pace.measure(size, async () => clock.advance(size / 64));
  }
  expect(sizes).toEqual([1, 4, 16, 16, 16]);
  expect(pace.seconds).toBe(0.25);
  expect(pace.next(7)).toBe(7);
});

test("a slow machine gets single steps, a standing clock the largest size", async () => {
  const slow = createPace(fakeClock({ tickSeconds: 5 }));
  await slow.measure(1, async () => undefined);
  expect(slow.next(100)).toBe(1);
  const standing = createPace(fakeClock());
  for (let call = 0; call < 9; call++) await standing.measure(standing.next(1e6), async () => undefined);
  expect(standing.next(1e6)).toBe(2048);
});

test("large states are copied less often", () => {
  expect(stretchSeconds(3 * 93_322)).toBe(0.3);
  expect(stretchSeconds(3 * 11_181_642)).toBeCloseTo(1.34, 2);
  expect(stretchSeconds(3 * 86_567_656)).toBe(3);
});
