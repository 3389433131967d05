/**
 * coordinate: coordinate descent over every hyperparameter. From the centre, each dimension in turn is tried a step to either side, and
 * the better side is kept where it is better; a round that moves nothing halves the step. What is left when steps are too small to tell is
 * spent on random points.
 * Source: the search of Wen et al. 2025, arXiv:2509.02046, until no change of one hyperparameter helps.
 */
import type { Source } from "../source.ts";
import { centrePoint, type Dimension, type Space, type SpacePoint } from "../space.ts";
import { randomPoint } from "./random.ts";
import { type Ask, type Sampler, type Scored, wholeTrials } from "./sampler.ts";

/** The sampler. */
export const coordinate: Sampler = {
  name: "coordinate",
  about: "From the centre one hyperparameter at a time, a step to either side; the step is halved where none helps.",
  anytime: true,
  lengths: (_, budget) => wholeTrials(budget),
  open: (space, { points, epochs }) => descent(space, { points, epochs }),
};

/** First step, in shares of a dimension's way, and the smallest, which is below the three digits of most values. */
const steps = { first: 0.25, last: 1 / 1024 };

function descent(
  space: Space,
  { points, epochs }: { readonly points: number; readonly epochs: number },
): Source<Ask, Scored> {
  const scores = new Map<string, number>();
  const asked = new Set<string>();
  const walk = walkOf(space, scores);
  const give = (): readonly Ask[] => {
    for (let wanted = walk.next(); !wanted.done; wanted = walk.next()) {
      const fresh = wanted.value.filter((point) => !asked.has(nameOf(point))).slice(0, points - asked.size);
      if (fresh.length === 0 && asked.size < points) continue;
      for (const point of fresh) asked.add(nameOf(point));
      return fresh.map((point) => ({ point, epochs, after: 0 }));
    }
    return [];
  };
  return {
    next: (results) => {
      const last = results.at(-1);
      if (last !== undefined) scores.set(nameOf(last.point), last.score);
      return scores.size === asked.size && asked.size < points ? give() : [];
    },
  };
}

/** Tells the points whose scores it needs next, and looks at them when it is asked again. */
function* walkOf(space: Space, scores: ReadonlyMap<string, number>): Generator<readonly SpacePoint[], void> {
  const scoreOf = (point: SpacePoint): number => scores.get(nameOf(point)) ?? Number.NEGATIVE_INFINITY;
  let best = centrePoint(space);
  yield [best];
  for (let step = steps.first; step >= steps.last; ) {
    const before = best;
    for (const [i, dimension] of space.dimensions.entries()) {
      const sides = [-1, 1].map((side) => best.with(i, moved(dimension, best[i]!, side * step)));
      yield sides;
      for (const side of sides) if (scoreOf(side) > scoreOf(best)) best = side;
    }
    if (best === before) step /= 2;
  }
  for (let index = 1; ; index++) yield [randomPoint(space, index)];
}

/** A step along a dimension, within it; of listed values at least to the next. */
function moved(dimension: Dimension, share: number, step: number): number {
  if (dimension.axis !== "choice") return Math.min(1, Math.max(0, share + step));
  const count = dimension.values.length;
  const index = Math.floor(share * count) + Math.sign(step) * Math.max(1, Math.round(Math.abs(step) * count));
  return (Math.min(count - 1, Math.max(0, index)) + 0.5) / count;
}

function nameOf(point: SpacePoint): string {
  return point.join(" ");
}
