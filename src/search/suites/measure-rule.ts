/**
 * How well a rule does on a suite: its hyperparameters tuned, then judged on draws that tuning never saw.
 *
 * Multiples of the rate first, settings from all of a wide space then, and at last rounds of variants of the best so far, ever closer to it, as finalists
 * are tuned; but what moves are hyperparameters, not the numbers of a text, so that a corrected average stays corrected and no rule pays for reading one number twice.
 */
import { createRng, type Rng } from "../../core/rng.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Dimension } from "../../study/space.ts";
import type { Judge, JudgeJob } from "../funnel/judge.ts";
import type { ReferenceRule, Settings } from "./reference-rules.ts";

/** How every rule is tuned and judged, the same for all. */
export interface RuleProtocol {
  /** Multiples of its rate that a rule tries first. */
  readonly rates: readonly number[];
  /** Settings drawn from the wide space, at the same places for every rule. */
  readonly explored: number;
  /** Rounds of variants, and variants in each. */
  readonly rounds: number;
  readonly perRound: number;
  /** How far hyperparameters move in the first round and in the last, in doublings; a share by its distance from 1. */
  readonly spreads: { readonly first: number; readonly last: number };
  /** A setting whose first draw is this far below the best's is not tried on the others. */
  readonly slack: number;
  readonly tuningDraws: readonly number[];
  readonly freshDraws: readonly number[];
}

/**
 * What `lionlab bench proxies` does. The rates go upwards from a tenth of a rule's own: what suits real tasks of thousands of steps is a hundredth of
 * what suits some proxies.
 */
export const usualProtocol: RuleProtocol = {
  rates: [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3].map((decades) => Number((10 ** decades).toPrecision(3))),
  explored: 32,
  rounds: 16,
  perRound: 4,
  spreads: { first: 1, last: 0.2 },
  slack: 0.01,
  tuningDraws: [1000, 1001, 1002],
  freshDraws: Array.from({ length: 16 }, (_, i) => 2000 + i),
};

/** A rule on a suite. */
export interface RuleScores {
  readonly rule: string;
  /** As it was judged. */
  readonly settings: Settings;
  /** Mean score on the draws that tuned it, which flatters. */
  readonly tuned: number;
  /** Score of each fresh draw. */
  readonly scores: readonly number[];
}

/** Scores settings on draws, a row for each setting; null when stopped. */
type Scoring = (settings: readonly Settings[], draws: readonly number[]) => Promise<readonly number[][] | null>;

/** A setting with its scores on the tuning draws. */
interface Tried {
  readonly settings: Settings;
  readonly scores: readonly number[];
}

/** Tunes and judges; null when stopped. `suite`: its name, which the judge takes as a task's. */
export async function measureRule(
  rule: ReferenceRule,
  { judge, suite, protocol }: { readonly judge: Judge; readonly suite: string; readonly protocol: RuleProtocol },
): Promise<RuleScores | null> {
  const scoring = scoringOf(rule, { judge, suite });
  const best = await tune(rule, { scoring, protocol });
  const fresh = best === null ? null : await scoring([best.settings], protocol.freshDraws);
  if (best === null || fresh === null) return null;
  return { rule: rule.name, settings: best.settings, tuned: mean(best.scores), scores: fresh[0]! };
}

/** Evaluations that a rule takes at most. */
export function evaluationsOf(protocol: RuleProtocol): number {
  const { rates, explored, rounds, perRound, tuningDraws, freshDraws } = protocol;
  return (rates.length + explored + rounds * perRound) * tuningDraws.length + freshDraws.length;
}

