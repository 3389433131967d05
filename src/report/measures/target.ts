/**
 * A target that all can be timed to, and when a run reached it.
 */

/** A run's validation accuracy by epoch, and how long its epochs took; `timings` may lack some. */
export interface TimedRun {
  readonly accuracies: readonly number[];
  /** Training alone; `images`: of the epoch. */
  readonly timings: readonly { readonly epoch: number; readonly trainSeconds: number; readonly images: number }[];
  readonly batchSize: number;
}

/** When a run came to its target: at the end of which epoch; null where what it takes to say is not kept. */
export interface Arrival {
  readonly epoch: number;
  readonly steps: number | null;
  readonly seconds: number | null;
}

/**
 * The target where none is asked for: the lowest of the optimizers' lower medians over seeds of their best accuracy, so that each reaches it on
 * at least half of its seeds. -Infinity stands for a diverged run; an optimizer of which half diverged sets no target. Null where none does.
 */
export function commonTarget(best: readonly (readonly number[])[]): number | null {
  const medians = best
    .map((values) => [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[(values.length - 1) >> 1])
    .filter((value) => value !== undefined && Number.isFinite(value));
  return medians.length === 0 ? null : Math.min(...(medians as readonly number[]));
}

/** The end of the first epoch at which a run's accuracy is at least the target; null where it never is. */
export function arrivalAt({ accuracies, timings, batchSize }: TimedRun, target: number): Arrival | null {
  const at = accuracies.findIndex((accuracy) => accuracy >= target);
  if (at < 0) return null;
  const epoch = at + 1;
  const passed = timings.filter((timing) => timing.epoch <= epoch);
  if (passed.length < epoch) return { epoch, steps: null, seconds: null };
  const steps = passed.reduce((sum, { images }) => sum + Math.round(images / batchSize), 0);
  return {
    epoch,
    steps: steps > 0 ? steps : null,
    seconds: passed.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
  };
}

/** The middle of several runs' figures, a run that never arrived being infinitely late; null where a run that did lacks the figure. */
export function middleArrival(arrivals: readonly (Arrival | null)[], of: keyof Arrival): number | null {
  const figures = arrivals.map((arrival) => (arrival === null ? Number.POSITIVE_INFINITY : arrival[of]));
  const known = figures.filter((figure) => figure !== null).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return known.length < figures.length || known.length === 0 ? null : known[(known.length - 1) >> 1]!;
}
