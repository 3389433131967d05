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

/** An estimate, and whether its ends are those of an interval (the default) or the lowest and highest value. */
type Spread = Estimate & { readonly spread?: "interval" | "range" | "none" };

/** A mean accuracy in per cent with two decimals and its spread: `91.20 ± 0.31 %`, `91.20 % [90.80 … 91.60]`; see `formatEstimate`. */
export function formatPercentEstimate(estimate: Spread): string {
  return Number.isFinite(estimate.value) ? spreadText(estimate, { scale: 100, digits: 2, unit: " %" }) : nothing;
}

/** A mean with `digits` decimals and its spread: `0.912 ± 0.003`; `0.912 [0.900, 0.920]` where the interval was cut off; `0.912 [0.900 … 0.920]` for a range. */
export function formatEstimate(estimate: Spread, digits: number): string {
  return Number.isFinite(estimate.value) ? spreadText(estimate, { scale: 1, digits, unit: "" }) : nothing;
}

function spreadText(
  { value, low, high, spread }: Spread,
  { scale, digits, unit }: { readonly scale: number; readonly digits: number; readonly unit: string },
): string {
  const text = (x: number): string => (scale * x).toFixed(digits);
  if (low === null || high === null) return text(value) + unit;
  if (spread === "range") return `${text(value)}${unit} [${text(low)} … ${text(high)}]`;
  const uneven = Math.abs(value - low - (high - value)) > 1e-9 * (high - low);
  return uneven
    ? `${text(value)}${unit} [${text(low)}, ${text(high)}]`
    : `${text(value)} ± ${text(high - value)}${unit}`;
}

/** A learning rate with at most three significant digits: 0.001, 3e-4, 1.78e-5; a dash where an imported run tells none. */
export function formatRate(rate: number): string {
  if (Number.isNaN(rate)) return nothing;
  const short = Number(rate.toPrecision(3));
  if (short === 0 || (short >= 0.001 && short < 1000)) return String(short);
  return short.toExponential().replace("e+", "e");
}

/** Seconds with the unit, two or three significant digits: 0.42 s, 12.3 s, 310 s. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return nothing;
  const digits = seconds < 10 ? 2 : seconds < 100 ? 1 : 0;
  return `${seconds.toFixed(digits)} s`;
}

/** A difference of shares in percentage points with its sign: `+0.62`; ∞ where a diverged run is on one side. */
export function formatPoints(share: number): string {
  if (Number.isNaN(share)) return nothing;
  return Number.isFinite(share) ? signed(100 * share) : share > 0 ? "∞" : "−∞";
}

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return digits === "0.00" ? digits : `${value < 0 ? "−" : "+"}${digits}`;
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
