/**
 * A stage of the funnel: programs side by side on the same tasks, each at its best rate, on seeds that chose nothing.
 *
 * The rate is chosen on seeds of its own, from the same multiples for every program; the scores that count come from other
 * seeds, so that neither the search nor the choice of the rate has seen them (no winner's curse). A finalist is promoted
 * when its lead over the tuned baseline is more than the standard error of the paired differences can explain. Where the rule looks
 * several times, those of which this is not known yet, and the baseline beside them, are given more seeds.
 */

import type { FunnelEntry, FunnelStage, ProxyScore } from "../../records/search-records.ts";
import { type Estimate, mean, meanInterval } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "./judge.ts";
import type { StageRule } from "./rule.ts";

/** A program that is judged. `rate`: the multiple that was best so far, 1 at first. */
export type Contestant = Pick<FunnelEntry, "identity" | "program" | "role" | "label" | "family" | "rate">;

/** How a stage judges. */
export interface StageSetting {
  readonly stage: FunnelStage;
  readonly tasks: readonly string[];
  /** Multiples of its rate so far that a program tries. */
  readonly rates: (contestant: Contestant) => readonly number[];
  /** Seeds that choose the rate; none of them among `seeds`. */
  readonly rateSeeds: readonly number[];
  /** Seeds of the last look; those of an earlier look are the first of them. */
  readonly seeds: readonly number[];
  readonly rule: StageRule;
  /** The baseline's entry, where it was judged before; it gets no further seeds. */
  readonly bar?: FunnelEntry | undefined;
  readonly judge: Judge;
  readonly onDone?: ((done: number, total: number) => void) | undefined;
}

/** Entries of the stage in the order of the contestants, `promoted` still open; null when stopped. */
export async function judgeStage(
  contestants: readonly Contestant[],
  setting: StageSetting,
): Promise<readonly FunnelEntry[] | null> {
  const { tasks, seeds, rule, bar, judge, onDone } = setting;
  const choice = rateJobs(contestants, setting);
  const perSeed = tasks.length;
  const first = contestants.length * perSeed * rule.looks[0]!;
  const rated = await chooseRates(contestants, {
    setting,
    jobs: choice,
    onDone: (done) => onDone?.(done, choice.length + first),
  });
  if (rated === null) return null;
  let entries: readonly FunnelEntry[] = rated.map((one) => withoutScores(one, setting));
  let done = choice.length;
  for (const [look, end] of rule.looks.entries()) {
    const open = look === 0 ? entries : undecided(entries, { rule, bar });
    if (open.length === 0) break;
    const fresh = seeds.slice(rule.looks[look - 1] ?? 0, end);
    const jobs = open.flatMap(({ program, rate }) =>
      fresh.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate }))),
    );
    const before = done;
    const scores = await judge.score(jobs, (now) => onDone?.(before + now, before + jobs.length));
    if (scores === null) return null;
    done += jobs.length;
    const each = fresh.length * perSeed;
    entries = entries.map((entry) => {
      const at = open.indexOf(entry);
      return at === -1
        ? entry
        : withScores(entry, { tasks, seeds: fresh, scores: scores.slice(at * each, (at + 1) * each) });
    });
  }
  return entries;
}

function withoutScores(contestant: Contestant, { stage, tasks }: StageSetting): FunnelEntry {
  const byTask = Object.fromEntries(tasks.map((task) => [task, []]));
  return { ...contestant, stage, scores: [], byTask, mean: Number.NaN, promoted: false };
}

/** The entry with the runs of further seeds behind those that it has. */
function withScores(
  entry: FunnelEntry,
  { tasks, seeds, scores }: { tasks: readonly string[]; seeds: readonly number[]; scores: readonly ProxyScore[] },
): FunnelEntry {
  const byTask = Object.fromEntries(
    tasks.map((task) => [
      task,
      [...entry.byTask[task]!, ...scores.filter((score) => score.task === task).map(({ score }) => score)],
    ]),
  );
  const bySeed = seeds.map((seed) => mean(scores.filter((score) => score.seed === seed).map(({ score }) => score)));
  const all = [...entry.scores, ...bySeed];
  return { ...entry, scores: all, byTask, mean: mean(all) };
}

