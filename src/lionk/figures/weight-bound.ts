/** F6: what a tighter box costs: final loss and largest weight against lambda. */
import { normMax } from "../vectors.ts";
import { moonNetwork, trainMoons } from "./moons.ts";

/** The end of a run. */
export interface BoundedRun {
  readonly lambda: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly largest: number;
}

/** The figure's numbers. */
export interface WeightBound {
  readonly eta: number;
  readonly runs: readonly BoundedRun[];
  /** The last lambda whose loss is below `harmless` and the first whose loss is not: the critical lambda lies between. */
  readonly critical: readonly [number, number];
}

/** A loss below this counts as none lost to the bound. */
export const harmless = 1e-3;

const swept: readonly number[] = [0, 0.5, 1, 2, 3, 5, 10];

/** Computes the figure. `onRun` is told of each run before it begins; `lambdas` go up, from one whose box costs nothing to one whose box does. */
export function weightBound(onRun: (lambda: number) => void = () => {}, lambdas = swept): WeightBound {
  const eta = 1e-3;
  const network = moonNetwork();
  const runs = lambdas.map((lambda): BoundedRun => {
    onRun(lambda);
    const w = trainMoons(network, { lambda, eta });
    return { lambda, loss: network.value(w), accuracy: network.accuracy(w), largest: normMax(w) };
  });
  const first = runs.findIndex(({ loss }) => loss >= harmless);
  return { eta, runs, critical: [lambdas[Math.max(0, first - 1)]!, lambdas[first]!] };
}
