/**
 * What changed between two runs of a study: each optimizer's seeds before and after, at the rate that was the best before.
 *
 * Optimizers are matched by label, convention and hyperparameters. Where they share seeds enough, pairs are tested (Wilcoxon), else the samples
 * (Mann-Whitney), corrected together by Holm. Worse, or better, means both: a test below the level, and a shift of at least a fifth of the standard
 * deviation over seeds, which for normal figures is where Vargha and Delaney's A12 begins to be small (.56).
 */

import { canonicalJson } from "../../core/canonical-json.ts";
import { LabError } from "../../core/errors.ts";
import type { TrialConfig } from "../../records/records.ts";
import { endedRuns, type OptimizerRuns, type RateRuns, type StudyView } from "../../report/study-view.ts";
import { a12 } from "../../stats/effect-size.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { holm } from "../../stats/holm.ts";
import { mannWhitney } from "../../stats/mann-whitney.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { pairedShift } from "../../stats/paired-shift.ts";
import { pooledDeviation } from "../../stats/pooled-deviation.ts";
import { canReach, canReachByPairs } from "../../stats/smallest-p.ts";
import { wilcoxon } from "../../stats/wilcoxon.ts";

/** `cannot-tell`: too few seeds for any test at the level. `same`: no difference beyond chance, or a negligible one. */
export type ChangeVerdict = "worse" | "better" | "same" | "identical" | "cannot-tell";

/** A figure before and after. */
export interface BeforeAfter<T> {
  readonly old: T;
  readonly new: T;
}

/** One optimizer. Differences are new less old, in shares of 1 (of the monitored figure where nothing is tested on test images). */
export interface OptimizerChange {
  readonly label: string;
  /** The best one before; where the new run lacks it, each run's own best. */
  readonly rate: BeforeAfter<number>;
  readonly seeds: BeforeAfter<number>;
  readonly diverged: BeforeAfter<number>;
  readonly sharedSeeds: number;
  readonly shift: Pick<Estimate, "value" | "low" | "high">;
  /** The shift in standard deviations over seeds, pooled over both runs, diverged ones left out; null where these do not vary or are too few. */
  readonly deviations: number | null;
  /** Chance that a new run beats an old one. */
  readonly a12: Pick<Estimate, "value" | "low" | "high">;
  readonly test: "wilcoxon" | "mann-whitney";
  readonly p: number;
  readonly pHolm: number;
  readonly verdict: ChangeVerdict;
}

/** The facts. */
export interface DiffFacts {
  readonly studies: BeforeAfter<string>;
  readonly alpha: number;
  /** Parts of the settings that the runs do not share: `data`, `training` … */
  readonly otherwise: readonly string[];
  readonly optimizers: readonly OptimizerChange[];
  /** Labels without a counterpart, or without an ended run in one of the two. */
  readonly unmatched: BeforeAfter<readonly string[]>;
  readonly worse: readonly string[];
}

/** Compares them. Errors: `nothing-in-common`. */
export function diffFacts(views: BeforeAfter<StudyView>, alpha: number): DiffFacts {
  const after = new Map(views.new.optimizers.filter(hasEnded).map((optimizer) => [keyOf(optimizer), optimizer]));
  const matched = views.old.optimizers.filter(hasEnded).flatMap((old) => {
    const counterpart = after.get(keyOf(old));
    return counterpart === undefined ? [] : [{ old, new: counterpart }];
  });
  if (matched.length === 0) {
    throw new LabError(
      "nothing-in-common",
      `${views.old.study.name} and ${views.new.study.name} share no optimizer of the same label and hyperparameters with finished runs in both: ${labels(views.old)} before, ${labels(views.new)} after.`,
    );
  }
  const changes = matched.map((pair) => changeOf(pair, { alpha, comparisons: matched.length }));
  const adjusted = holm(changes.map(({ p }) => p));
  const optimizers = changes.map((change, i) => judged({ ...change, pHolm: adjusted[i]! }, alpha));
  const unmatchedOf = (view: StudyView, side: "old" | "new"): readonly string[] =>
    view.optimizers.filter((one) => !matched.some((pair) => pair[side] === one)).map(({ label }) => label);
  return {
    studies: { old: views.old.study.name, new: views.new.study.name },
    alpha,
    otherwise: differingParts(matched[0]!),
    optimizers,
    unmatched: { old: unmatchedOf(views.old, "old"), new: unmatchedOf(views.new, "new") },
    worse: optimizers.filter(({ verdict }) => verdict === "worse").map(({ label }) => label),
  };
}

