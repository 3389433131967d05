/** Where an axis has ticks, and what they say. */
import { formatRate } from "../../../src/report/format.ts";

/** Round values between the ends of an axis of equal steps, about `target` of them. */
export function evenTicks([low, high]: readonly [number, number], target: number): readonly number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  const rough = (high - low) / Math.max(1, target);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((multiple) => multiple * power).find((one) => one >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** Powers of ten between the ends of a logarithmic axis, at most about `target`; on a short axis 2 and 5 times those too, on a shorter one values of equal steps. */
export function powerTicks([low, high]: readonly [number, number], target: number): readonly number[] {
  if (!(low > 0) || !(high >= low) || !Number.isFinite(high)) return [];
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const inside = (value: number): boolean => value >= low * 0.999 && value <= high * 1.001;
  const powers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const multiples = powers.flatMap((power) => [1, 2, 5].map((multiple) => Number(`${multiple}e${power}`)));
  const shown = multiples.filter(inside);
  if (high > low && shown.length < 3)
    return evenTicks([low, high], Math.ceil(1.6 * target)).filter((value) => value > 0);
  if (shown.length <= target) return shown;
  const every = Math.max(1, Math.ceil(powers.length / target));
  return powers
    .filter((_, at) => at % every === 0)
    .map((power) => Number(`1e${power}`))
    .filter(inside);
}

/** A value beside an axis: as few digits as it has. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value < 0 ? `-${formatRate(size)}` : formatRate(size);
  return String(Number(value.toPrecision(6)));
}
