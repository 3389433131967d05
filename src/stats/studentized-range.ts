/**
 * The range of k standard normal values: the studentized range with infinitely many degrees of freedom.
 */
import { normalCdf } from "./normal.ts";

/**
 * P(highest - lowest of k standard normal values <= q) = k integral of phi(z) (Phi(z) - Phi(z - q))^(k-1) dz, k >= 2.
 * Simpson's rule over -8 … 8 + q; absolute error below 1e-10.
 */
export function rangeCdf(q: number, k: number): number {
  if (q <= 0) return 0;
  const [from, to] = [-8, 8 + q];
  const steps = 2 * Math.ceil(16 * (to - from));
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width;
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density * (normalCdf(z) - normalCdf(z - q)) ** (k - 1);
  }
  return Math.min(1, (k * sum * width) / 3);
}

/** The q with P(range <= q) = level, 0 < level < 1, by bisection. Golden: level 0.95 gives 2.7718 for 2 values, 4.4741 for 10. */
export function rangeQuantile(level: number, k: number): number {
  let low = 0;
  let high = 1;
  while (rangeCdf(high, k) < level) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rangeCdf(middle, k) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
