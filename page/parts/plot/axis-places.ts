/** Where an axis of uPlot has lines, and which of them may bear a text. */
import type uPlot from "uplot";
import { isShort, logSplits } from "./log-splits.ts";
import type { PlotAxis } from "./plot-lines.ts";

/** Where lines stand, on a logarithmic scale; between whole numbers, of which an axis may have no parts, there are none. */
export function splitsOf({ log = false, whole = false }: PlotAxis): Pick<uPlot.Axis, "splits" | "incrs" | "filter"> {
  if (whole && !log) return { incrs: [...wholeSteps] };
  if (!log) return {};
  return {
    splits: (_, __, low, high) => [...logSplits(low, high)],
    filter: (plot, splits, axis, space) => (isShortAxis(plot, axis) ? splits : roomy(plot, splits, { axis, space })),
  };
}

/** Whether an axis by powers is so short that its lines stand at equal steps. */
export function isShortAxis({ axes, scales }: uPlot, axis: number): boolean {
  const { min, max } = scales[axes[axis]!.scale!]!;
  return isShort(min ?? 1, max ?? 1);
}

/** Of a scale by powers, the values for which there is room: all, those that begin with a few digits, or whole powers. */
function roomy(
  plot: uPlot,
  splits: readonly number[],
  { axis, space }: { readonly axis: number; readonly space: number },
): (number | null)[] {
  const { scale } = plot.axes[axis]!;
  const apart = (one: number, other: number): boolean =>
    Math.abs(plot.valToPos(one, scale!) - plot.valToPos(other, scale!)) >= space;
  const digits = apart(10, 9) ? "123456789" : apart(7, 6) ? "12357" : apart(5, 4) ? "125" : "1";
  return splits.map((split) => (digits.includes(split.toExponential()[0]!) ? split : null));
}

/** 1, 2, 5, 10 … up to five thousand million. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat();