async function tune(
  { name, centre, dimensions }: ReferenceRule,
  { scoring, protocol }: { readonly scoring: Scoring; readonly protocol: RuleProtocol },
): Promise<Tried | null> {
  const { rates, explored, rounds, perRound, spreads } = protocol;
  let best = await bestOf(
    rates.map((factor) => ({ ...centre, lr: Number(centre.lr) * factor })),
    null,
    { scoring, protocol },
  );
  const wide = Array.from({ length: explored }, (_, i) => drawn(centre, dimensions, createRng(i, "wide space")));
  if (best !== null) best = await bestOf(wide, best, { scoring, protocol });
  for (let round = 0; round < rounds && best !== null; round++) {
    const spread = spreads.first * (spreads.last / spreads.first) ** (round / Math.max(1, rounds - 1));
    const rng = createRng(round, "reference rule", name);
    const { settings } = best;
    const variants = Array.from({ length: perRound }, () => moved(settings, dimensions, { rng, spread }));
    best = await bestOf(variants, best, { scoring, protocol });
  }
  return best;
}

/** The best of the candidates and of the best so far, by the mean over the tuning draws; of equals the first. */
async function bestOf(
  candidates: readonly Settings[],
  before: Tried | null,
  { scoring, protocol }: { readonly scoring: Scoring; readonly protocol: RuleProtocol },
): Promise<Tried | null> {
  const [firstDraw, ...others] = protocol.tuningDraws;
  const first = await scoring(candidates, [firstDraw!]);
  if (first === null) return null;
  const bar = before?.scores[0] ?? Math.max(...first.flat());
  const kept = candidates.flatMap((settings, i) =>
    first[i]![0]! >= bar - protocol.slack ? [{ settings, score: first[i]![0]! }] : [],
  );
  const rest = await scoring(
    kept.map(({ settings }) => settings),
    others,
  );
  if (rest === null) return null;
  const tried = kept.map(({ settings, score }, i): Tried => ({ settings, scores: [score, ...rest[i]!] }));
  return [...(before === null ? [] : [before]), ...tried].reduce((best, one) =>
    mean(one.scores) > mean(best.scores) ? one : best,
  );
}

/** How far the wide space reaches from the centre, powers of ten: rates as `rates` do, what decays two to either side, distances of shares from 1 less. */
const reach = { rate: { from: -1, to: 3 }, decay: { from: -2, to: 2 }, share: { from: -0.75, to: 0.75 } };

/** A setting of the wide space. */
function drawn(centre: Settings, dimensions: readonly Dimension[], rng: Rng): Settings {
  const changes = dimensions.map((dimension) => {
    const kind = dimension.name === "lr" ? "rate" : dimension.axis === "log-distance" ? "share" : "decay";
    const { from, to } = reach[kind];
    return [dimension.name, movedValue(centre[dimension.name]!, dimension, 10 ** (from + rng.uniform() * (to - from)))];
  });
  return { ...centre, ...Object.fromEntries(changes) };
}

/** A variant: each hyperparameter moves every other time, and one does for certain. */
function moved(
  settings: Settings,
  dimensions: readonly Dimension[],
  { rng, spread }: { readonly rng: Rng; readonly spread: number },
): Settings {
  const certain = rng.below(dimensions.length);
  const changes = dimensions.flatMap((dimension, i) => {
    if (i !== certain && rng.uniform() >= 0.5) return [];
    return [[dimension.name, movedValue(settings[dimension.name]!, dimension, 2 ** (spread * rng.normal()))] as const];
  });
  return { ...settings, ...Object.fromEntries(changes) };
}

/** Shares go by their distance from 1 and stay between 0 and 1; what is chosen from a list stays. */
function movedValue(value: number | boolean, { axis }: Dimension, factor: number): number | boolean {
  if (typeof value === "boolean" || axis === "choice") return value;
  return axis === "log-distance" ? Math.max(0, 1 - (1 - value) * factor) : value * factor;
}

function scoringOf(rule: ReferenceRule, { judge, suite }: { readonly judge: Judge; readonly suite: string }): Scoring {
  return async (settings, draws) => {
    const jobs = settings.flatMap((one) => {
      const program = rule.programAt(one);
      return draws.map((seed): JudgeJob => ({ program, task: suite, seed, rate: 1 }));
    });
    const scores = await judge.score(jobs);
    if (scores === null) return null;
    return settings.map((_, i) => scores.slice(i * draws.length, (i + 1) * draws.length).map(({ score }) => score));
  };
}
