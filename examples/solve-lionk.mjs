/**
 * Solves a constrained problem by Lion's own update, and checks what the theory promises: decay 1/2 means the box |x_i| <= 2.
 *
 *   node examples/solve-lionk.mjs
 */
import { solve } from "lionlab";
import { envelopeHeld, theoremHeld } from "lionlab/lionk";

/** An objective of one's own: any f with a gradient. The least value without the box is at (5, 0.5, -3). */
const target = [5, 0.5, -3];
const objective = {
  size: 3,
  convex: true,
  curvature: 1,
  value: (x) => target.reduce((sum, t, i) => sum + (x[i] - t) ** 2 / 2, 0),
  gradient: (x) => Float64Array.from(target, (t, i) => x[i] - t),
};

let points = 0;
const { x, bound, phaseOne, certificate } = await solve(
  { objective, k: { kind: "l1" }, decay: 0.5, lr: 0.01, steps: 20_000, x0: [6, 6, 6] },
  { onPoint: () => points++ },
);

console.log(`x = ${Array.from(x, (value) => value.toFixed(4)).join(", ")} after ${points - 1} steps`);
console.log(
  `f is at most ${bound.toExponential(1)} above its least value in the box, which it reached after ${phaseOne} steps`,
);
console.log(`the envelope held: ${envelopeHeld(certificate)}; the theorem held: ${theoremHeld(certificate)}`);
