/**
 * grid: every combination of the values that a study lists. A rate without a list gets as many as the budget has points, evenly along
 * its space; what else has no list stays at its centre.
 */
import { listSource } from "../source.ts";
import { centrePoint, type Dimension, type Space, type SpacePoint } from "../space.ts";
import { type Budget, type Sampler, wholeTrials } from "./sampler.ts";

/** The sampler. */
export const grid: Sampler = {
  name: "grid",
  about: "Every combination of the listed values; rates along their space where none are listed.",
  lengths: (space, budget) => wholeTrials({ ...budget, points: pointsOf(space, budget).length }),
  open: (space, budget) =>
    listSource(pointsOf(space, budget).map((point) => ({ point, epochs: budget.epochs, after: 0 }))),
};

/** Points, the middle ones first. */
function pointsOf(space: Space, { points }: Budget): readonly SpacePoint[] {
  const centre = centrePoint(space);
  const shares = space.dimensions.map((dimension, i) => sharesOf(dimension, { points, centre: centre[i]! }));
  return shares.reduce<readonly SpacePoint[]>(
    (all, own) => all.flatMap((point) => own.map((share) => [...point, share])),
    [[]],
  );
}

function sharesOf(
  dimension: Dimension,
  { points, centre }: { readonly points: number; readonly centre: number },
): readonly number[] {
  if (dimension.axis === "choice")
    return fromTheMiddle(dimension.values.map((_, i) => (i + 0.5) / dimension.values.length));
  if (dimension.name !== "lr" || points === 1) return [centre];
  return fromTheMiddle(Array.from({ length: points }, (_, i) => i / (points - 1)));
}

/** The items ordered by their distance from the middle of the list. */
export function fromTheMiddle<T>(items: readonly T[]): readonly T[] {
  const middle = (items.length - 1) / 2;
  return items
    .map((item, index) => ({ item, distance: Math.abs(index - middle) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}
