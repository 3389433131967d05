/**
 * What training a model costs, reckoned from its layers: for estimates before anything was measured.
 */
import type { Model } from "./model.ts";

/** Floating-point operations a second of training on one ordinary core, measured from 50e9 to 170e9 on the models of the library. */
const operationsPerSecond = 80e9;
/** Seconds to update one parameter, slots included. */
const secondsPerParameter = 5e-9;

/**
 * Multiplications of a forward pass over one image: of each layer, its parameters times the positions that share them.
 * Products without parameters, as those of attention, are left out.
 */
export function multiplicationsOf({ layers }: Pick<Model, "layers">): number {
  return layers.reduce((sum, { parameters, output }) => sum + parameters * positionsOf(output), 0);
}

/**
 * Seconds of training for each image on one core.
 *   6 multiplications / 80e9 + 5e-9 parameters / batch      (forward, two products backward, two operations each)
 */
export function secondsPerImage(model: Pick<Model, "layers" | "parameterCount">, batchSize: number): number {
  const computing = (6 * multiplicationsOf(model)) / operationsPerSecond;
  return computing + (secondsPerParameter * model.parameterCount) / batchSize;
}

/** Positions of `[channels, height, width]` or `[tokens, width]`. */
function positionsOf(output: readonly number[]): number {
  if (output.length === 3) return output[1]! * output[2]!;
  return output.length === 2 ? output[0]! : 1;
}
