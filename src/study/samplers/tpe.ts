/**
 * tpe: a tree-structured Parzen estimator over all hyperparameters together. The trials so far are parted into the best tenth and the rest;
 * each part is a density, a sum of kernels around its points; and of 24 points drawn from the density of the best that one is tried next
 * which is likeliest under it and least under the other.
 *
 * Point k is chosen in view of the results of the points up to k - lag; those between count as bad, so that it keeps its distance from
 * them. So it is the same with any number of workers.
 * Source: Bergstra et al. 2011; the multivariate form, kernel widths, weights and their defaults as in Optuna's TPESampler. Where a list of
 * values is one dimension, values are places along it.
 */
import { createRng, type Rng } from "../../core/rng.ts";
import { normalCdf } from "../../stats/normal.ts";
import type { Source } from "../source.ts";
import type { SpacePoint } from "../space.ts";
import { randomPoint } from "./random.ts";
import { type Ask, type Sampler, type Scored, wholeTrials } from "./sampler.ts";

/** The sampler. */
export const tpe: Sampler = {
  name: "tpe",
  about: "Random points, then those that a density of the best so far prefers to that of the others.",
  anytime: true,
  lengths: (_, budget) => wholeTrials(budget),
  open: (space, { points, epochs }) =>
    tpeSource(space.dimensions.length, {
      points,
      lag: usualLag,
      startPoint: (index) => randomPoint(space, index),
      rngOf: (index) => createRng(0, "tpe", index),
      ask: (point) => ({ point, epochs, after: 0 }),
    }),
};

/** Points that are under way while the next is chosen. */
const usualLag = 4;
/** Points before the densities are asked. */
const startPoints = 10;
const candidates = 24;
/** The last so many trials of a part count in full, those before them less the older they are. */
const fullWeights = 25;

/** How points are chosen, for tests too. */
export interface TpeSetting {
  readonly points: number;
  readonly lag: number;
  readonly startPoint: (index: number) => SpacePoint;
  readonly rngOf: (index: number) => Rng;
  readonly ask: (point: SpacePoint) => Ask;
}

/** Points of a space of so many dimensions. */
export function tpeSource(
  dimensions: number,
  { points, lag, startPoint, rngOf, ask }: TpeSetting,
): Source<Ask, Scored> {
  const given: SpacePoint[] = [];
  return {
    next: (results) => {
      const most = Math.min(points, Math.max(startPoints, results.length + lag));
      const born: SpacePoint[] = [];
      while (given.length < most) {
        const index = given.length;
        const point =
          index < startPoints || dimensions === 0
            ? startPoint(index)
            : likeliest(results, { pending: given.slice(results.length), rng: rngOf(index) });
        given.push(point);
        born.push(point);
      }
      return born.map(ask);
    },
  };
}

/** The candidate with the greatest ratio of the two densities. */
export function likeliest(
  results: readonly Pick<Scored, "point" | "score">[],
  { pending, rng }: { readonly pending: readonly SpacePoint[]; readonly rng: Rng },
): SpacePoint {
  const count = Math.min(Math.ceil(0.1 * results.length), fullWeights);
  const ranked = results
    .map((one, index) => ({ ...one, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const best = new Set(ranked.slice(0, count).map(({ index }) => index));
  const part = (wanted: boolean) => results.flatMap(({ point }, i) => (best.has(i) === wanted ? [point] : []));
  const good = mixtureOf(part(true), ranked[0]!.point.length);
  const bad = mixtureOf([...part(false), ...pending], ranked[0]!.point.length);
  let chosen: SpacePoint = [];
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < candidates; i++) {
    const point = draw(good, rng);
    const gain = logDensity(good, point) - logDensity(bad, point);
    if (gain > highest || chosen.length === 0) [chosen, highest] = [point, gain];
  }
  return chosen;
}

/** A sum of kernels: each a product of normal densities that are cut off at 0 and 1. */
interface Mixture {
  readonly kernels: readonly {
    readonly weight: number;
    readonly means: readonly number[];
    readonly widths: readonly number[];
    readonly logScale: number;
  }[];
}

/** Kernels around points, in the order of the trials, and one over the whole space. */
function mixtureOf(points: readonly SpacePoint[], dimensions: number): Mixture {
  const widths = Array.from({ length: dimensions }, (_, d) => widthsOf(points.map((point) => point[d]!)));
  const weights = [...points.map((_, i) => weightOf(i, points.length)), 1];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const whole = Array.from({ length: dimensions }, () => 0.5);
  return {
    kernels: [...points, whole].map((means, i) => {
      const own = means.map((_, d) => widths[d]![i] ?? 1);
      const scale = means.reduce(
        (sum, m, d) => sum + Math.log(own[d]! * (normalCdf((1 - m) / own[d]!) - normalCdf(-m / own[d]!))),
        0,
      );
      return { weight: weights[i]! / total, means, widths: own, logScale: Math.log(weights[i]! / total) - scale };
    }),
  };
}

/** The width of each kernel along a dimension: the larger distance to its neighbours, at least a share that falls with their number. */
function widthsOf(means: readonly number[]): readonly number[] {
  const order = means.map((_, i) => i).sort((a, b) => means[a]! - means[b]! || a - b);
  const least = 1 / Math.min(100, means.length + 2);
  const widths = new Array<number>(means.length);
  order.forEach((i, place) => {
    const below = place === 0 ? null : means[order[place - 1]!]!;
    const above = place === order.length - 1 ? null : means[order[place + 1]!]!;
    const [down, up] = [below === null ? null : means[i]! - below, above === null ? null : above - means[i]!];
    // the ends of the space count as neighbours of a kernel that is alone
    const width = down === null && up === null ? Math.max(means[i]!, 1 - means[i]!) : Math.max(down ?? 0, up ?? 0);
    widths[i] = Math.min(1, Math.max(least, width));
  });
  return widths;
}

function weightOf(index: number, count: number): number {
  const older = count - fullWeights;
  if (count < fullWeights || index >= older) return 1;
  return older === 1 ? 1 / count : 1 / count + (index / (older - 1)) * (1 - 1 / count);
}

function draw({ kernels }: Mixture, rng: Rng): SpacePoint {
  const kernel = kernels[drawnKernel(kernels, rng.uniform())]!;
  return kernel.means.map((mean, d) => cutNormal(mean, kernel.widths[d]!, rng));
}

/** The kernel in whose part of the weights, laid one after another, a share lies. */
function drawnKernel(kernels: Mixture["kernels"], share: number): number {
  let reached = 0;
  for (const [i, { weight }] of kernels.entries()) {
    reached += weight;
    if (share < reached) return i;
  }
  return kernels.length - 1;
}

/** A normal number, drawn again until it lies in [0, 1]; its mean does. */
function cutNormal(mean: number, width: number, rng: Rng): number {
  for (;;) {
    const x = mean + width * rng.normal();
    if (x >= 0 && x <= 1) return x;
  }
}

/** The logarithm of a mixture's density, up to what all mixtures of its dimensions share. */
function logDensity({ kernels }: Mixture, point: SpacePoint): number {
  const logs = kernels.map(({ means, widths, logScale }) => {
    let sum = logScale;
    for (let d = 0; d < means.length; d++) sum -= 0.5 * ((point[d]! - means[d]!) / widths[d]!) ** 2;
    return sum;
  });
  const highest = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  return highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0));
}
