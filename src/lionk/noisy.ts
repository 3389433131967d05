/** Objectives whose gradients are seen through noise, as those of batches are. */
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import type { Objective } from "./objective.ts";

/**
 * f with g + sigma n in place of each gradient g, n standard normal, one draw for each gradient that is taken, in order: the same seed gives the
 * same run. f itself is seen as it is. Of `sigma` 0 it is f. Errors: `lionk-noise`.
 */
export function withNoise(f: Objective, { sigma, seed }: { readonly sigma: number; readonly seed: number }): Objective {
  if (!(sigma >= 0 && Number.isFinite(sigma)))
    throw new LabError("lionk-noise", `The noise of a gradient must be a number of at least 0, but is ${sigma}.`);
  if (sigma === 0) return f;
  const rng = createRng(seed, "lionk-noise");
  return { ...f, gradient: (x) => f.gradient(x).map((slope) => slope + sigma * rng.normal()) };
}
