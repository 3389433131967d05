/**
 * Brackets of successive halving: many points for a few epochs, the best third of them three times as long, and so on. Survivors go on from
 * where they were; nothing is trained twice.
 * Source: Jamieson & Talwalkar 2016; Li et al. 2018, "Hyperband".
 */
import { compareScores } from "../../records/monitor.ts";
import type { Source } from "../source.ts";
import type { Space } from "../space.ts";
import { randomPoint } from "./random.ts";
import type { Ask, Length, Scored } from "./sampler.ts";

/** How many go on: one of so many, each trained so many times as long. */
export const reduction = 3;

/** A bracket: its points are those of `randomPoint` from `first` on; each rung has fewer of them and trains them longer. */
export interface Bracket {
  readonly first: number;
  readonly rungs: readonly { readonly points: number; readonly epochs: number }[];
}

/** The bracket of `points` points that ends with trials of `epochs` epochs after at most `levels` reductions. */
export function bracketOf({
  first,
  points,
  epochs,
  levels,
}: {
  readonly first: number;
  readonly points: number;
  readonly epochs: number;
  readonly levels: number;
}): Bracket {
  const all = Array.from({ length: levels + 1 }, (_, level) => ({
    points: Math.max(1, Math.floor(points / reduction ** level)),
    epochs: Math.max(1, Math.round(epochs / reduction ** (levels - level))),
  }));
  // a rung that would train no longer than the one before it is none
  return { first, rungs: all.filter((rung, level) => rung.epochs > (all[level - 1]?.epochs ?? 0)) };
}

/** Reductions that a number of points, or of epochs, allows. */
export function levelsOf(count: number): number {
  let levels = 0;
  while (reduction ** (levels + 1) <= count) levels += 1;
  return levels;
}

/** Lengths of a bracket's trials, rung by rung. */
export function lengthsOf({ rungs }: Bracket): readonly Length[] {
  return rungs.flatMap(({ points, epochs }, level) =>
    Array.from({ length: points }, () => ({ epochs, after: rungs[level - 1]?.epochs ?? 0 })),
  );
}

/** Epochs that a bracket trains. */
export function costOf({ rungs }: Bracket): number {
  return rungs.reduce((sum, { points, epochs }, level) => sum + points * (epochs - (rungs[level - 1]?.epochs ?? 0)), 0);
}

/** The most points whose trials train no more than `total` epochs in all; more points may cost less, where they allow a further reduction. */
export function mostPoints(total: number, costAt: (points: number) => number): number {
  let points = Math.min(total, 10_000); // each trains an epoch at least
  while (points > 1 && costAt(points) > total) points -= 1;
  return points;
}

/** The trials of a bracket: a rung begins when the one before it is over. Of equals the first go on. */
export function bracketSource(space: Space, { first, rungs }: Bracket): Source<Ask, Scored> {
  const ends = rungs.map((_, level) => rungs.slice(0, level + 1).reduce((sum, { points }) => sum + points, 0));
  return {
    next: (results) => {
      if (results.length === 0) {
        const [{ points, epochs }] = rungs as [Bracket["rungs"][0]];
        return Array.from({ length: points }, (_, i) => ({ point: randomPoint(space, first + i), epochs, after: 0 }));
      }
      const level = ends.indexOf(results.length);
      const next = rungs[level + 1];
      if (level < 0 || next === undefined) return [];
      const rung = results.slice(-rungs[level]!.points);
      const order = rung.map((_, i) => i).sort((a, b) => compareScores(rung[a]!.score, rung[b]!.score) || a - b);
      const kept = order.slice(0, next.points).sort((a, b) => a - b);
      return kept.map((i) => ({ point: rung[i]!.point, epochs: next.epochs, after: rung[i]!.epochs }));
    },
  };
}
