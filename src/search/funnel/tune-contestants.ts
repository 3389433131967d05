/**
 * Tuning before judging: all contestants' numbers are tuned alike, so that statements are judged, and neither the luck nor the
 * haste of the search that left their numbers where they are.
 *
 * Each contestant is a source of settings: multiples of its rate at first, then a few variants of the best so far, round by round. A setting
 * is scored on one seed and, where that keeps up, on the others. The seeds are seen by no search and by no later stage.
 */
import { createRng } from "../../core/rng.ts";
import type { Genome } from "../../program/genome.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { tuneNumbers } from "../../program/mutate/tune-numbers.ts";
import { parseProgram } from "../../program/parse.ts";
import { genomeText } from "../../program/program-of.ts";
import type { TuningRecord } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import { Asked, type Source, together } from "../../study/source.ts";
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

/** A setting of a contestant's numbers that is to be scored. */
interface Candidate {
  readonly contestant: Contestant;
  readonly genome: Genome;
  readonly rate: number;
  /** Score of the best so far on the first seed; null before there is one. */
  readonly bar: number | null;
  /** The setting that the contestant came with: it is scored on all seeds, whatever the first says. */
  readonly given: boolean;
}

/** A candidate with its score on each seed; without scores where it fell behind after the first. */
interface Tried {
  readonly candidate: Candidate;
  readonly scores: readonly number[] | null;
}

/** Tunes all; records in the order of the contestants, null when stopped. Law: a function of the arguments alone. */
export async function tuneContestants(
  contestants: readonly Contestant[],
  setting: TuneSetting,
): Promise<readonly TuningRecord[] | null> {
  const { tasks, seeds, variants, rates, onDone } = setting;
  const perSetting = seeds.length * tasks.length;
  const firsts = contestants.reduce((sum, one) => sum + factorsOf(one, rates).length, 0);
  const total = (firsts + contestants.length * variants) * perSetting;
  const asked = new Asked(together(contestants.map((one) => variantsOf(one, setting))));
  const results = new Map<Candidate, Tried>();
  const next = (): readonly Candidate[] => asked.advance((candidate) => results.get(candidate));
  let done = 0;
  for (let candidates = next(); candidates.length > 0; candidates = next()) {
    const tried = await tryAll(candidates, { setting, tell: (evaluations) => onDone?.(done + evaluations, total) });
    if (tried === null) return null;
    for (const one of tried) results.set(one.candidate, one);
    done += candidates.length * perSetting;
  }
  onDone?.(total, total);
  return contestants.map((contestant): TuningRecord => {
    const own = [...results.values()].filter(({ candidate }) => candidate.contestant === contestant);
    const { identity, role, label } = contestant;
    const [before, after] = [sideOf(own.find(({ candidate }) => candidate.given)!), sideOf(bestOf(own))];
    return { identity, role, label, before, after, variants, seeds: seeds.length };
  });
}

/** The settings of a contestant: its own at multiples of its rate, then rounds of variants of the best, ever closer to it. */
function variantsOf(contestant: Contestant, { variants, rates }: TuneSetting): Source<Candidate, Tried> {
  const { program, rate, role, identity } = contestant;
  const rounds = Math.ceil(variants / roundSize);
  let given = 0;
  let round = 0;
  const first = (): readonly Candidate[] => {
    const genome = genomeOf(parseProgram(program), program);
    return factorsOf(contestant, rates).map((factor, i) => ({
      contestant,
      genome,
      rate: rate * factor,
      bar: null,
      given: i === 0,
    }));
  };
  const around = (tried: readonly Tried[]): readonly Candidate[] => {
    const { candidate, scores } = bestOf(tried);
    const spread = spreads.first * (spreads.last / spreads.first) ** (round / Math.max(1, rounds - 1));
    const rng = createRng(round, "tuning", role, identity);
    const count = Math.min(roundSize, variants - round * roundSize);
    round += 1;
    return Array.from({ length: count }, () => tuneNumbers(candidate.genome, rng, spread)).flatMap((variant) =>
      variant === null ? [] : [{ ...candidate, genome: variant.child, bar: scores![0]!, given: false }],
    );
  };
  return {
    next: (results) => {
      if (results.length > 0 && (results.length < given || round === rounds)) return [];
      const candidates = results.length === 0 ? first() : around(results);
      given += candidates.length;
      return candidates;
    },
  };
}

/** Multiples of its rate that a contestant tries first, 1 before the others. */
function factorsOf(contestant: Contestant, rates: TuneSetting["rates"]): readonly number[] {
  return [...new Set([1, ...rates(contestant)])];
}

function sideOf({ candidate: { genome, rate }, scores }: Tried): TuningRecord["after"] {
  return { program: genomeText(genome), rate, mean: mean(scores!) };
}

/** The best by the mean; of equals the first. */
function bestOf(tried: readonly Tried[]): Tried {
  const scored = tried.filter(({ scores }) => scores !== null);
  return scored.reduce((best, one) => (mean(one.scores!) > mean(best.scores!) ? one : best));
}

/**
 * Scores candidates on all seeds. Those that fall behind their bar after the first seed, or where there is none behind the best of their
 * contestant's, have no scores; what a contestant came with always has.
 */
async function tryAll(
  candidates: readonly Candidate[],
  { setting, tell }: { readonly setting: TuneSetting; readonly tell: (evaluations: number) => void },
): Promise<readonly Tried[] | null> {
  const [firstSeed, ...otherSeeds] = setting.seeds;
  const first = await scoresOf(candidates, [firstSeed!], { setting, tell });
  if (first === null) return null;
  const barOf = ({ contestant, bar }: Candidate): number =>
    bar ?? Math.max(...candidates.flatMap((one, i) => (one.contestant === contestant ? first[i]! : [])));
  const keepsUp = candidates.map((one, i) => one.given || first[i]![0]! >= barOf(one) - slack);
  const kept = candidates.filter((_, i) => keepsUp[i]);
  const rest = await scoresOf(kept, otherSeeds, { setting, tell: (evaluations) => tell(first.length + evaluations) });
  if (rest === null) return null;
  const restOf = new Map(kept.map((one, i) => [one, rest[i]!]));
  return candidates.map((candidate, i) => {
    const others = restOf.get(candidate);
    return { candidate, scores: others === undefined ? null : [...first[i]!, ...others] };
  });
}

/** Mean scores over the tasks, for each candidate one for each seed. */
async function scoresOf(
  candidates: readonly Candidate[],
  seeds: readonly number[],
  { setting, tell }: { readonly setting: TuneSetting; readonly tell: (evaluations: number) => void },
): Promise<readonly (readonly number[])[] | null> {
  const { tasks, judge } = setting;
  const jobs = candidates.flatMap(({ genome, rate }) => {
    const program = genomeText(genome);
    return seeds.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate })));
  });
  const scores = await judge.score(jobs, tell);
  if (scores === null) return null;
  return candidates.map((_, i) =>
    seeds.map((_, j) => {
      const from = (i * seeds.length + j) * tasks.length;
      return mean(scores.slice(from, from + tasks.length).map(({ score }) => score));
    }),
  );
}
