/** Muon's two momenta in common code are Lion-K with K = nuclear, beta1 = mu² and beta2 = mu, up to a factor that the polar factor ignores. */
import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { type Point, takeStep } from "./dynamics.ts";
import { kNamed } from "./functions/index.ts";
import { bindK, type Vector } from "./k-function.ts";
import { combine, normMax } from "./vectors.ts";

const shape = { size: 12, rows: 3, columns: 4 };
const k = bindK(kNamed("nuclear"), {}, shape);
const mu = 0.95;
const [eta, lambda] = [0.02, 0.1];

/** A momentum of others: from the old one and the gradient, the new one and what is made orthogonal and subtracted. */
type Convention = (m: Vector, g: Vector) => { readonly m: Vector; readonly update: Vector };

const conventions: readonly (readonly [string, Convention])[] = [
  [
    "Keller Jordan's: m = mu m + (1 - mu) g, Nesterov",
    (old, g) => {
      const m = combine(mu, old, 1 - mu, g);
      return { m, update: combine(1 - mu, g, mu, m) };
    },
  ],
  [
    "Moonlight's: m = mu m + g, Nesterov",
    (old, g) => {
      const m = combine(mu, old, 1, g);
      return { m, update: combine(1, g, mu, m) };
    },
  ],
];

test.each(conventions)("%s", (_, convention) => {
  const rng = createRng(11, "muon");
  const random = (): Vector => Float64Array.from({ length: shape.size }, () => rng.normal());
  const x0 = random();
  let ours: Point = { x: x0, m: new Float64Array(shape.size) };
  let theirs = { x: x0, m: new Float64Array(shape.size) as Vector };
  for (let step = 0; step < 30; step++) {
    const g = random();
    ours = takeStep(k, ours, g, { eta, lambda, beta1: mu ** 2, beta2: mu, decay: "explicit" });
    const { m, update } = convention(theirs.m, g);
    theirs = { m, x: combine(1 - eta * lambda, theirs.x, -eta, k.gradient(update)) };
    expect(normMax(combine(1, ours.x, -1, theirs.x))).toBeLessThanOrEqual(1e-14);
  }
});
