/**
 * A small problem to try an optimizer program on: a bowl with one steep and one flat direction.
 *   f(w) = sum_i k_i w_i^2 / 2,   k = (1, 10, 100),   gradient k_i w_i,   start (1, 1, 1),   minimum 0 at 0
 */
import { floatTensor, scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { initialSlots, leavesOf } from "../program/interpret.ts";
import type { Rule } from "../program/rule.ts";

const steepness = [1, 10, 100];

/** A point of the way down, after `step` steps. */
export interface BowlPoint {
  readonly step: number;
  readonly value: number;
  readonly w: readonly number[];
}

/** The way of a rule down the bowl at a constant rate, the start included; float64. */
export function descendBowl(rule: Rule, { lr, steps }: { readonly lr: number; readonly steps: number }): BowlPoint[] {
  const leaves = leavesOf([[steepness.length]]);
  let w: Tensor = floatTensor([steepness.length], new Float64Array(steepness.length).fill(1));
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  const path = [pointOf(0, w)];
  for (let step = 1; step <= steps; step++) {
    const scalars = [...rule.hostScalars({ step, lr, peakLr: lr, totalSteps: steps })].map(scalar);
    const g = floatTensor(
      w.shape,
      Array.from(w.data, (value, i) => steepness[i]! * value),
    );
    ({ w, slots } = rule.apply(eager, { w, g, slots, scalars }, leaves));
    path.push(pointOf(step, w));
  }
  return path;
}

function pointOf(step: number, { data }: Tensor): BowlPoint {
  const w = [...data];
  return { step, value: w.reduce((sum, value, i) => sum + (steepness[i]! * value * value) / 2, 0), w };
}
