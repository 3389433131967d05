/** F10: the Fenchel-Young gap over lambda beside what it bounds, F - F*, all along a run. */
import { clamped } from "../elementwise.ts";
import type { KValues, Vector } from "../k-function.ts";
import { solve } from "../solve.ts";
import { norm2, scaled } from "../vectors.ts";
import { type NamedK, planeBowl, planeK, planeSettings, planeStart } from "./problems.ts";

/** Both at a step. */
export interface GapPoint {
  readonly step: number;
  readonly bound: number;
  readonly excess: number;
}

/** A run. */
export interface GapRun {
  readonly label: string;
  readonly least: number;
  /** The largest of both in each stretch of steps inside the domain, at the stretch's end. */
  readonly points: readonly GapPoint[];
  /** Most by which F - F* lies above its bound at any step inside the domain; rounding where the theorem holds. */
  readonly violation: number;
  /** Steps of the run inside the domain; a run ends early where its gap is 0. */
  readonly inside: number;
}

/** The figure's numbers. */
export interface GapBound {
  readonly runs: readonly GapRun[];
}

/** Steps of a stretch: some turns of the chatter of l1. */
export const stretch = 100;

/** A penalty with its projection: how F* is found without Lion-K. */
interface Reference {
  readonly name: string;
  readonly values: KValues;
  readonly project: (x: Vector) => Vector;
  /** Gradient of the smooth part of K*(lambda x) / lambda, lambda = 1 */
  readonly penalty: (x: Vector) => Vector;
}

const references: readonly Reference[] = [
  { name: "l1", values: {}, project: intoBox, penalty: (x) => scaled(0, x) },
  { name: "l2", values: {}, project: (x) => scaled(1 / Math.max(1, norm2(x)), x), penalty: (x) => scaled(0, x) },
  { name: "huber", values: { e: 0.5 }, project: intoBox, penalty: (x) => scaled(0.5, x) },
];

/** Computes the figure. */
export function gapBound(): GapBound {
  return { runs: references.map((reference) => gapRun(planeK(reference.name, reference.values), reference)) };
}

function gapRun({ label, k }: NamedK, reference: Reference): GapRun {
  const minimum = projectedDescent(reference);
  const least = planeBowl.value(minimum) + k.conjugate(minimum);
  const points: GapPoint[] = [];
  let [violation, inside] = [Number.NEGATIVE_INFINITY, 0];
  solve(
    k,
    planeBowl,
    { ...planeSettings, tolerance: 1e-14, x0: Float64Array.from(planeStart) },
    ({ step, gap, objective }) => {
      if (!Number.isFinite(objective)) return;
      inside++;
      const [bound, excess] = [gap / planeSettings.lambda, objective - least];
      violation = Math.max(violation, excess - bound);
      const last = points.at(-1);
      if (last === undefined || step % stretch === 1) points.push({ step, bound, excess });
      else
        points[points.length - 1] = { step, bound: Math.max(bound, last.bound), excess: Math.max(excess, last.excess) };
    },
  );
  return { label, least, points, violation, inside };
}

/** The minimum by projected gradient descent, which shares nothing with Lion-K: x <- P(x - (g + penalty) / 5), to rounding. */
function projectedDescent({ project, penalty }: Reference): Vector {
  let x: Vector = Float64Array.of(0, 0);
  for (let n = 0; n < 2_000; n++) {
    const [g, extra] = [planeBowl.gradient(x), penalty(x)];
    x = project(x.map((value, i) => value - (g[i]! + extra[i]!) / 5));
  }
  return x;
}

function intoBox(x: Vector): Vector {
  return x.map((value) => clamped(value, 1));
}
