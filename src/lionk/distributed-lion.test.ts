/** Distributed Lion: the same as Lion for workers that agree; in the box, but elsewhere, for workers that do not. */
import { expect, test } from "vitest";
import { localStep, type SignVote, serverStep } from "./distributed-lion.ts";
import { takeStep } from "./dynamics.ts";
import { l1 } from "./functions/l1.ts";
import { bindK, type Vector } from "./k-function.ts";
import { quadratic } from "./objective.ts";

const constants = { eta: 0.01, beta1: 0.9, beta2: 0.99, lambda: 1 };
const start = Float64Array.from([0.3, -0.6]);

/** Where N workers with quadratics around centres of their own end; the mean objective is that around the mean centre. */
function endOf(centres: readonly (readonly number[])[], vote: SignVote, steps = 4000): Vector[] {
  const objectives = centres.map((c) =>
    quadratic({
      A: [
        [3, 1],
        [1, 2],
      ],
      c,
    }),
  );
  let x: Vector = start;
  let momenta: Vector[] = centres.map(() => new Float64Array(2));
  const path: Vector[] = [];
  for (let step = 0; step < steps; step++) {
    const eta = (constants.eta * (1 + Math.cos((Math.PI * step) / steps))) / 2;
    const sent = momenta.map((m, i) => localStep(m, objectives[i]!.gradient(x), constants));
    momenta = sent.map(({ m }) => m);
    x = serverStep(
      x,
      sent.map(({ signs }) => signs),
      { ...constants, eta, vote },
    );
    path.push(x);
  }
  return path;
}

test.each(["majority", "average"] as const)("workers that agree take Lion's steps, %s", (vote) => {
  const k = bindK(l1, {}, { size: 2 });
  const { gradient } = quadratic({
    A: [
      [3, 1],
      [1, 2],
    ],
    c: [2, -1],
  });
  let at = { x: start as Vector, m: new Float64Array(2) as Vector };
  let [x, m] = [start as Vector, new Float64Array(2) as Vector];
  for (let step = 0; step < 50; step++) {
    const sent = localStep(m, gradient(x), constants);
    x = serverStep(x, [sent.signs, sent.signs, sent.signs], { ...constants, vote });
    m = sent.m;
    at = takeStep(k, at, gradient(at.x), { ...constants, decay: "explicit" });
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(at.x[i]!, 14);
  }
});

test.each(["majority", "average"] as const)("workers that disagree stay in the box and end elsewhere, %s", (vote) => {
  const centres = [
    [0.9, -0.1],
    [0.1, -0.7],
    [-2, 0.5],
  ]; // their mean, (-1/3, -0.1), lies inside the box
  const path = endOf(centres, vote);
  for (const x of path) for (const value of x) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-15);
  const [single] = [endOf([[-1 / 3, -0.1]], vote).at(-1)!];
  expect(single[0]).toBeCloseTo(-1 / 3, 3);
  const end = path.at(-1)!;
  expect(Math.hypot(end[0]! - single[0]!, end[1]! - single[1]!)).toBeGreaterThan(0.1);
});
