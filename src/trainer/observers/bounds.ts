/**
 * The bound that weight decay sets, followed through training: how far the decayed weights are from it, and what the theory promises.
 *
 * Lion with decay lambda keeps every |lambda w_i| ≤ 1 once it is there (phase II) and shrinks what lies outside by 1 - eta lambda a step
 * (phase I); Lion-K for another K does the same with the domain of K*, tensor by tensor. Other optimizers are followed too, without a
 * promise. Everything here is measured on the weights after a step and says nothing back to the training.
 * Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, theorem B.9.
 */
import { LabError } from "../../core/errors.ts";
import { phaseOneFactor } from "../../lionk/certificates.ts";
import type { BoundK } from "../../lionk/k-function.ts";
import { kOfTensor, shapeOf } from "../../lionk/training-form.ts";
import { lionKOf } from "../../optimizers/lion-k.ts";
import type { Leaf } from "../../program/rule.ts";
import type { BoundRecord, TrialConfig } from "../../records/records.ts";
import { decays } from "../parameters.ts";
import type { TrialPlan } from "../trial-plan.ts";
import type { DoneSteps, ObserverState, StepObserver } from "./step-observer.ts";

/** Points of the epoch under way, and the promise after the last step. */
interface Bounds extends ObserverState {
  readonly points: readonly BoundRecord[];
  readonly promised: number | null;
  /** What rounding to float32 may have added since the start. */
  readonly rounding: number;
}

/** The observer: a point before the first step, where one is due, and at the end of each epoch. */
export const bounds: StepObserver<Bounds> = {
  field: "bounds",
  setting: "certifyEvery",
  looksAtWeights: true,
  check: checkBounds,
  start: (plan, weights) => {
    const point = measure(plan, { step: 0, weights });
    return { points: [{ ...point, promised: point.distance, rounding: 0 }], promised: point.distance, rounding: 0 };
  },
  after: advance,
};

/** Largest error of rounding a number to float32, relative. */
const unit = 2 ** -24;
/** From here on a weight counts as at the border, and from there on as outside. */
const border = { from: 0.99, to: 1 + 1e-5 } as const;

/** Errors: `certify-layer-decay`, `certify-decay`. */
function checkBounds({ training, optimizer, lr }: TrialConfig): void {
  if (training.layerDecay !== undefined) {
    const text =
      "certifyEvery and layerDecay cannot go together: with rates of their own, layers have no common promise.";
    throw new LabError("certify-layer-decay", text);
  }
  const lambda = decayOf(optimizer);
  if (lambda * lr > 1 && lionKOf(optimizer) !== null) {
    throw new LabError(
      "certify-decay",
      `${optimizer.label} has lr × decay = ${lr * lambda}, above 1: a step goes beyond 0, and nothing is promised. Choose a smaller lr or decay.`,
      { lr, lambda },
    );
  }
}

function advance(plan: TrialPlan, state: Bounds, { before, losses, weights, rateAt }: DoneSteps): Bounds {
  const { accumulate = 1, certifyEvery } = plan.config.training;
  const { lambda } = followedBy(plan);
  const last = before + losses.length;
  let { promised, rounding } = state;
  for (let step = before + 1; step <= last; step++) {
    if (step % accumulate !== 0) continue;
    const factor = phaseOneFactor(rateAt(step), lambda, "explicit");
    if (promised !== null) promised *= factor;
    rounding = rounding * factor + errorOfStep(plan, { promised, moved: 1 - factor });
  }
  const due = last % certifyEvery! === 0 || last % plan.stepsPerEpoch === 0;
  if (!due) return { ...state, promised, rounding };
  const point = measure(plan, { step: last, weights: weights() });
  return { points: [...state.points, { ...point, promised, rounding }], promised, rounding };
}

/**
 * What a step adds in rounding, in the norms of the domains: three roundings of numbers up to 1 + distance; a matrix norm can gather
 * those of a whole row, and products of matrices in float32 move what is pulled by some more.
 */
function errorOfStep(plan: TrialPlan, { promised, moved }: { promised: number | null; moved: number }): number {
  const { ofMatrix, sides } = followedBy(plan);
  return 3 * unit * Math.sqrt(sides) * (1 + (promised ?? 0)) + (ofMatrix ? 1e-4 * moved : 0);
}

type Measured = Omit<BoundRecord, "promised" | "rounding">;

function measure(plan: TrialPlan, { step, weights }: { step: number; weights: Float32Array }): Measured {
  const { lambda, tensors } = followedBy(plan);
  const { trained } = plan.partition.split(weights);
  let [largest, outside, atBorder, count] = [0, 0, 0, 0];
  const distances: number[] = [];
  for (const { leaf, k } of tensors) {
    const z = Float64Array.from(trained.subarray(leaf.offset, leaf.offset + leaf.size), (w) => lambda * w);
    for (const value of z) {
      const size = Math.abs(value);
      largest = Math.max(largest, size);
      if (size > border.to) outside++;
      else if (size >= border.from) atBorder++;
    }
    count += leaf.size;
    if (k !== null) distances.push(k.distance(z));
  }
  const distance = distances.length === 0 ? null : Math.max(...distances);
  return { step, largest, outside: outside / count, border: atBorder / count, distance };
}

/** What is followed of a trial: its decay, its decayed tensors and the K of each; null for optimizers without one. */
interface Followed {
  readonly lambda: number;
  readonly tensors: readonly { readonly leaf: Leaf; readonly k: BoundK | null }[];
  readonly ofMatrix: boolean;
  /** The most singular values of a tensor where K is of matrices, else 1. */
  readonly sides: number;
}

const followed = new WeakMap<TrialPlan, Followed>();

/** Worked out once for each trial. */
function followedBy(plan: TrialPlan): Followed {
  const found = followed.get(plan) ?? follow(plan);
  followed.set(plan, found);
  return found;
}

function follow({ config: { optimizer, training }, partition: { trained } }: TrialPlan): Followed {
  const family = lionKOf(optimizer);
  const ofMatrix = family?.k.ofMatrix === true;
  const decayed = trained.filter((leaf) => decays(training, leaf));
  return {
    lambda: decayOf(optimizer),
    tensors: decayed.map((leaf) => ({
      leaf,
      k: family === null ? null : kOfTensor(family.k, family.hyperparameters, leaf),
    })),
    ofMatrix,
    sides: ofMatrix ? Math.max(...trained.map((leaf) => Math.min(shapeOf(leaf).rows, shapeOf(leaf).columns))) : 1,
  };
}

function decayOf({ hyperparameters }: TrialConfig["optimizer"]): number {
  return typeof hyperparameters.decay === "number" ? hyperparameters.decay : 0;
}
