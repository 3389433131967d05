/** F5: the weights of a network on their way into Lion's box, as histograms. */
import { moonNetwork, trainMoons } from "./moons.ts";

/** A bar. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The weights at a step. */
export interface Histogram {
  readonly step: number;
  readonly bars: readonly Bar[];
  /** Share of the weights outside the box by more than a thousandth of it, and the largest magnitude. */
  readonly outside: number;
  readonly largest: number;
}

/** The figure's numbers. */
export interface WeightHistograms {
  readonly lambda: number;
  readonly eta: number;
  readonly weights: number;
  readonly histograms: readonly Histogram[];
}

const steps = [0, 50, 100, 200, 400];
/** Bars of width 0.025, so placed that the border 0.1 is in the middle of one. */
const reach = 0.7125;
const bars = 57;
/** Weights that the gradient pushes outward near the border for ever and never cross it: what is nearer than this counts as inside. */
const border = 1e-3;

/** Computes the figure. */
export function weightHistograms(): WeightHistograms {
  const [lambda, eta] = [10, 3e-3];
  const network = moonNetwork();
  const histograms: Histogram[] = [];
  trainMoons(network, { lambda, eta, stop: steps.at(-1)! }, (w, step) => {
    if (!steps.includes(step)) return;
    const outside = w.filter((value) => Math.abs(value) > (1 + border) / lambda).length / w.length;
    const largest = w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    histograms.push({ step, bars: barsOf(w), outside, largest });
  });
  return { lambda, eta, weights: network.size, histograms };
}

/** Counts between -reach and reach, which holds every weight of these runs. */
function barsOf(w: Float64Array): readonly Bar[] {
  const width = (2 * reach) / bars;
  const counts = new Int32Array(bars);
  for (const value of w) {
    const at = Math.max(0, Math.min(bars - 1, Math.floor((value + reach) / width)));
    counts[at] = counts[at]! + 1;
  }
  return Array.from(counts, (count, i) => ({ from: -reach + i * width, to: -reach + (i + 1) * width, count }));
}