/** Shifts below so many deviations are no change. */
const smallestEffect = 0.2;

type Change = Omit<OptimizerChange, "pHolm" | "verdict"> & { readonly identical: boolean; readonly decidable: boolean };

function changeOf(
  pair: BeforeAfter<OptimizerRuns>,
  { alpha, comparisons }: { readonly alpha: number; readonly comparisons: number },
): Change {
  const rates = ratesOf(pair);
  const [before, after] = [figuresOf(rates.old), figuresOf(rates.new)];
  const shared = [...before.keys()].filter((seed) => after.has(seed));
  const [x, y] = [[...after.values()], [...before.values()]];
  const paired = { x: shared.map((seed) => after.get(seed)!), y: shared.map((seed) => before.get(seed)!) };
  const byPairs = canReachByPairs({ pairs: shared.length, comparisons, alpha });
  const shift = interval(byPairs ? pairedShift(paired.x, paired.y) : hodgesLehmann(x, y));
  const spread = pooledDeviation([x, y].map((values) => values.filter(Number.isFinite)));
  const { p } = byPairs ? wilcoxon(paired.x, paired.y) : mannWhitney(x, y);
  return {
    label: pair.old.label,
    rate: { old: rates.old.lr, new: rates.new.lr },
    seeds: { old: y.length, new: x.length },
    diverged: {
      old: y.filter((value) => !Number.isFinite(value)).length,
      new: x.filter((value) => !Number.isFinite(value)).length,
    },
    sharedSeeds: shared.length,
    shift,
    deviations: spread > 0 ? shift.value / spread : null,
    a12: interval(a12(x, y)),
    test: byPairs ? "wilcoxon" : "mann-whitney",
    p,
    identical:
      x.length === y.length && shared.length === x.length && paired.x.every((value, i) => value === paired.y[i]),
    decidable: byPairs || canReach({ n1: x.length, n2: y.length, comparisons, alpha }),
  };
}

function judged(
  { identical, decidable, ...change }: Change & { readonly pHolm: number },
  alpha: number,
): OptimizerChange {
  const large = change.deviations === null || Math.abs(change.deviations) >= smallestEffect;
  const found = large && change.shift.value !== 0 && change.pHolm <= alpha;
  const changed: ChangeVerdict = change.shift.value < 0 ? "worse" : "better";
  const verdict: ChangeVerdict = identical ? "identical" : !decidable ? "cannot-tell" : found ? changed : "same";
  return { ...change, verdict };
}

/** The best rate before, in both runs; where the new one has no ended run there, the best of each. */
function ratesOf(pair: BeforeAfter<OptimizerRuns>): BeforeAfter<RateRuns> {
  const old = pair.old.best ?? pair.old.rates.find((rate) => endedRuns(rate).length > 0)!;
  const same = pair.new.rates.find((rate) => rate.lr === old.lr && endedRuns(rate).length > 0);
  const other = pair.new.best ?? pair.new.rates.find((rate) => endedRuns(rate).length > 0)!;
  return { old, new: same ?? other };
}

/** Test accuracy of each ended seed, else the monitored figure; -Infinity where it diverged. */
function figuresOf(rate: RateRuns): ReadonlyMap<number, number> {
  return new Map(
    endedRuns(rate).map(({ seed, diverged, trial, score }) => [
      seed,
      diverged ? Number.NEGATIVE_INFINITY : (trial.result?.test?.accuracy ?? score ?? Number.NEGATIVE_INFINITY),
    ]),
  );
}

function hasEnded({ rates }: OptimizerRuns): boolean {
  return rates.some((rate) => endedRuns(rate).length > 0);
}

function keyOf({ label, config: { name, convention, hyperparameters } }: OptimizerRuns): string {
  return canonicalJson([label, name, convention, hyperparameters]);
}

/** Names of the parts of two trials' configs that differ, rate and seed aside. */
function differingParts(pair: BeforeAfter<OptimizerRuns>): readonly string[] {
  const configOf = ({ rates }: OptimizerRuns): TrialConfig => rates[0]!.runs[0]!.trial.config;
  const [old, now] = [configOf(pair.old), configOf(pair.new)] as unknown as readonly [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, unknown>>,
  ];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((part) => !["lr", "seed", "optimizer"].includes(part))
    .filter((part) => canonicalJson(old[part] ?? null) !== canonicalJson(now[part] ?? null));
}

function labels({ optimizers }: StudyView): string {
  return optimizers.map(({ label }) => label).join(", ") || "none";
}

function interval({ value, low, high }: Estimate): Pick<Estimate, "value" | "low" | "high"> {
  return { value, low, high };
}
