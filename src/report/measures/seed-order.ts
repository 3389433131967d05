/**
 * Order seed by seed: how often each is ahead where all ran on the same seeds.
 */

/** A figure of one run, larger being better; -Infinity where it diverged. */
export interface SeedFigure {
  readonly seed: number;
  readonly value: number;
}

/** Figures at the seeds that all samples have, in the order of the first. */
export function sharedSeeds(samples: readonly (readonly SeedFigure[])[]): readonly (readonly number[])[] {
  const bySeed = samples.map((sample) => new Map(sample.map(({ seed, value }) => [seed, value])));
  const seeds = (samples[0] ?? []).map(({ seed }) => seed).filter((seed) => bySeed.every((one) => one.has(seed)));
  return bySeed.map((one) => seeds.map((seed) => one.get(seed)!));
}

/** How many of the shared seeds each sample is the best at, with others where they tie. */
export function bestAtSeeds(samples: readonly (readonly SeedFigure[])[]): {
  readonly seeds: number;
  readonly best: readonly number[];
} {
  const shared = sharedSeeds(samples);
  const seeds = shared[0]?.length ?? 0;
  const highest = Array.from({ length: seeds }, (_, at) => Math.max(...shared.map((values) => values[at]!)));
  return { seeds, best: shared.map((values) => values.filter((value, at) => value === highest[at]).length) };
}

/** Shared seeds at which the first is ahead of the second, level with it, and behind. */
export function seedWins(
  first: readonly SeedFigure[],
  second: readonly SeedFigure[],
): { readonly seeds: number; readonly ahead: number; readonly level: number; readonly behind: number } {
  const [x, y] = sharedSeeds([first, second]);
  const count = (holds: (a: number, b: number) => boolean): number => x!.filter((a, at) => holds(a, y![at]!)).length;
  return {
    seeds: x!.length,
    ahead: count((a, b) => a > b),
    level: count((a, b) => a === b),
    behind: count((a, b) => a < b),
  };
}
