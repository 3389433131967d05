/**
 * Starting weights from elsewhere: what a trial begins with instead of what its seed would draw.
 *
 * A parameter that is not given, such as a head for other classes, is drawn by the seed as always.
 */
import { LabError } from "../core/errors.ts";
import type { Model } from "../models/model.ts";
import type { Leaf } from "../program/rule.ts";
import { leavesOf, statisticLeavesOf } from "./parameters.ts";

/** Values by name, each flat, in the order of the model's tensor. */
export interface InitialVariables {
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly statistics: ReadonlyMap<string, Float32Array>;
}

/** Errors: `init-mismatch` where a name is none of the model's, or a tensor has another size. */
export function checkInitialVariables(model: Model, { parameters, statistics }: InitialVariables): void {
  checkTensors(parameters, { leaves: leavesOf(model), kind: "parameter", model });
  checkTensors(statistics, { leaves: statisticLeavesOf(model), kind: "statistic", model });
}

/** A copy of a flat vector with the given tensors in their places. */
export function overlaid(
  flat: Float32Array,
  leaves: readonly Leaf[],
  given: ReadonlyMap<string, Float32Array> | undefined,
): Float32Array {
  const result = flat.slice();
  for (const { name, offset } of leaves) {
    const values = given?.get(name);
    if (values !== undefined) result.set(values, offset);
  }
  return result;
}

function checkTensors(
  given: ReadonlyMap<string, Float32Array>,
  { leaves, kind, model }: { readonly leaves: readonly Leaf[]; readonly kind: string; readonly model: Model },
): void {
  const sizes = new Map(leaves.map(({ name, size }) => [name, size]));
  for (const [name, { length }] of given) {
    const size = sizes.get(name);
    if (size === length) continue;
    const required = size === undefined ? `no ${kind} of that name` : `${size} numbers there`;
    throw new LabError(
      "init-mismatch",
      `The starting weights hold ${length} numbers for the ${kind} "${name}", but ${model.name} has ${required}. Give weights of this model.`,
      { model: model.name, name },
    );
  }
}
