/** Learning curves as the lines of a figure: the mean over seeds at each epoch, and the lowest and highest. */
import type { TrialCurve } from "../../../src/dashboard/views.ts";
import { mean } from "../../../src/stats/mean-interval.ts";

/** What the figures show. Accuracies in per cent, losses in nats. */
export type Measure = "validationAccuracy" | "validationLoss" | "trainLoss";

/** What runs to the right. */
export type CurveAxis = "epoch" | "seconds";

/** A line over its own places; null where a figure is not a number (a diverged epoch). */
export interface CurveLine {
  readonly x: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Lines over the same places: `y` is undefined where a line has no point, so that it is drawn through. */
export interface AlignedLines {
  readonly x: readonly number[];
  readonly lines: readonly Readonly<Record<"mean" | "low" | "high", readonly (number | null | undefined)[]>>[];
}

/** The line of some seeds of one group. By seconds, a point stands at the mean of the seeds' seconds. */
export function curveLine(
  curves: readonly TrialCurve[],
  { measure, axis }: { readonly measure: Measure; readonly axis: CurveAxis },
): CurveLine {
  const epochs = [...new Set(curves.flatMap(({ epoch }) => epoch))].sort((a, b) => a - b);
  const scale = measure === "validationAccuracy" ? 100 : 1;
  const points = epochs.map((epoch) => {
    const at = curves.flatMap((curve) => {
      const index = curve.epoch.indexOf(epoch);
      return index < 0 ? [] : [{ value: curve[measure][index] ?? null, seconds: curve.seconds[index] ?? null }];
    });
    const known = at.map(({ value }) => value).filter(isFigure);
    const seconds = at.map((point) => point.seconds).filter(isFigure);
    return { x: axis === "epoch" ? epoch : seconds.length === 0 ? null : mean(seconds), known };
  });
  const placed = points.filter((point): point is { x: number; known: number[] } => point.x !== null);
  const line = (summary: (values: readonly number[]) => number): readonly (number | null)[] =>
    placed.map(({ known }) => (known.length === 0 ? null : scale * summary(known)));
  return {
    x: placed.map(({ x }) => x),
    mean: line(mean),
    low: line((values) => Math.min(...values)),
    high: line((values) => Math.max(...values)),
  };
}

/** The lines over all places of any of them. */
export function alignLines(lines: readonly CurveLine[]): AlignedLines {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const indexOf = new Map(x.map((place, index) => [place, index]));
  const spread = (
    own: readonly number[],
    values: readonly (number | null)[],
  ): readonly (number | null | undefined)[] => {
    const out: (number | null | undefined)[] = new Array(x.length).fill(undefined);
    for (const [at, place] of own.entries()) out[indexOf.get(place)!] = values[at];
    return out;
  };
  return {
    x,
    lines: lines.map((line) => ({
      mean: spread(line.x, line.mean),
      low: spread(line.x, line.low),
      high: spread(line.x, line.high),
    })),
  };
}

/** The value of a line at a place: that of its last point up to it; null before the first and after the end of the line. */
export function valueAt({ x, mean: values }: CurveLine, place: number): number | null {
  const last = x.at(-1);
  if (last === undefined || place > last) return null;
  const index = x.findLastIndex((own) => own <= place);
  return index < 0 ? null : (values[index] ?? null);
}

function isFigure(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
