/** F7: the front between two aims under a bound: portfolios of least risk for each return, on the simplex. */
import { kNamed } from "../functions/index.ts";
import { bindK, type Vector } from "../k-function.ts";
import { mulberry32 } from "../mulberry32.ts";
import { linear, quadratic, weightedSum } from "../objective.ts";
import { solve } from "../solve.ts";
import { dot, sumOf } from "../vectors.ts";

/** A portfolio: how risky, a standard deviation a year, and what it gains a year on average. */
export interface Portfolio {
  readonly risk: number;
  readonly gain: number;
}

/** A point of the front. */
export interface FrontPoint extends Portfolio {
  /** Weight of the variance in theta variance / 2 - (1 - theta) gain. */
  readonly theta: number;
  readonly shares: readonly number[];
  /** Bound on how far the weighted sum is above its least value. */
  readonly bound: number;
}

/** The figure's numbers. */
export interface Pareto {
  readonly front: readonly FrontPoint[];
  readonly assets: readonly (Portfolio & { readonly name: string })[];
  readonly cloud: readonly Portfolio[];
  /** The most by which a portfolio of the cloud is better, in any of the weighted sums, than its point of the front. */
  readonly bestOfCloud: number;
}

/** Four invented assets: what they gain, and how they vary together. */
export const market = {
  names: ["bonds", "utilities", "shares", "start-ups"],
  mean: [0.02, 0.045, 0.07, 0.11],
  deviation: [0.04, 0.11, 0.17, 0.32],
  correlation: [
    [1, 0.1, -0.1, -0.15],
    [0.1, 1, 0.4, 0.2],
    [-0.1, 0.4, 1, 0.6],
    [-0.15, 0.2, 0.6, 1],
  ],
} as const;

/** How each point is solved: K is the simplex, Lion's constants, a cosine. */
export const paretoSettings = { eta: 0.05, beta1: 0.9, beta2: 0.99, lambda: 1, steps: 10_000, points: 21 } as const;

const covariance = market.deviation.map((a, i) => market.deviation.map((b, j) => a * b * market.correlation[i]![j]!));
const variance = quadratic({ A: covariance, c: market.mean.map(() => 0) });
const gain = linear({ b: market.mean });

/** Computes the figure. */
export function pareto(): Pareto {
  const { points } = paretoSettings;
  const front = Array.from({ length: points }, (_, i) => frontPoint(weightOf(i / (points - 1))));
  const draw = mulberry32(7);
  const drawn = Array.from({ length: 600 }, () => randomShares(draw));
  const better = front.flatMap(({ theta, shares }) => {
    const aim = aimOf(theta);
    const reached = aim.value(Float64Array.from(shares));
    return drawn.map((one) => reached - aim.value(one));
  });
  return {
    front,
    assets: market.names.map((name, i) => ({
      name,
      ...portfolioOf(Float64Array.from(market.names, (_, j) => Number(i === j))),
    })),
    cloud: drawn.map(portfolioOf),
    bestOfCloud: Math.max(...better),
  };
}

/** Weights of the variance: close together near 1, where the front turns from gain to safety. */
function weightOf(share: number): number {
  return 1 - (1 - share) ** 3;
}

function aimOf(theta: number) {
  return weightedSum(
    [
      { weight: theta, objective: variance },
      { weight: theta - 1, objective: gain },
    ],
    true,
  );
}

function frontPoint(theta: number): FrontPoint {
  const size = market.names.length;
  const { eta, beta1, beta2, lambda, steps } = paretoSettings;
  const { x, bound } = solve(bindK(kNamed("simplex"), {}, { size }), aimOf(theta), {
    ...{ eta, beta1, beta2, lambda, steps, schedule: "cosine", decay: "explicit", tolerance: 1e-12 },
    x0: new Float64Array(size).fill(1 / size),
  });
  return { theta, shares: [...x], bound, ...portfolioOf(x) };
}

function portfolioOf(x: Vector): Portfolio {
  return { risk: Math.sqrt(2 * variance.value(x)), gain: dot(Float64Array.from(market.mean), x) };
}

/** A point drawn evenly from the simplex: exponential numbers by their sum. */
function randomShares(draw: () => number): Vector {
  const x = Float64Array.from(market.names, () => -Math.log(1 - draw()));
  return x.map((value) => value / sumOf(x, (one) => one));
}
