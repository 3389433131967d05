import { expect, test } from "vitest";
import { hostValue, quickOps, referenceFunction } from "./host.ts";
import { binaryOps, unaryOps } from "./program-ops.ts";

const numbers = [0, -0, 1, -1, 0.3, -2.5, 1e-9, 1e9, 3, Number.POSITIVE_INFINITY, Number.NaN];

test("quick arithmetic says what the reference evaluator says", () => {
  for (const [op, quick] of Object.entries(quickOps)) {
    for (const a of numbers) {
      for (const b of quick.length === 1 ? [0] : numbers) {
        const values = quick.length === 1 ? [a] : [a, b];
        expect(quick(...values), `${op}(${values})`).toBe(referenceFunction(op)(...values));
      }
    }
  }
});

test("every op of programs has a value on the host", () => {
  for (const op of unaryOps) expect(hostValue(op, [1])).toBeTypeOf("number");
  for (const op of binaryOps) expect(hostValue(op, [1, 2])).toBeTypeOf("number");
  expect(() => hostValue("no-such-op", [1])).toThrow(/^internal:/);
});
