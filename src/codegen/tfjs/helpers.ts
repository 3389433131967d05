/** Functions that TensorFlow.js lacks, as text that a file gets where its program calls them. A matrix is [first axis, all others]. */
import type { HelperText } from "../numpy/helpers.ts";

/** By name. */
export const tfjsHelpers: { readonly [name: string]: HelperText } = {
  cbrt: {
    calls: [],
    text: `function cbrt(x) {
  return tf.mul(tf.sign(x), tf.pow(tf.abs(x), 1 / 3));
}`,
  },
  rows: {
    calls: [],
    text: `function rows(x) {
  return x.shape[0] ?? 1;
}`,
  },
  columns: {
    calls: ["rows"],
    text: `function columns(x) {
  return x.size / rows(x);
}`,
  },
  unit: {
    calls: [],
    text: `function unit(x) {
  return tf.div(x, tf.maximum(tf.norm(x), 1e-37));
}`,
  },
  iterate: {
    calls: ["rows", "columns"],
    text: `/** Newton-Schulz: sends each singular value s to a s + b s^3 + c s^5. */
function iterate(x, [a, b, c], rounds) {
  const wide = rows(x) <= columns(x);
  let y = tf.reshape(x, [rows(x), columns(x)]);
  for (let round = 0; round < rounds; round++) {
    const gram = tf.matMul(y, y, !wide, wide);
    const mixed = tf.add(tf.mul(b, gram), tf.mul(c, tf.matMul(gram, gram)));
    const moved = wide ? tf.matMul(mixed, y) : tf.matMul(y, mixed);
    y = tf.add(tf.mul(a, y), moved);
  }
  return tf.reshape(y, x.shape);
}`,
  },
  newton_schulz: {
    calls: ["iterate"],
    text: `/** Muon's five quintic steps; the norm of x must be at most 1. */
function newtonSchulz(x) {
  return iterate(x, [3.4445, -4.775, 2.0315], 5);
}`,
  },
  polar: {
    calls: ["unit", "iterate"],
    text: `/** U V' of the singular value decomposition U S V', without small S. */
function polar(x) {
  const lifted = iterate(unit(x), [3.4445, -4.775, 2.0315], 5);
  return iterate(lifted, [1.5, -0.5, 0], 8);
}`,
  },
  top_singular: {
    calls: ["rows", "columns", "unit"],
    text: `/** Sum of u v' over the k largest singular values. */
function topSingular(x, k) {
  const wide = rows(x) <= columns(x);
  const small = Math.min(rows(x), columns(x));
  let left = unit(tf.reshape(x, [rows(x), columns(x)]));
  let found = tf.zerosLike(left);
  const start = tf.tensor2d(
    Array.from({ length: small }, (_, i) => [1 + ((i * 0.618) % 1)]),
  );
  for (let round = 0; round < Math.min(small, k); round++) {
    let power = unit(tf.matMul(left, left, !wide, wide));
    for (let i = 0; i < 8; i++) power = unit(tf.matMul(power, power));
    const near = unit(tf.matMul(power, start));
    const far = unit(tf.matMul(left, near, wide));
    const one = wide
      ? tf.matMul(near, far, false, true)
      : tf.matMul(far, near, false, true);
    const size = tf.sum(tf.mul(one, left));
    left = tf.sub(left, tf.mul(one, size));
    found = tf.add(found, tf.mul(one, tf.minimum(1, tf.mul(1e4, size))));
  }
  return tf.reshape(found, x.shape);
}`,
  },
  kth_largest: {
    calls: [],
    text: `/** The element that a share of all, at least one, are not below. */
function kthLargest(x, share) {
  const k = Math.min(x.size, Math.max(1, Math.ceil(share * x.size)));
  return tf.min(tf.topk(tf.reshape(x, [-1]), k).values);
}`,
  },
  row_norm: {
    calls: ["rows", "columns"],
    text: `/** Norm of the row that each element lies in; a vector is one row. */
function rowNorm(x) {
  const shape = x.rank > 1 ? [rows(x), columns(x)] : [1, x.size];
  const norms = tf.norm(tf.reshape(x, shape), "euclidean", 1, true);
  return tf.reshape(tf.broadcastTo(norms, shape), x.shape);
}`,
  },
};
