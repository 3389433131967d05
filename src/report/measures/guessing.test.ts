import { expect, test } from "vitest";
import { guessing } from "./guessing.ts";

test("guessing reaches one class of many, or the commonest, and by luck a little more", () => {
  const even = guessing({ images: 10_000, commonest: 0.1 }, 10);
  expect(even).toEqual({ images: 10_000, level: 0.1, most: expect.closeTo(0.105, 12) });
  expect(guessing({ images: 100, commonest: 0.6 }, 10).level).toBe(0.6);
  expect(guessing({ images: 3, commonest: 0.5 }, 2).most).toBe(1);
});
