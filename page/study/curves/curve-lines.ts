/** Learning curves as the lines of a figure: the mean over seeds at each epoch or step, and the lowest and highest. */
import type { TrialCurve, TrialSteps } from "../../../src/dashboard/views.ts";

/** What the figures show. Accuracies in per cent, losses in nats. */
export type Measure = "validationAccuracy" | "validationLoss" | "trainLoss";

/** What runs to the right. */
export type CurveAxis = "epoch" | "seconds" | "step";

/** A line over its own places; null where a figure is not a number (a diverged epoch). */
export interface CurveLine {
  readonly x: readonly number[];
  /** The mean of the seeds. */
  readonly y: readonly (number | null)[];
  /** The lowest and the highest seed, where there are several. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

/** Which line of trials. `steps`: points by steps, of the trials that have them and by their keys. */
export interface CurveWish {
  readonly measure: Measure;
  readonly axis: CurveAxis;
  readonly steps?: ReadonlyMap<string, TrialSteps>;
}

/** Points of one seed. `at` names them among those of the other seeds. */
interface SeedPoints {
  readonly at: readonly number[];
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

/** The line of some seeds of one group. By seconds, a point stands at the mean of the seeds' seconds. */
export function curveLine(curves: readonly TrialCurve[], wish: CurveWish): CurveLine {
  const scale = wish.measure === "validationAccuracy" ? 100 : 1;
  const seeds = curves.map((curve) => seedPoints(curve, wish)).filter(({ at }) => at.length > 0);
  const places = placesOf(seeds);
  const sums = places.map(
    (): Sum => ({ n: 0, x: 0, known: 0, y: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }),
  );
  const indexOf = seeds.length === 1 ? null : new Map(places.map((place, i) => [place, i]));
  for (const { at, x, y } of seeds)
    for (let i = 0; i < at.length; i++) add(sums[indexOf === null ? i : indexOf.get(at[i]!)!]!, x[i], y[i]);
  const placed = sums.filter(({ n }) => n > 0);
  const line = {
    x: placed.map(({ x, n }) => x / n),
    y: placed.map(({ y, known }) => (known === 0 ? null : (scale * y) / known)),
  };
  if (seeds.length < 2) return line;
  return {
    ...line,
    low: placed.map(({ low, known }) => (known === 0 ? null : scale * low)),
    high: placed.map(({ high, known }) => (known === 0 ? null : scale * high)),
  };
}

/** What seeds have at one place: `n` of them stand there, `known` have a figure. */
interface Sum {
  n: number;
  x: number;
  known: number;
  y: number;
  low: number;
  high: number;
}

function add(sum: Sum, x: number | null | undefined, y: number | null | undefined): void {
  if (isFigure(x)) {
    sum.n++;
    sum.x += x;
  }
  if (!isFigure(y)) return;
  sum.known++;
  sum.y += y;
  if (y < sum.low) sum.low = y;
  if (y > sum.high) sum.high = y;
}

function placesOf(seeds: readonly SeedPoints[]): readonly number[] {
  if (seeds.length === 1) return seeds[0]!.at;
  const places = new Set<number>();
  for (const { at } of seeds) for (const place of at) places.add(place);
  return [...Float64Array.from(places).sort()];
}

function seedPoints(curve: TrialCurve, { measure, axis, steps }: CurveWish): SeedPoints {
  const { key, epoch, seconds } = curve;
  if (axis !== "step") return { at: epoch, x: axis === "epoch" ? epoch : seconds, y: curve[measure] };
  const own = steps?.get(key);
  if (own === undefined || own.step.length === 0) return { at: [], x: [], y: [] };
  if (measure === "trainLoss") return { at: own.step, x: own.step, y: own.trainLoss };
  return { at: epoch, x: epoch.map((one) => one * own.stepsPerEpoch), y: curve[measure] };
}

/** The value of a line at a place: that of its last point up to it; null before the first and after the end of the line. */
export function valueAt({ x, y: values }: Pick<CurveLine, "x" | "y">, place: number): number | null {
  const last = x.at(-1);
  if (last === undefined || place > last) return null;
  const index = x.findLastIndex((own) => own <= place);
  return index < 0 ? null : (values[index] ?? null);
}

function isFigure(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
