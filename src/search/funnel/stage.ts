/**
 * A stage of the funnel: programs side by side on the same tasks, each at its best rate, on seeds that chose nothing.
 *
 * The rate is chosen on seeds of its own, from the same multiples for every program; the scores that count come from other
 * seeds, so that neither the search nor the choice of the rate has seen them (no winner's curse). A finalist is promoted
 * when its mean beats that of the tuned baseline.
 */

import type { FunnelEntry, FunnelStage } from "../../records/search-records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Judge, JudgeJob } from "./judge.ts";

/** A program that is judged. `rate`: the multiple that was best so far, 1 at first. */
export type Contestant = Pick<FunnelEntry, "identity" | "program" | "role" | "label" | "family" | "rate">;

/** How a stage judges. */
export interface StageSetting {
  readonly stage: FunnelStage;
  readonly tasks: readonly string[];
  /** Multiples of the rate so far. */
  readonly rates: readonly number[];
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
  const { tasks, rates, rateSeeds, seeds, judge, stage, onDone } = setting;
  const total =
    contestants.length * tasks.length * ((rates.length > 1 ? rates.length * rateSeeds.length : 0) + seeds.length);
  const rated = await chooseRates(contestants, setting, (done) => onDone?.(done, total));
  if (rated === null) return null;
  const jobs = rated.flatMap(({ program, rate }) =>
    seeds.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate }))),
  );
  const scores = await judge.score(jobs, (done) => onDone?.(total - jobs.length + done, total));
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

/** The entries with `promoted` decided: better than the baseline's mean. References and the baseline go along anyway. */
export function promote(entries: readonly FunnelEntry[]): readonly FunnelEntry[] {
  const bar = entries.find(({ role }) => role === "baseline")?.mean ?? 0;
  return entries.map((entry) => ({
    ...entry,
    promoted: (entry.role === "finalist" || entry.role === "simplified") && entry.mean > bar,
  }));
}

/** The contestants, each with the multiple of its rate that scored best; of equals the one nearest 1. */
async function chooseRates(
  contestants: readonly Contestant[],
  { tasks, rates, rateSeeds, judge }: StageSetting,
  onDone: (done: number) => void,
): Promise<readonly Contestant[] | null> {
  if (rates.length === 1) return contestants.map((one) => ({ ...one, rate: one.rate * rates[0]! }));
  const tried = [...rates].sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
  const jobs = contestants.flatMap(({ program, rate }) =>
    tried.flatMap((factor) =>
      rateSeeds.flatMap((seed) => tasks.map((task): JudgeJob => ({ program, task, seed, rate: rate * factor }))),
    ),
  );
  const scores = await judge.score(jobs, onDone);
  if (scores === null) return null;
  const perRate = rateSeeds.length * tasks.length;
  return contestants.map((one, i) => {
    const means = tried.map((_, j) => {
      const from = (i * tried.length + j) * perRate;
      return mean(scores.slice(from, from + perRate).map(({ score }) => score));
    });
    return { ...one, rate: one.rate * tried[means.indexOf(Math.max(...means))]! };
  });
}
