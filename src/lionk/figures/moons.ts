/** The network of F5 and F6 on its points, and a run of Lion on it. */
import { type Point, takeStep } from "../dynamics.ts";
import { kNamed } from "../functions/index.ts";
import { bindK, type Vector } from "../k-function.ts";
import { mulberry32 } from "../mulberry32.ts";
import { type SmallNetwork, smallNetwork } from "../small-network.ts";
import { etaAt } from "../solve.ts";
import { twoMoons } from "../two-moons.ts";

/** Settings of the points, of the weights and of the run. */
export const moons = {
  points: { size: 200, noise: 0.1, seed: 123 },
  hidden: [16, 16],
  weightSeed: 9,
  steps: 6_000,
  beta1: 0.9,
  beta2: 0.99,
} as const;

/** A network of its own for a run, since it keeps its activations. */
export function moonNetwork(): SmallNetwork {
  return smallNetwork(twoMoons(moons.points), moons.hidden);
}

/** Runs Lion with all points in each step and a rate that falls along a cosine over all of `moons.steps`; `visit` sees the weights before each step and at the end. */
export function trainMoons(
  network: SmallNetwork,
  { lambda, eta, stop = moons.steps }: { readonly lambda: number; readonly eta: number; readonly stop?: number },
  visit: (w: Vector, step: number) => void = () => {},
): Vector {
  const { beta1, beta2, steps } = moons;
  const k = bindK(kNamed("l1"), {}, { size: network.size });
  let point: Point = { x: network.initial(mulberry32(moons.weightSeed)), m: new Float64Array(network.size) };
  for (let step = 0; step < stop; step++) {
    visit(point.x, step);
    const constants = { beta1, beta2, lambda, decay: "explicit", eta: etaAt(step, { eta, schedule: "cosine", steps }) };
    point = takeStep(k, point, network.gradient(point.x), { ...constants, decay: "explicit" });
  }
  visit(point.x, stop);
  return point.x;
}
