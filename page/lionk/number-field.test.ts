import { expect, it } from "vitest";
import { shareOf, valueAt } from "./number-field.tsx";

it.each([
  { range: [0, 20], scale: "even" },
  { range: [0.001, 1], scale: "power" },
  { range: [0, 0.9995], scale: "towards 1" },
] as const)("a slider gives back what it shows: $scale", (slide) => {
  expect([valueAt(0, slide), valueAt(1, slide)]).toEqual(slide.range);
  for (const share of [0.1, 0.4, 0.9]) expect(shareOf(valueAt(share, slide), slide)).toBeCloseTo(share, 2);
  expect(shareOf(1e9, slide)).toBe(1);
  expect(shareOf(-5, slide)).toBe(0);
});
