/**
 * Figures of the statistics commands as text.
 */
import type { Interval95 } from "./compare-facts.ts";

/** At most five significant digits; infinities as signs, no figure as a dash. */
export function figureText(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const short = Number(value.toPrecision(5));
  return String(short).replace(/^-/, "−").replace("e+", "e");
}

/** `0.0070 [0.0012, 0.0131]`: to three digits of the interval's width; see `figureText` where there is none. */
export function intervalText({ value, low, high }: Interval95): string {
  if (low === null || high === null) return `${figureText(value)} [–]`;
  const width = high - low;
  const digits = width > 0 && Number.isFinite(width) ? 2 - Math.floor(Math.log10(width)) : null;
  const text = (end: number): string =>
    digits === null || digits < 0 || digits > 12 ? figureText(end) : end.toFixed(digits).replace(/^-/, "−");
  return `${text(value)} [${text(low)}, ${text(high)}]`;
}

/** A p-value with two significant digits: `0.032`, `1.1e-5`. */
export function pText(p: number): string {
  return String(Number(p.toPrecision(2)));
}

/** A level or share as per cent: `5 %`, `0.1 %`. */
export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
