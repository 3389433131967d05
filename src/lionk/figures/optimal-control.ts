/** F8: a cart brought to rest by a bounded push: the push, the position and the speed. */
import { kNamed } from "../functions/index.ts";
import { bindK, type KValues, type Vector } from "../k-function.ts";
import { cholesky, solveCholesky } from "../linear-algebra.ts";
import { type Solution, solve } from "../solve.ts";
import { cart, controlHorizon, controlStepSeconds } from "./problems.ts";

/** A way to bring the cart to rest. */
export interface ControlRun {
  readonly label: string;
  /** Push in each step, and position and speed before each step and at the end. */
  readonly push: readonly number[];
  readonly position: readonly number[];
  readonly speed: readonly number[];
  readonly cost: number;
  /** Where Lion-K found it; null for the exact answer without a bound. */
  readonly solution: Solution | null;
}

/** The figure's numbers. */
export interface OptimalControl {
  readonly runs: readonly ControlRun[];
}

/** Constants of the two solved runs. */
export const controlSettings = { eta: 0.01, beta1: 0.9, beta2: 0.99, lambda: 1, steps: 40_000 } as const;

/** Computes the figure. */
export function optimalControl(): OptimalControl {
  return {
    runs: [
      controlRun("without a bound", freePush(), null),
      solved("l1: |u| ≤ 1", "l1", {}),
      solved("huber e = 0.05: |u| ≤ 1, and ridge", "huber", { e: 0.05 }),
    ],
  };
}

function solved(label: string, name: string, values: KValues): ControlRun {
  const k = bindK(kNamed(name), values, { size: cart.size });
  const settings = { ...controlSettings, schedule: "cosine", decay: "explicit", tolerance: 1e-13 } as const;
  const solution = solve(k, cart, { ...settings, x0: new Float64Array(cart.size) });
  return controlRun(label, solution.x, solution);
}

function controlRun(label: string, push: Vector, solution: Solution | null): ControlRun {
  const [position, speed] = [[2], [0]];
  for (const u of push) {
    position.push(position.at(-1)! + controlStepSeconds * speed.at(-1)!);
    speed.push(speed.at(-1)! + controlStepSeconds * u);
  }
  return { label, push: [...push], position, speed, cost: cart.value(push), solution };
}

/** The minimum of the cost without a bound: its gradient is H u + g(0), and the columns of H are the gradient's differences. */
function freePush(): Vector {
  const size = controlHorizon;
  const origin = cart.gradient(new Float64Array(size));
  const hessian = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const column = cart.gradient(new Float64Array(size).fill(1, j, j + 1));
    for (let i = 0; i < size; i++) hessian[i * size + j] = column[i]! - origin[i]!;
  }
  return solveCholesky(
    cholesky(hessian, size)!,
    origin.map((value) => -value),
    size,
  );
}
