/**
 * Where each optimizer stands, as plain figures: what the verdict's words, its table and the files for other programs are made of.
 */
import { type Estimate, mean } from "../../stats/mean-interval.ts";
import { type Contender, comparisonsOf, contendersOf, testSample } from "../contenders.ts";
import { alpha, decidable } from "../decidable.ts";
import { bestAtSeeds, seedWins } from "../measures/seed-order.ts";
import { type SeedEstimate, seedEstimate, shares } from "../seed-estimate.ts";
import { endedRuns, type StudyView } from "../study-view.ts";
import { tunedOf } from "../tuned.ts";

/**
 * What a comparison decides: the leader is ahead or behind by more than luck explains; luck can explain the difference; the seeds are too few for
 * the test to decide anything; or they are too few to be tested at all.
 */
export type Decision = "ahead" | "behind" | "open" | "too-few" | "untested";

/** The leader against one of the others. Differences are shares of 1, positive where the leader is higher. */
export interface LeadOver {
  /** Hodges-Lehmann shift, or the difference of means where nothing was tested; infinite where a diverged run is on one side. */
  readonly lead: Estimate;
  /** p, corrected for all pairs; null where nothing was tested. */
  readonly p: number | null;
  /** Chance that a run of the leader beats a run of the other. */
  readonly effect: Estimate | null;
  /** Seeds that both ran on, and those of them at which the leader is ahead, level and behind. */
  readonly seeds: { readonly seeds: number; readonly ahead: number; readonly level: number; readonly behind: number };
  readonly decision: Decision;
}

/** One optimizer, at its best setting. */
export interface Standing {
  readonly label: string;
  /** Its best learning rate; null where no run has finished. */
  readonly rate: number | null;
  /** Ended seeds there, and those of them that diverged. */
  readonly seeds: number;
  readonly divergedSeeds: number;
  /** Test accuracy of the seeds that did not; null where there is none. */
  readonly test: SeedEstimate | null;
  /** Of the seeds that all optimizers with a figure share, those at which it is the best; null where they share none or it is alone. */
  readonly bestAt: { readonly best: number; readonly seeds: number } | null;
  /** Null of the leader, and where one of both has no figure. */
  readonly behindLeader: LeadOver | null;
  /** What tuning spent on it: settings that were tried, those of them that were trained to the end and not stopped by a race, and trials. */
  readonly settings: number;
  readonly whole: number;
  /** Seconds of training that its tuning recorded. */
  readonly tuningSeconds: number;
  readonly trials: { readonly planned: number; readonly ended: number; readonly diverged: number };
}

const known = new WeakMap<StudyView, readonly Standing[]>();

/** All optimizers of a study, the one that validation prefers first; computed once for a view. */
export function standingsOf(view: StudyView): readonly Standing[] {
  const standings = known.get(view) ?? computeStandings(view);
  known.set(view, standings);
  return standings;
}

function computeStandings(view: StudyView): readonly Standing[] {
  const contenders = contendersOf(view);
  const measured = contenders.filter((contender) => testSample(contender).length > 0);
  const { seeds, best } = bestAtSeeds(measured.map(testSample));
  return contenders.map((contender, position) => {
    const at = measured.indexOf(contender);
    const alone = measured.length < 2 || at < 0 || seeds === 0;
    return {
      ...standingOf(view, contender),
      bestAt: alone ? null : { best: best[at]!, seeds },
      behindLeader:
        position === 0 || at < 0 || !measured.includes(contenders[0]!)
          ? null
          : leadOver(view, [contenders[0]!, contender]),
    };
  });
}

function standingOf(view: StudyView, contender: Contender): Omit<Standing, "bestAt" | "behindLeader"> {
  const { label, setting } = contender;
  const { points, tried, seconds, trials } = tunedOf(view, contender);
  const runs = setting.best === null ? [] : endedRuns(setting.best);
  const accuracies = runs.flatMap(({ diverged, trial }) => (diverged ? [] : (trial.result?.test?.accuracy ?? [])));
  return {
    label,
    rate: setting.best?.lr ?? null,
    seeds: runs.length,
    divergedSeeds: runs.filter(({ diverged }) => diverged).length,
    test: accuracies.length === 0 ? null : seedEstimate(accuracies, shares),
    settings: tried,
    whole: points.length,
    tuningSeconds: seconds,
    trials,
  };
}

/** The first contender against another; both have a figure. */
function leadOver(view: StudyView, [ahead, behind]: readonly [Contender, Contender]): LeadOver {
  const [leader, other] = [testSample(ahead), testSample(behind)];
  const { able, pairs } = comparisonsOf(view);
  const labels = able.map(({ label }) => label);
  const [first, second] = [labels.indexOf(ahead.label), labels.indexOf(behind.label)];
  const pair = pairs.find((one) => one.first === first && one.second === second);
  const seeds = seedWins(leader, other);
  if (pair === undefined) {
    const value = meanOf(leader) - meanOf(other);
    const n = Math.min(leader.length, other.length);
    return { lead: { n, value, low: null, high: null }, p: null, effect: null, seeds, decision: "untested" };
  }
  const { shift: lead, adjusted: p, effect } = pair;
  const decision = !decidable(pair, pairs.length)
    ? "too-few"
    : p > alpha
      ? "open"
      : effect.value > 0.5
        ? "ahead"
        : "behind";
  return { lead, p, effect, seeds, decision };
}

function meanOf(sample: readonly { readonly value: number }[]): number {
  return mean(sample.map(({ value }) => value));
}
