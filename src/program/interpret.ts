/**
 * The oracle: runs a rule step by step on the host, in float64, with the reference meaning of every op.
 */
import { floatTensor, scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { clipByGlobalNorm, treeSize } from "./program-ops.ts";
import type { Leaf, Rule, StepFacts } from "./rule.ts";

/** What a run needs: weights and gradients as flat trees `[P]`, and the rate of each step. */
export interface InterpretInput {
  readonly leaves: readonly Leaf[];
  /** `[P]` */
  readonly w0: ArrayLike<number>;
  /** One `[P]` per step. */
  readonly gradients: readonly ArrayLike<number>[];
  /** Facts of the step that counts from 1. */
  facts(step: number): StepFacts;
  /** `[P]`, 1 where weight decay acts; absent: everywhere. */
  readonly decayMask?: ArrayLike<number>;
  /** Global norm to which gradients are scaled down; absent or null: not at all. */
  readonly clipGlobalNorm?: number | null;
}

/** Weights `[P]` after every step. */
export function interpret(rule: Rule, input: InterpretInput): Float64Array[] {
  const { leaves, gradients, clipGlobalNorm: clip } = input;
  const shape = [treeSize(leaves)];
  const mask = input.decayMask === undefined ? undefined : floatTensor(shape, input.decayMask);
  let w = floatTensor(shape, input.w0);
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  return gradients.map((gradient, i) => {
    const scalars = [...rule.hostScalars(input.facts(i + 1))].map(scalar);
    const given = floatTensor(shape, gradient);
    const g = clip === undefined || clip === null ? given : clipByGlobalNorm(eager, given, clip);
    ({ w, slots } = rule.apply(eager, { w, g, slots, scalars }, leaves, mask));
    return Float64Array.from(w.data);
  });
}

/** Slots before the first step: `[P]` each. */
export function initialSlots(rule: Rule, leaves: readonly Leaf[]): Tensor[] {
  const size = treeSize(leaves);
  return rule.slots.map(({ initial }) => floatTensor([size], new Float64Array(size).fill(initial)));
}

/** A leaf table of tensors of these shapes, one after another, named `t0`, `t1`, … */
export function leavesOf(shapes: readonly (readonly number[])[]): Leaf[] {
  let offset = 0;
  return shapes.map((shape, i) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const leaf = { name: `t${i}`, shape, offset, size };
    offset += size;
    return leaf;
  });
}
