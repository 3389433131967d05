/**
 * Statistics on plain numbers (docs/statistics.md): tests, intervals, effects, corrections and power, each with its source. Runs in browsers.
 *
 * Samples are lists of scores, one a seed; where a test is paired, both lists are in the order of the same seeds.
 *
 * @module lionlab/stats
 */
export { LabError } from "../core/errors.ts";
export { aggregateIqm, optimalityGap, probabilityOfImprovement } from "../stats/aggregate.ts";
export {
  almostStochasticOrder,
  type StochasticOrder,
  type StochasticOrderOptions,
} from "../stats/almost-stochastic-order.ts";
export { benjaminiHochberg } from "../stats/benjamini-hochberg.ts";
export {
  type BootstrapOptions,
  bootstrapInterval,
  type IndexSource,
  type Interval,
  type Statistic,
} from "../stats/bootstrap.ts";
export { type BrunnerMunzel, brunnerMunzel } from "../stats/brunner-munzel.ts";
export { a12, cliffsDelta, type Magnitude, magnitudeOf } from "../stats/effect-size.ts";
export { type Friedman, friedman } from "../stats/friedman.ts";
export { hodgesLehmann } from "../stats/hodges-lehmann.ts";
export { holm } from "../stats/holm.ts";
export { interquartileMean, trimmedMean } from "../stats/iqm.ts";
export { type MannWhitney, mannWhitney } from "../stats/mann-whitney.ts";
export { type Estimate, mean, meanInterval, standardDeviation } from "../stats/mean-interval.ts";
export { type Nemenyi, nemenyi } from "../stats/nemenyi.ts";
export { pairedShift } from "../stats/paired-shift.ts";
export { type ProfilePoint, performanceProfile } from "../stats/performance-profile.ts";
export { type Aim, pairedTTestPower, tTestPower } from "../stats/power.ts";
export { median, quantile } from "../stats/quantile.ts";
export { type DesignAim, type SeedDesign, type SeedsNeeded, seedsNeeded } from "../stats/seeds-needed.ts";
export { type SignFlip, signFlip } from "../stats/sign-flip.ts";
export type { Strata, StratifiedOptions } from "../stats/stratified-bootstrap.ts";
export { type OneSided, type TargetClaim, targetClaim } from "../stats/target-claim.ts";
export { type Welch, welch } from "../stats/welch.ts";
export { type Wilcoxon, type WilcoxonOptions, wilcoxon } from "../stats/wilcoxon.ts";
