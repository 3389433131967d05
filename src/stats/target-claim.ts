/**
 * A claim that runs reach a target on average, decided on beforehand: at which step, with how many seeds, none of them picked.
 *
 * One-sided: by Student's t; by signs, which asks nothing of the distribution; and by a normal test where the spread over seeds is known from
 * elsewhere, which is the rule of modded-nanogpt's optimizer track: (target - mean) sqrt(n) / sigma for losses. Looking again after more seeds
 * breaks the level: n is fixed before.
 */
import { LabError } from "../core/errors.ts";
import { binomialUpperTail } from "./binomial.ts";
import { checkSample } from "./check-samples.ts";
import { mean, standardDeviation } from "./mean-interval.ts";
import { normalTail } from "./normal.ts";
import { studentTwoSidedTail } from "./student-t.ts";

/** A one-sided test of the claim: small p for it. */
export interface OneSided {
  readonly statistic: number;
  readonly p: number;
}

/** The claim's figures. */
export interface TargetClaim {
  readonly n: number;
  /** Infinite where a run diverged. */
  readonly mean: number;
  /** Null for a single run or with a diverged one. */
  readonly deviation: number | null;
  /** How far the mean is beyond the target, positive where it is better. */
  readonly margin: number;
  /** Null without a spread: a single run, or runs that all have the same figure. A diverged run gives p = 1. */
  readonly t: OneSided | null;
  /** Runs better than the target, and worse; those exactly at it count for neither. */
  readonly sign: { readonly better: number; readonly worse: number; readonly p: number };
  /** With `sigma`. */
  readonly z: OneSided | null;
}

/**
 *   t = margin sqrt(n) / s with n - 1 degrees;  z = margin sqrt(n) / sigma;  sign: P(X >= better), X of better + worse fair coins
 * values: one of each run, -Infinity (Infinity for losses) for one that diverged. Errors: `empty-sample`, `not-a-number`, `sigma-out-of-range`.
 */
export function targetClaim(
  values: readonly number[],
  target: number,
  { lowerIsBetter = false, sigma }: { readonly lowerIsBetter?: boolean; readonly sigma?: number | undefined } = {},
): TargetClaim {
  checkSample("A claim", [...values, target]);
  checkSample("A claim", values);
  if (sigma !== undefined && !(sigma > 0)) {
    throw new LabError("sigma-out-of-range", `The known deviation over seeds must be above 0, but is ${sigma}.`, {
      sigma,
    });
  }
  const n = values.length;
  const sense = lowerIsBetter ? -1 : 1;
  const centre = mean(values);
  const spread = standardDeviation(values);
  const margin = sense * (centre - target);
  const better = values.filter((value) => sense * (value - target) > 0).length;
  const worse = values.filter((value) => sense * (value - target) < 0).length;
  return {
    n,
    mean: centre,
    deviation: Number.isFinite(spread) ? spread : null,
    margin,
    t: studentTest(margin, spread, n),
    sign: { better, worse, p: binomialUpperTail(better, better + worse, 0.5) },
    z: sigma === undefined ? null : normalTest(margin, sigma, n),
  };
}

function studentTest(margin: number, spread: number, n: number): OneSided | null {
  if (!Number.isFinite(margin)) return { statistic: Number.NEGATIVE_INFINITY, p: 1 };
  if (!(spread > 0)) return null;
  const statistic = (margin * Math.sqrt(n)) / spread;
  const half = studentTwoSidedTail(statistic, n - 1) / 2;
  return { statistic, p: statistic > 0 ? half : 1 - half };
}

function normalTest(margin: number, sigma: number, n: number): OneSided {
  const statistic = (margin * Math.sqrt(n)) / sigma;
  return Number.isFinite(margin)
    ? { statistic, p: normalTail(statistic) }
    : { statistic: Number.NEGATIVE_INFINITY, p: 1 };
}
