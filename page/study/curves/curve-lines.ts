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
  /** The mean of the seeds. */
  readonly y: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
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
    y: line(mean),
    low: line((values) => Math.min(...values)),
    high: line((values) => Math.max(...values)),
  };
}

/** The value of a line at a place: that of its last point up to it; null before the first and after the end of the line. */
export function valueAt({ x, y: values }: Pick<CurveLine, "x" | "y">, place: number): number | null {
  const last = x.at(-1);
  if (last === undefined || place > last) return null;
  const index = x.findLastIndex((own) => own <= place);
  return index < 0 ? null : (values[index] ?? null);
}

function isFigure(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
