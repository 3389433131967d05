/**
 * How figures are written in every rendering of a report, so that the terminal, the page and the files agree.
 */
import type { Estimate } from "../stats/mean-interval.ts";

/** Written where there is no figure. */
export const nothing = "–";

/** Seeds per optimizer below which a report tests no difference. */
export const fewestSeedsForATest = 3;

/** An accuracy in 0..1 as per cent with two decimals. */
export function formatPercent(value: number | null): string {
  return value === null || !Number.isFinite(value) ? nothing : `${(100 * value).toFixed(2)} %`;
}

/** A mean accuracy with half its interval: `91.20 ± 0.31 %`; without an interval as `formatPercent`. */
export function formatPercentEstimate(estimate: Estimate): string {
  if (estimate.high === null || !Number.isFinite(estimate.value)) return formatPercent(estimate.value);
  return `${(100 * estimate.value).toFixed(2)} ± ${(100 * (estimate.high - estimate.value)).toFixed(2)} %`;
}

/** A mean with half its interval and `digits` decimals. */
export function formatEstimate(estimate: Estimate, digits: number): string {
  if (!Number.isFinite(estimate.value)) return nothing;
  const centre = estimate.value.toFixed(digits);
  return estimate.high === null ? centre : `${centre} ± ${(estimate.high - estimate.value).toFixed(digits)}`;
}

/** A learning rate with at most three significant digits: 0.001, 3e-4, 1.78e-5. */
export function formatRate(rate: number): string {
  const short = Number(rate.toPrecision(3));
  if (short >= 0.001 && short < 1000) return String(short);
  return short.toExponential().replace("e+", "e");
}

/** Seconds with the unit, two or three significant digits: 0.42 s, 12.3 s, 310 s. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return nothing;
  const digits = seconds < 10 ? 2 : seconds < 100 ? 1 : 0;
  return `${seconds.toFixed(digits)} s`;
}

/** A p-value: three decimals, below that with the bound. */
export function formatP(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** `1`, `5`, `2 to 5`, `none yet`: how many seeds stand behind a figure; null where it is computed, not measured. */
export function formatSeeds(seeds: { readonly fewest: number; readonly most: number } | null): string {
  if (seeds === null) return "none, computed";
  if (seeds.most === 0) return "none yet";
  return seeds.fewest === seeds.most ? String(seeds.most) : `${seeds.fewest} to ${seeds.most}`;
}

/** `1 trial`, `3 trials`. */
export function count(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
