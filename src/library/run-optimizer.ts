/**
 * Runs an optimizer on gradients of the caller's own, by the interpreter, in float64: what a program means, without a training.
 */
import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import { type OptimizerChoice, resolveChoice } from "./choice.ts";

/** What an optimizer begins with. */
export interface OptimizerStart {
  /** The parameter tensors, each flat and row-major; any numbers that can be indexed. */
  readonly weights: readonly ArrayLike<number>[];
  /** Shape of each tensor; where it is left out, each is a vector. Optimizers such as Muon treat matrices in their own way. */
  readonly shapes?: readonly (readonly number[])[];
  /** Steps that are planned: programs may read `total_steps`, and no more steps than these can be taken. */
  readonly steps: number;
  /** The rate where a step gives none; default: the optimizer's own. */
  readonly lr?: number;
  /** 1 where weight decay acts and 0 where it does not, for each tensor; default: it acts on all. */
  readonly decays?: readonly boolean[];
}

/** An optimizer under way. */
export interface OptimizerRun {
  /** All hyperparameters but `lr`, defaults included. */
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  /** Canonical text of its program. */
  readonly program: string;
  /** Names of the state vectors that it keeps beside the weights, one number a weight each. */
  readonly states: readonly string[];
  /** Steps that were taken. */
  readonly taken: number;
  /** The weights as they are, a flat tensor each, in the order that they were given in. */
  readonly weights: readonly Float64Array[];
  /**
   * Takes a step down these gradients, shaped as the weights; `lr`: the rate of this step. Returns the new weights.
   * Errors: `gradient-shape`, `no-steps-left`.
   */
  step(gradients: readonly ArrayLike<number>[], lr?: number): readonly Float64Array[];
}

/**
 * Starts an optimizer. Errors: those of the optimizer (see `OptimizerChoice`); `weights-shape`; `step-count`.
 *
 * @example
 * ```js
 * const run = await startOptimizer("lion", { weights: [[1, -2]], steps: 10, lr: 0.1 });
 * run.step([[0.5, -3]]); // [Float64Array [0.9, -1.9]]
 * ```
 */
export async function startOptimizer(choice: OptimizerChoice, start: OptimizerStart): Promise<OptimizerRun> {
  const { rule, lr: usual, program, hyperparameters } = await resolveChoice(choice);
  const { initialSlots, leavesOf } = await import("../program/interpret.ts");
  const { eager } = await import("../graph/builder.ts");
  const { floatTensor, scalar } = await import("../core/tensor.ts");
  const { weights, shapes = weights.map(({ length }) => [length]), steps, lr: peakLr = usual, decays } = start;
  if (!Number.isSafeInteger(steps) || steps < 1)
    throw new LabError("step-count", `An optimizer plans a whole number of steps, 1 or more, but ${steps} was given.`);
  const leaves = leavesOf(shapes);
  checkTensors(weights, leaves, { code: "weights-shape", what: "weights" });
  const flat = (tensors: readonly ArrayLike<number>[]): Tensor => floatTensor([sizeOf(leaves)], joined(tensors));
  const mask = decays === undefined ? undefined : maskOf(decays, leaves, flat);
  let state: { w: Tensor; slots: readonly Tensor[] } = { w: flat(weights), slots: initialSlots(rule, leaves) };
  let taken = 0;
  return {
    hyperparameters,
    program,
    states: rule.slots.map(({ name }) => name),
    get taken() {
      return taken;
    },
    get weights() {
      return split(state.w, leaves);
    },
    step: (gradients, lr = peakLr) => {
      checkTensors(gradients, leaves, { code: "gradient-shape", what: "gradients" });
      if (taken === steps)
        throw new LabError("no-steps-left", `All ${steps} planned steps were taken: plan more when starting.`);
      const facts = { step: taken + 1, lr, peakLr, totalSteps: steps };
      const scalars = [...rule.hostScalars(facts)].map(scalar);
      const values = { w: state.w, g: flat(gradients), slots: state.slots, scalars };
      state = (rule as Rule).apply(eager, values, leaves, mask);
      taken += 1;
      return split(state.w, leaves);
    },
  };
}

function sizeOf(leaves: readonly Leaf[]): number {
  return leaves.reduce((sum, { size }) => sum + size, 0);
}

function joined(tensors: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(tensors.flatMap((tensor) => Array.from(tensor)));
}

function split({ data }: Tensor, leaves: readonly Leaf[]): Float64Array[] {
  return leaves.map(({ offset, size }) => Float64Array.from(data.subarray(offset, offset + size)));
}

function maskOf(
  decays: readonly boolean[],
  leaves: readonly Leaf[],
  flat: (tensors: readonly ArrayLike<number>[]) => Tensor,
): Tensor {
  if (decays.length !== leaves.length) {
    const sentence = `decays says for each of the ${leaves.length} tensors whether it decays, but has ${decays.length} members.`;
    throw new LabError("weights-shape", sentence);
  }
  return flat(leaves.map(({ size }, i) => new Float64Array(size).fill(decays[i] === true ? 1 : 0)));
}

function checkTensors(
  tensors: readonly ArrayLike<number>[],
  leaves: readonly Leaf[],
  { code, what }: { readonly code: string; readonly what: string },
): void {
  if (tensors.length === 0 || tensors.length !== leaves.length) {
    const sentence = `The ${what} must be ${Math.max(1, leaves.length)} tensors, one for each shape, but ${tensors.length} were given.`;
    throw new LabError(code, sentence);
  }
  for (const [i, { size, shape }] of leaves.entries()) {
    const { length } = tensors[i]!;
    if (length === size) continue;
    throw new LabError(
      code,
      `Tensor ${i} of the ${what} must have ${size} numbers, for its shape [${shape.join(", ")}], but has ${length}.`,
    );
  }
}
