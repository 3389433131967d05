/**
 * Distributed Lion: workers send signs, the server adds them up.
 *
 *   worker i: d_i = sign(b1 m_i + (1 - b1) g_i), m_i' = b2 m_i + (1 - b2) g_i, m_i tracking +g_i
 *   server: D = sign(sum d_i) by majority vote, or sum d_i / N averaged;   x' = x - eta (D + lambda x)
 * As |D_j| ≤ 1 the box of Lion is kept; where it comes to rest inside is another point than Lion's on the mean gradient.
 * Source: Liu et al. 2024, arXiv:2404.00438.
 */
import type { DiscreteConstants } from "./dynamics.ts";
import { signOf } from "./elementwise.ts";
import type { Vector } from "./k-function.ts";
import { combine } from "./vectors.ts";

/** How the server joins the signs. */
export type SignVote = "majority" | "average";

/** A worker's local step: the signs that it sends, and its momentum after. */
export function localStep(
  m: Vector,
  g: Vector,
  { beta1, beta2 }: Pick<DiscreteConstants, "beta1" | "beta2">,
): { readonly signs: Vector; readonly m: Vector } {
  return { signs: combine(beta1, m, 1 - beta1, g).map(signOf), m: combine(beta2, m, 1 - beta2, g) };
}

/** The server's step from what the workers sent. */
export function serverStep(
  x: Vector,
  signs: readonly Vector[],
  { eta, lambda, vote }: Pick<DiscreteConstants, "eta" | "lambda"> & { readonly vote: SignVote },
): Vector {
  const sum = x.map((_, j) => signs.reduce((total, each) => total + each[j]!, 0));
  const update = vote === "majority" ? sum.map(signOf) : sum.map((value) => value / signs.length);
  return combine(1 - eta * lambda, x, -eta, update);
}
