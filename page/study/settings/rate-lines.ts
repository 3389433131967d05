/**
 * How much the choice of the rate matters: the score at each rate that was tried, by optimizer, as the report's section on sensitivity sees it.
 *
 * A rate at which a seed diverged shows the mean of the others, is marked, and counts as the lowest where ranges are judged. Where other settings were varied
 * as well, each rate stands for the best of them.
 */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { nearlyBestRange } from "../../../src/report/measures/nearly-best.ts";
import { type Robustness, robustness } from "../../../src/report/measures/robustness.ts";
import { type SeedEstimate, seedEstimate, shares } from "../../../src/report/seed-estimate.ts";
import { groupBy } from "../../../src/report/study-view.ts";
import type { PlotLine } from "../../parts/plot/plot-lines.ts";
import { commonFields } from "../fields.ts";
import { lookOf } from "../picks.ts";
import { bucketTrials } from "../table/buckets.ts";
import type { TrialGroup } from "../table/trial-groups.ts";

/** A rate that was tried. */
export interface TriedRate {
  readonly lr: number;
  /** Over the seeds that ended and did not diverge; null where there is none. */
  readonly score: SeedEstimate | null;
  readonly diverged: number;
}

/** An optimizer over its rates, which rise. */
export interface RateCurve {
  readonly label: string;
  readonly rates: readonly TriedRate[];
  /** The best: fewest diverged seeds first, then the score; null while no seed has ended. */
  readonly best: TriedRate | null;
  /** From the lowest to the highest rate around it that loses at most a point. */
  readonly nearly: readonly [low: number, high: number] | null;
  readonly robustness: Robustness | null;
}

/** The curves, in the order of the study. Trials without a rate are left out. */
export function rateCurves(rows: readonly TrialRow[]): readonly RateCurve[] {
  const known = rows.filter(({ lr }) => Number.isFinite(lr));
  return [...groupBy(known, ({ label }) => label)].map(([label, own]) => curveOf(label, own));
}

function curveOf(label: string, rows: readonly TrialRow[]): RateCurve {
  const rates = bucketTrials(rows, commonFields.lr)
    .map(({ best }) => triedRate(best))
    .sort((a, b) => a.lr - b.lr);
  const best = rates.reduce<TriedRate | null>((top, rate) => (isBetter(rate, top) ? rate : top), null);
  const heights = rates.map(({ score, diverged }) =>
    diverged > 0 ? Number.NEGATIVE_INFINITY : (score?.value ?? Number.NaN),
  );
  const range = best === null ? null : nearlyBestRange(heights, rates.indexOf(best));
  return {
    label,
    rates,
    best,
    nearly: range === null ? null : [rates[range[0]]!.lr, rates[range[1]]!.lr],
    robustness: robustness(heights),
  };
}

function triedRate({ rows, diverged }: TrialGroup): TriedRate {
  const scores = rows.flatMap(({ state, validation }) =>
    state === "finished" && validation !== null ? [validation] : [],
  );
  return { lr: rows[0]!.lr, score: scores.length === 0 ? null : seedEstimate(scores, shares), diverged };
}

function isBetter(rate: TriedRate, top: TriedRate | null): boolean {
  if (rate.score === null) return false;
  if (top === null || top.score === null) return true;
  return rate.diverged < top.diverged || (rate.diverged === top.diverged && rate.score.value > top.score.value);
}

/** The figure's lines, in per cent: of each optimizer its scores with their spread, a large point at its best rate, and crosses where seeds diverged. */
export function rateLines(curves: readonly RateCurve[]): readonly PlotLine[] {
  const percent = (value: number): number => 100 * value;
  const all = curves.flatMap(({ rates }) =>
    rates.flatMap(({ score }) => (score === null ? [] : [percent(score.value)])),
  );
  const foot = Math.min(...all, 100);
  return curves.flatMap(({ label, rates, best }, place): readonly PlotLine[] => {
    const look = lookOf(place);
    const scored = rates.filter((rate): rate is TriedRate & { score: SeedEstimate } => rate.score !== null);
    const diverged = rates.filter((rate) => rate.diverged > 0);
    const alone = { ...look, unjoined: true } as const;
    const line: PlotLine = {
      ...{ key: label, name: label, ...look, dots: 5 },
      x: scored.map(({ lr }) => lr),
      y: scored.map(({ score }) => percent(score.value)),
      low: scored.map(({ score }) => percent(score.low ?? score.value)),
      high: scored.map(({ score }) => percent(score.high ?? score.value)),
    };
    const top: PlotLine = {
      ...{ key: `${label} best`, name: `${label}, best rate`, ...alone, dots: 11 },
      x: best === null ? [] : [best.lr],
      y: best === null ? [] : [percent(best.score!.value)],
    };
    const crosses: PlotLine = {
      ...{ key: `${label} diverged`, name: `${label}, a seed diverged`, ...alone, crosses: true },
      x: diverged.map(({ lr }) => lr),
      y: diverged.map(() => foot),
    };
    return [line, top, crosses].filter(({ x }) => x.length > 0);
  });
}
