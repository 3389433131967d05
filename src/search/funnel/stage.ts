/**
 * A stage of the funnel: programs side by side on the same tasks, each at its best rate, on seeds that chose nothing.
 *
 * The rate is chosen on seeds of its own, from the same multiples for every program; the scores that count come from other
 * seeds, so that neither the search nor the choice of the rate has seen them (no winner's curse). A finalist is promoted
 * when its lead over the tuned baseline is more than the standard error of the paired differences can explain.
 */

import type { FunnelEntry, FunnelStage } from "../../records/search-records.ts";
import { type Estimate, mean, meanInterval } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "./judge.ts";

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
  readonly seeds: readonly number[];
  readonly judge: Judge;
  readonly onDone?: ((done: number, total: number) => void) | undefined;
}

/** Entries of the stage in the order of the contestants, `promoted` still open; null when stopped. */
export async function judgeStage(
  contestants: readonly Contestant[],
  setting: StageSetting,
): Promise<readonly FunnelEntry[] | null> {
  const { tasks, seeds, judge, stage, onDone } = setting;
  const choice = rateJobs(contestants, setting);
  const total = choice.length + contestants.length * tasks.length * seeds.length;
  const rated = await chooseRates(contestants, { setting, jobs: choice, onDone: (done) => onDone?.(done, total) });
  if (rated === null) return null;
  const jobs = rated.flatMap(({ program, rate }) =>
    seeds.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate }))),
  );
  const scores = await judge.score(jobs, (done) => onDone?.(choice.length + done, total));
  if (scores === null) return null;
  const perProgram = seeds.length * tasks.length;
  return rated.map((contestant, i) => {
    const own = scores.slice(i * perProgram, (i + 1) * perProgram);
    const byTask = Object.fromEntries(
      tasks.map((task) => [task, own.filter((score) => score.task === task).map(({ score }) => score)]),
    );
    const bySeed = seeds.map((seed) => mean(own.filter((score) => score.seed === seed).map(({ score }) => score)));
    return { ...contestant, stage, scores: bySeed, byTask, mean: mean(bySeed), promoted: false };
  });
}

/** Level of the interval whose lower end must lie above 0: one side in twenty is wrong. */
const leadLevel = 0.9;

/** How far a program lies above the baseline, seed by seed, with its 90 % t-interval; null for the baseline, or without one. */
export function leadOf(entry: FunnelEntry, entries: readonly FunnelEntry[]): Estimate | null {
  const bar = entries.find(({ role }) => role === "baseline");
  if (bar === undefined || entry.role === "baseline" || bar.scores.length !== entry.scores.length) return null;
  return meanInterval(
    entry.scores.map((score, i) => score - bar.scores[i]!),
    leadLevel,
  );
}

/**
 * The entries with `promoted` decided: further above the baseline than the standard error of the paired differences can explain.
 * A single seed has none and promotes nothing. References and the baseline go along anyway.
 */
export function promote(entries: readonly FunnelEntry[]): readonly FunnelEntry[] {
  return entries.map((entry) => {
    const low = leadOf(entry, entries)?.low ?? null;
    return {
      ...entry,
      promoted: (entry.role === "finalist" || entry.role === "simplified") && low !== null && low > 0,
    };
  });
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