/** Those whose interval still holds 0 and, where there are any, the baseline; none where the baseline was judged before on no more seeds. */
function undecided(
  entries: readonly FunnelEntry[],
  { rule, bar }: Pick<StageSetting, "rule" | "bar">,
): readonly FunnelEntry[] {
  const all = bar === undefined ? entries : [bar, ...entries];
  const open = entries.filter((entry) => {
    if (!canBePromoted(entry) || (bar !== undefined && bar.scores.length <= entry.scores.length)) return false;
    const lead = leadOf(entry, all, rule);
    return lead === null || lead.low === null || lead.high === null || (lead.low <= 0 && lead.high >= 0);
  });
  return open.length === 0 ? [] : entries.filter((entry) => entry.role === "baseline" || open.includes(entry));
}

/**
 * How far a program lies above the baseline, seed by seed, with its t-interval; null for the baseline, or without one. Of a baseline that was given more
 * seeds, the first ones count.
 */
export function leadOf(
  entry: FunnelEntry,
  entries: readonly FunnelEntry[],
  { level }: Pick<StageRule, "level">,
): Estimate | null {
  const bar = entries.find(({ role }) => role === "baseline");
  if (bar === undefined || entry.role === "baseline" || bar.scores.length < entry.scores.length) return null;
  return meanInterval(
    entry.scores.map((score, i) => score - bar.scores[i]!),
    level,
  );
}

/**
 * The entries with `promoted` decided: further above the baseline than the standard error of the paired differences can explain.
 * A single seed has none and promotes nothing. References and the baseline go along anyway.
 */
export function promote(entries: readonly FunnelEntry[], rule: Pick<StageRule, "level">): readonly FunnelEntry[] {
  return entries.map((entry) => {
    const low = leadOf(entry, entries, rule)?.low ?? null;
    return { ...entry, promoted: canBePromoted(entry) && low !== null && low > 0 };
  });
}

function canBePromoted({ role }: FunnelEntry): boolean {
  return role === "finalist" || role === "simplified";
}

/** A run of a program at one of its rates. */
type RateJob = JudgeJob & { readonly contestant: Contestant };

/** Runs that choose the rates; none for a program that has a single one. */
function rateJobs(contestants: readonly Contestant[], { tasks, rates, rateSeeds }: StageSetting): readonly RateJob[] {
  return contestants.flatMap((contestant) =>
    triedRates(contestant, rates).flatMap((rate) =>
      rateSeeds.flatMap((seed) => tasks.map((task) => ({ contestant, program: contestant.program, task, seed, rate }))),
    ),
  );
}

/** Rates that are compared, those near the rate so far first; none where there is no choice. */
function triedRates(contestant: Contestant, rates: StageSetting["rates"]): readonly number[] {
  const factors = [...rates(contestant)].sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
  return factors.length < 2 ? [] : factors.map((factor) => contestant.rate * factor);
}

/** The contestants, each with the rate that scored best; of equals the one nearest to its rate so far. */
async function chooseRates(
  contestants: readonly Contestant[],
  { setting, jobs, onDone }: { setting: StageSetting; jobs: readonly RateJob[]; onDone: (done: number) => void },
): Promise<readonly Contestant[] | null> {
  const scores = await setting.judge.score(jobs, onDone);
  if (scores === null) return null;
  return contestants.map((one) => {
    const tried = triedRates(one, setting.rates);
    if (tried.length === 0) return { ...one, rate: one.rate * (setting.rates(one)[0] ?? 1) };
    const means = tried.map((rate) =>
      mean(scores.filter((_, i) => jobs[i]!.contestant === one && jobs[i]!.rate === rate).map(({ score }) => score)),
    );
    return { ...one, rate: tried[means.indexOf(Math.max(...means))]! };
  });
}
