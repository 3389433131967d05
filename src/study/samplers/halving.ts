/**
 * halving: successive halving. All points are trained for a few epochs; the best third goes on three times as long, until those that are
 * left have trained to the full.
 * Source: Jamieson & Talwalkar 2016.
 */
import { type Bracket, bracketOf, bracketSource, costOf, lengthsOf, levelsOf, mostPoints } from "./bracket.ts";
import type { Budget, Sampler } from "./sampler.ts";

/** The sampler. */
export const halving: Sampler = {
  name: "halving",
  about: "Random points for a few epochs; the best third goes on three times as long, until the end.",
  resumes: true,
  pointsFor: (total, epochs) => mostPoints(total, (points) => costOf(bracketFor({ points, epochs }))),
  lengths: (_, budget) => lengthsOf(bracketFor(budget)),
  open: (space, budget) => bracketSource(space, bracketFor(budget)),
};

function bracketFor({ points, epochs }: Budget): Bracket {
  return bracketOf({ first: 0, points, epochs, levels: Math.min(levelsOf(points), levelsOf(epochs)) });
}
