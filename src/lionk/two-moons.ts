/**
 * Two moons: points on two half circles that hook into each other, a small problem of classes that no straight line separates.
 *
 *   outer moon (class 0): (cos t, sin t);   inner moon (class 1): (1 - cos t, 1/2 - sin t);   t from 0 to pi, evenly
 * Each coordinate then gets normal noise. Source: scikit-learn's `make_moons`.
 */
import { mulberry32 } from "./mulberry32.ts";

/** Points with a class each: 0 or 1. */
export interface LabelledPoints {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly classes: readonly (0 | 1)[];
}

/** `size` points, the first half on the outer moon. `noise`: standard deviation of what is added. */
export function twoMoons({ size, noise, seed }: { size: number; noise: number; seed: number }): LabelledPoints {
  const normal = normalFrom(mulberry32(seed));
  const half = Math.ceil(size / 2);
  const classes = Array.from({ length: size }, (_, i): 0 | 1 => (i < half ? 0 : 1));
  const points = classes.map((moon, i): [number, number] => {
    const [place, count] = moon === 0 ? [i, half] : [i - half, size - half];
    const t = (Math.PI * place) / Math.max(1, count - 1);
    const [x, y] = moon === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
    return [x + noise * normal(), y + noise * normal()];
  });
  return { points, classes };
}

/** Standard normal numbers by Box and Muller's method, one from each pair of draws. */
function normalFrom(draw: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
