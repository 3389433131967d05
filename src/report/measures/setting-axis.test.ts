import { expect, test } from "vitest";
import { settingAxis } from "./setting-axis.ts";

test("values over a wide range stand by powers, others evenly, truth values side by side", () => {
  const rates = settingAxis([1e-4, 1e-2, 1e-3]);
  expect(rates.kind).toBe("powers");
  expect([1e-4, 1e-3, 1e-2].map((rate) => rates.place(rate))).toEqual([0, expect.closeTo(0.5), expect.closeTo(1)]);
  expect(rates.marks).toEqual([1e-4, 1e-3, 1e-2]);
  const betas = settingAxis([0.9, 0.99, 0.95]);
  expect([betas.kind, betas.place(0.945)]).toEqual(["even", expect.closeTo(0.5)]);
  expect(settingAxis([true, false])).toMatchObject({ kind: "named", marks: [false, true] });
});

test("many values are marked at even distances, and 0 has no power", () => {
  const many = settingAxis(Array.from({ length: 30 }, (_, i) => 10 ** (-i / 10)));
  expect(many.marks).toHaveLength(5);
  expect(many.marks.map((value) => many.place(value))).toEqual([0, 0.25, 0.5, 0.75, 1].map((x) => expect.closeTo(x)));
  expect(settingAxis([0, 1, 100]).kind).toBe("even");
  expect(settingAxis([3, 3]).place(3)).toBe(0.5);
});
