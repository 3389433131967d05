/**
 * Tuning before judging: all contestants' numbers are tuned alike, so that statements are judged, and neither the luck nor the
 * haste of the search that left their numbers where they are.
 *
 * Each round tries a few variants of the best so far of every contestant, first on one seed and, where that keeps up, on the
 * others; the first round tries multiples of the rate as well. The seeds are seen by no search and by no later stage.
 */
import { createRng } from "../../core/rng.ts";
import type { Genome } from "../../program/genome.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { tuneNumbers } from "../../program/mutate/tune-numbers.ts";
import { parseProgram } from "../../program/parse.ts";
import { genomeText } from "../../program/program-of.ts";
import type { TuningRecord } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "./judge.ts";
import type { Contestant } from "./stage.ts";

/** How contestants are tuned. */
export interface TuneSetting {
  readonly tasks: readonly string[];
  readonly seeds: readonly number[];
  /** Settings of its numbers that each contestant tries, multiples of its rate not counted. */
  readonly variants: number;
  /** Multiples of its rate that a contestant tries first. */
  readonly rates: (contestant: Contestant) => readonly number[];
  readonly judge: Judge;
  /** Told of evaluations; those that were spared count as done. */
  readonly onDone?: ((done: number, total: number) => void) | undefined;
}

/** Variants of a contestant in one round. */
const roundSize = 4;
/** How far numbers move in the first round and in the last, in doublings. */
const spreads = { first: 2.5, last: 0.2 };
/** A variant whose first seed is this far below the best's is not tried on the others. */
const slack = 0.01;

/** A setting of a contestant's numbers, with its score on each seed. */
interface Setting {
  readonly genome: Genome;
  readonly rate: number;
  readonly scores: readonly number[];
}

/** Tunes all; records in the order of the contestants, null when stopped. Law: a function of the arguments alone. */
export async function tuneContestants(
  contestants: readonly Contestant[],
  setting: TuneSetting,
): Promise<readonly TuningRecord[] | null> {
  const { tasks, seeds, variants, rates, onDone } = setting;
  const rounds = Math.ceil(variants / roundSize);
  const first = contestants.map((one) => {
    const { genome, rate } = untried(one);
    return [...new Set([1, ...rates(one)])].map((factor) => ({ genome, rate: rate * factor }));
  });
  const perSetting = seeds.length * tasks.length;
  const total = (first.flat().length + contestants.length * variants) * perSetting;
  let done = 0;
  const tell = (evaluations: number): void => onDone?.(done + evaluations, total);
  const tried = await tryAll(first, null, { setting, tell });
  if (tried === null) return null;
  done += first.flat().length * perSetting;
  const before = tried.map(([one]) => one!);
  let best = tried.map(bestOf);
  for (let round = 0; round < rounds; round++) {
    const spread = spreads.first * (spreads.last / spreads.first) ** (round / Math.max(1, rounds - 1));
    const left = Math.min(roundSize, variants - round * roundSize);
    const candidates = contestants.map(({ role, identity }, i) => {
      const rng = createRng(round, "tuning", role, identity);
      const { genome, rate } = best[i]!;
      return Array.from({ length: left }, () => tuneNumbers(genome, rng, spread)).flatMap((variant) =>
        variant === null ? [] : [{ genome: variant.child, rate }],
      );
    });
    const results = await tryAll(candidates, best, { setting, tell });
    if (results === null) return null;
    best = best.map((one, i) => bestOf([one, ...results[i]!]));
    done += contestants.length * left * perSetting;
    tell(0);
  }
  return contestants.map(({ identity, role, label }, i) => ({
    identity,
    role,
    label,
    before: sideOf(before[i]!),
    after: sideOf(best[i]!),
    variants,
    seeds: seeds.length,
  }));
}

function untried({ program, rate }: Contestant): Omit<Setting, "scores"> {
  return { genome: genomeOf(parseProgram(program), program), rate };
}

function sideOf({ genome, rate, scores }: Setting): TuningRecord["after"] {
  return { program: genomeText(genome), rate, mean: mean(scores) };
}

/** The best by the mean; of equals the first. */
function bestOf(settings: readonly Setting[]): Setting {
  return settings.reduce((best, one) => (mean(one.scores) > mean(best.scores) ? one : best));
}

/**
 * Scores settings on all seeds, lists by contestant. Those that fall behind `bars`, or behind their own list's best where
 * there are none, after the first seed are left out; the first of a list without a bar never is.
 */
async function tryAll(
  lists: readonly (readonly Omit<Setting, "scores">[])[],
  bars: readonly Setting[] | null,
  { setting, tell }: { readonly setting: TuneSetting; readonly tell: (evaluations: number) => void },
): Promise<readonly (readonly Setting[])[] | null> {
  const { seeds } = setting;
  const [firstSeed, ...otherSeeds] = seeds;
  const all = lists.flatMap((list, i) => list.map((one, place) => ({ ...one, list: i, place })));
  const first = await scoresOf(all, [firstSeed!], { setting, tell });
  if (first === null) return null;
  const barOf = (list: number): number =>
    bars?.[list]?.scores[0] ?? Math.max(...all.flatMap((one, i) => (one.list === list ? first[i]! : [])));
  const kept = all.flatMap((one, i) => {
    const keepsUp = first[i]![0]! >= barOf(one.list) - slack;
    return keepsUp || (bars === null && one.place === 0) ? [{ ...one, first: first[i]! }] : [];
  });
  const rest = await scoresOf(kept, otherSeeds, { setting, tell: (evaluations) => tell(first.length + evaluations) });
  if (rest === null) return null;
  return lists.map((_, list) =>
    kept.flatMap(({ genome, rate, first: begun, list: own }, i) =>
      own === list ? [{ genome, rate, scores: [...begun, ...rest[i]!] }] : [],
    ),
  );
}

/** Mean scores over the tasks, for each setting one for each seed. */
async function scoresOf(
  settings: readonly Omit<Setting, "scores">[],
  seeds: readonly number[],
  { setting, tell }: { readonly setting: TuneSetting; readonly tell: (evaluations: number) => void },
): Promise<readonly (readonly number[])[] | null> {
  const { tasks, judge } = setting;
  const jobs = settings.flatMap(({ genome, rate }) => {
    const program = genomeText(genome);
    return seeds.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate })));
  });
  const scores = await judge.score(jobs, tell);
  if (scores === null) return null;
  return settings.map((_, i) =>
    seeds.map((_, j) => {
      const from = (i * seeds.length + j) * tasks.length;
      return mean(scores.slice(from, from + tasks.length).map(({ score }) => score));
    }),
  );
}
