/**
 * The weights that a finished trial leaves: those that were tested, as a weight file of the laboratory.
 */
import type { Tensor } from "../core/tensor.ts";
import { framingOf } from "../data/framing.ts";
import type { Leaf } from "../program/rule.ts";
import { encodeSavedWeights } from "../weights/saved-weights.ts";
import { leavesOf, statisticLeavesOf } from "./parameters.ts";
import type { Variables } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** Bytes of the file of a trial's weights. */
export function weightsToKeep(plan: TrialPlan, variables: Variables): Uint8Array {
  const { model, dataset, key, normalization } = plan;
  const tensors = new Map([
    ...tensorsOf(variables.weights, leavesOf(model)),
    ...tensorsOf(variables.statistics, statisticLeavesOf(model)),
  ]);
  const { classes, name } = dataset;
  const framing = framingOf(name);
  const facts = { model: model.name, input: model.input, classes, trial: key, normalization, framing };
  return encodeSavedWeights(tensors, facts);
}

/** Each tensor of a flat vector by name. */
function tensorsOf(flat: Float32Array, leaves: readonly Leaf[]): readonly (readonly [string, Tensor])[] {
  return leaves.map(({ name, shape, offset, size }) => [
    name,
    { dtype: "float", shape, data: flat.subarray(offset, offset + size) },
  ]);
}
