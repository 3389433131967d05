/**
 * Over-fitting to a proxy: what is selected goes on rising while what it stands for falls.
 *
 * Along a run, the programs that were best on small tasks are also measured on larger ones. The larger tasks' curve peaks
 * somewhere; programs after the peak were selected for what only the small tasks reward.
 * Source: Chen et al. 2023, arXiv:2302.06675, figure 3 (meta-overfitting). Deviation: the paper reads its curves by eye;
 * here a fall counts where it exceeds twice the curve's own roughness.
 */
import { largest } from "../core/extremes.ts";
import { median } from "./quantile.ts";

/** A measured program: when it became the best, what it was selected by, and the same on the larger tasks. */
export interface SelectionPoint {
  readonly at: number;
  readonly selected: number;
  readonly held: number;
}

/** What a selection curve shows. */
export interface OverfittingFinding {
  /** `unknown`: fewer than four points; `none`: no fall beyond the roughness, or nothing was selected after the peak. */
  readonly verdict: "over-fitted" | "none" | "unknown";
  /** Where the smoothed larger-tasks curve is highest, the earliest such place; null without points. */
  readonly peakAt: number | null;
  /** Place of the peak as a share of the run, 0 … 1; null without points. */
  readonly peakShare: number | null;
  /** Fall of the smoothed larger-tasks curve from its peak to its end; 0 or more. */
  readonly fall: number;
  /** Falls up to this are not told apart from the curve's roughness. */
  readonly tolerance: number;
  /** Rise of the selected figure after the peak. */
  readonly rise: number;
}

/** Falls smaller than this are never reported: a fifth of a point of a score. */
const smallestFall = 0.002;

/**
 * Looks for over-fitting in one run of length `total` (in the unit of `at`).
 *   held' = running median of three;  peak = first maximum of held';  fall = held'(peak) - held'(end)
 *   tolerance = max(0.002, 2 * 1.4826 * median |held - held'| over inner points)
 *   over-fitted exactly when fall > tolerance and selected(end) > selected(peak)
 * Points may come in any order.
 */
export function findOverfitting(points: readonly SelectionPoint[], total: number): OverfittingFinding {
  const ordered = [...points].sort((a, b) => a.at - b.at);
  if (ordered.length === 0) {
    return { verdict: "unknown", peakAt: null, peakShare: null, fall: 0, tolerance: smallestFall, rise: 0 };
  }
  const held = ordered.map((point) => point.held);
  const smooth = medianOfThree(held);
  const peak = smooth.indexOf(largest(smooth));
  const fall = smooth[peak]! - smooth.at(-1)!;
  const tolerance = Math.max(smallestFall, 2 * roughness(held, smooth));
  const rise = ordered.at(-1)!.selected - ordered[peak]!.selected;
  const peakAt = ordered[peak]!.at;
  const verdict = ordered.length < 4 ? "unknown" : fall > tolerance && rise > 0 ? "over-fitted" : "none";
  return { verdict, peakAt, peakShare: total > 0 ? peakAt / total : 0, fall, tolerance, rise };
}

/** Each inner value replaced by the median of itself and its neighbours; the ends stay. */
function medianOfThree(values: readonly number[]): readonly number[] {
  return values.map((value, index) =>
    index === 0 || index === values.length - 1 ? value : median(values.slice(index - 1, index + 2)),
  );
}

function roughness(values: readonly number[], smooth: readonly number[]): number {
  const residuals = values.map((value, index) => Math.abs(value - smooth[index]!)).slice(1, -1);
  return residuals.length === 0 ? 0 : 1.4826 * median(residuals);
}
