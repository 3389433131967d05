/**
 * Euclidean norms that hold in float32: the largest magnitude is divided out before squares are added up.
 *
 *   |x| = s sqrt(sum (x / s)^2),   s = max |x|, held within the normal numbers of float32
 * Squares leave float32 below 1e-23 and above 1e19, where x itself is still good; s keeps them at most 1. A norm of 0 is 0, one of an
 * infinite x is infinite, and what lies below the normal numbers loses digits but never its size.
 * Source: Blue 1978, as BLAS computes nrm2.
 */
import type { Ops } from "../graph/builder.ts";
import type { Term } from "./term.ts";

/** What keeps a quotient finite where a norm is 0: below it, numbers of float32 lose digits. */
export const tiny = 1e-37;

const largest = 3e38;

/** Norm over `axes`, which stay with extent 1. */
export function normOver<V>(ops: Ops<V>, x: V, axes: readonly number[]): V {
  const scale = scaleOf(ops, [x], axes);
  return ops.mul(scale, rootOfSquares(ops, [x], { axes, scale }));
}

/** Norm of vectors taken together, `[1]`. */
export function normOfAll<V>(ops: Ops<V>, parts: readonly V[]): V {
  const scale = scaleOf(ops, parts, [0]);
  return ops.mul(scale, rootOfSquares(ops, parts, { axes: [0], scale }));
}

/** What a term is the norm of, and over what it goes; undefined where it is none. */
export function normOf({
  op,
  args: [sum],
}: Term): { readonly over: "total" | "leafTotals"; readonly x: Term } | undefined {
  if (op !== "sqrt" || (sum!.op !== "total" && sum!.op !== "leafTotals")) return undefined;
  const [squares] = sum!.args;
  return squares!.op === "square" ? { over: sum!.op, x: squares!.args[0]! } : undefined;
}

function scaleOf<V>(ops: Ops<V>, parts: readonly V[], axes: readonly number[]): V {
  const tops = parts.map((part) => ops.reduceMax(ops.abs(part), { axes, keepDims: true }));
  const top = tops.reduce((a, b) => ops.maximum(a, b));
  return ops.minimum(ops.maximum(top, ops.scalar(tiny)), ops.scalar(largest));
}

function rootOfSquares<V>(
  ops: Ops<V>,
  parts: readonly V[],
  { axes, scale }: { readonly axes: readonly number[]; readonly scale: V },
): V {
  const sums = parts.map((part) => ops.sum(ops.square(ops.div(part, scale)), { axes, keepDims: true }));
  return ops.sqrt(sums.reduce((a, b) => ops.add(a, b)));
}
