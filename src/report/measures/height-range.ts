/**
 * Ranges that figures side by side share.
 */
import { largest, smallest } from "../../core/extremes.ts";

/** A round range that holds all shares: steps of 0.05, or finer where they lie closer together. */
export function roundRange(values: readonly number[]): readonly [number, number] {
  const low = smallest(values);
  const high = largest(values);
  const step = high - low > 0.2 ? 0.05 : 0.01;
  const snap = (value: number): number => Number(value.toFixed(4));
  const bottom = Math.max(0, Math.floor(low / step + 1e-9) * step);
  return [snap(bottom), snap(Math.max(bottom + step, Math.min(1, Math.ceil(high / step - 1e-9) * step)))];
}

/** One range of rates for all, unless that left one of them on less than two thirds of it (by powers): then null. */
export function commonRateRange(ranges: readonly (readonly [number, number])[]): readonly [number, number] | null {
  const common = [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))] as const;
  const width = ([low, high]: readonly [number, number]): number => Math.log(high / low);
  return Math.min(...ranges.map(width)) < (2 / 3) * width(common) ? null : common;
}
