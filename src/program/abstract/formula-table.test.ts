import { expect, test } from "vitest";
import { widths } from "./formula.ts";
import { createFormulaMaker } from "./formula-maker.ts";
import { createFormulaTable, noOperand } from "./formula-table.ts";

test("keeps what was put under an op and its operands, beyond its first size, until it is cleared", () => {
  const table = createFormulaTable();
  const maker = createFormulaMaker();
  const keys = Array.from({ length: 10_000 }, (_, i) => ({
    op: i % 33,
    a: i % 150,
    b: i % 7 === 0 ? noOperand : Math.floor(i / 150),
  }));
  const results = keys.map(({ op, a, b }, i) => table.get(op, a, b) ?? table.keep(op, { a, b }, maker.scalar(i)));
  expect(new Set(results).size).toBe(new Set(keys.map((key) => JSON.stringify(key))).size);
  expect(new Set(results).size).toBeGreaterThan(1 << 13); // half of the first size, where it grows
  expect(keys.map(({ op, a, b }) => table.get(op, a, b))).toEqual(results);
  table.clear();
  expect(keys.every(({ op, a, b }) => table.get(op, a, b) === undefined)).toBe(true);
});

test("a maker makes equal formulas once, before and after it was cleared", () => {
  const maker = createFormulaMaker();
  for (let round = 0; round < 2; round++) {
    const [x, y] = [maker.input(0, widths.tree), maker.input(1, widths.host)];
    expect(maker.sub(x, y)).toBe(maker.add(x, maker.neg(y)));
    expect(maker.total(x)).toBe(maker.total(x));
    expect(maker.total(y)).toBe(y);
    expect(maker.sin(maker.scalar(0.5))).toBe(maker.scalar(Math.sin(0.5)));
    expect(maker.made.map(({ id }) => id)).toEqual(maker.made.map((_, i) => i));
    maker.clear();
    expect(maker.made).toHaveLength(0);
  }
});
