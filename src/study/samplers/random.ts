/**
 * random: points drawn evenly from the space, after its centre.
 * Source: Bergstra & Bengio 2012, "Random search for hyper-parameter optimization".
 */
import { createRng } from "../../core/rng.ts";
import { listSource } from "../source.ts";
import { centrePoint, type Space, type SpacePoint } from "../space.ts";
import { type Sampler, wholeTrials } from "./sampler.ts";

/** The sampler. */
export const random: Sampler = {
  name: "random",
  about: "The centre, then points drawn evenly.",
  anytime: true,
  lengths: (_, budget) => wholeTrials(budget),
  open: (space, { points, epochs }) =>
    listSource(Array.from({ length: points }, (_, index) => ({ point: randomPoint(space, index), epochs, after: 0 }))),
};

/** The `index`-th random point; the centre for 0. A share depends on the index and the dimension's name alone. */
export function randomPoint(space: Space, index: number): SpacePoint {
  if (index === 0) return centrePoint(space);
  return space.dimensions.map(({ name }) => createRng(0, "tuning", index, name).uniform());
}
