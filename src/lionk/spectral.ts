/** Norms that are sums of the largest singular values. */
import { normWithDual } from "./elementwise.ts";
import type { BoundK } from "./k-function.ts";
import { fromSingular, type MatrixShape, singularValues } from "./svd.ts";

/**
 * The sum of the `count` largest singular values; its dual is the larger of the greatest and of the sum of all divided by `count`.
 * With 1 it is the operator norm, with the smaller side of the matrix the nuclear norm.
 */
export function largestSingularValues(shape: MatrixShape, count: number): BoundK {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return normWithDual({
    value: (m) => sum(singularValues(m, shape).slice(0, count)),
    gradient: (m) => fromSingular(m, shape, (_, i) => Number(i < count)),
    dual: (z) => {
      const values = singularValues(z, shape);
      return Math.max(values[0] ?? 0, sum(values) / count);
    },
  });
}
