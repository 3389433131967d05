/** What Lion's relatives solve on the two-dimensional problem of `lionk`, run by their own programs: whose box holds, and whose breaks. */
import { expect, test } from "vitest";
import { floatTensor, scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { quadratic } from "../lionk/objective.ts";
import { initialSlots, leavesOf } from "../program/interpret.ts";
import { resolveOptimizer } from "./resolve.ts";

const steps = 20_000;
const leaves = leavesOf([[2]]);
const { gradient } = quadratic({
  A: [
    [3, 1],
    [1, 2],
  ],
  c: [2, -1],
});

/** Where an optimizer ends from (-3, 3) with decay 1, its rate falling along a cosine from 0.02, and its farthest coordinate after half. */
function endOf(
  name: string,
  more: { readonly [key: string]: number } = {},
): { readonly x: readonly number[]; readonly farthest: number } {
  const { rule } = resolveOptimizer({ name, hyperparameters: { decay: 1, ...more } });
  let w: Tensor = floatTensor([2], [-3, 3]);
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  let farthest = 0;
  for (let step = 1; step <= steps; step++) {
    const lr = 0.01 * (1 + Math.cos((Math.PI * (step - 1)) / steps));
    const g = floatTensor([2], gradient(Float64Array.from(w.data)));
    const scalars = [...rule.hostScalars({ step, lr, peakLr: 0.02, totalSteps: 100 })].map(scalar);
    ({ w, slots } = rule.apply(eager, { w, g, slots, scalars }, leaves));
    if (step > steps / 2) farthest = Math.max(farthest, ...Array.from(w.data, Math.abs));
  }
  return { x: [...w.data], farthest };
}

test.each([
  ["lion", {}, [1, -0.5]],
  ["lionk-l1", {}, [1, -0.5]],
  ["lionk-huber", { e: 0.5 }, [1, -0.4]],
  ["lionk-quadratic", {}, [15 / 11, -5 / 11]],
  ["refined-lion", { gain: 2 / Math.PI, scale: 1000 }, [1, -0.5]], // soft box: within O(1 / scale)
  ["mars-lion", {}, [1, -0.5]],
  ["cautious-lion", {}, [4 / 3, -2 / 3]], // the mask scales the step up: the box breaks
  ["cautious-decay-lion", {}, [2, -1]], // the minimum of the loss itself
])("%s ends where its problem says", (name, more, wanted) => {
  const { x } = endOf(name, more);
  for (const [i, value] of x.entries()) expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(2e-3);
});

test("refined Lion's box is gain π / (2 decay)", () => {
  const { x, farthest } = endOf("refined-lion", { gain: 1, scale: 1000 });
  expect(farthest).toBeLessThanOrEqual(Math.PI / 2);
  expect(x[0]).toBeCloseTo(Math.PI / 2, 2);
});
