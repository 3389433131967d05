/** Functions of whole tensors in operations of Keras, which every backend has. A tensor is the matrix [first axis, all others]. */
import type { HelperText } from "../numpy/helpers.ts";

/** By name. */
export const kerasHelpers: { readonly [name: string]: HelperText } = {
  rows: {
    calls: [],
    text: `def rows(x):
    return x.shape[0] if len(x.shape) else 1`,
  },
  columns: {
    calls: [],
    text: `def columns(x):
    return math.prod(x.shape[1:])`,
  },
  as_matrix: {
    calls: ["rows"],
    text: `def as_matrix(x):
    """x as [first axis, all others]; a vector is a column."""
    return ops.reshape(x, (rows(x), -1))`,
  },
  one_minus_power: {
    calls: [],
    text: `def one_minus_power(base, count):
    """1 - base**count; written so, float32 would lose digits of it."""
    return -ops.expm1(count * math.log(base)) if base > 0 else 1.0`,
  },
  norm: {
    calls: [],
    text: `def norm(x):
    return ops.sqrt(ops.sum(ops.square(x)))`,
  },
  unit: {
    calls: ["norm"],
    text: `def unit(x):
    return x / ops.maximum(norm(x), 1e-37)`,
  },
  kth_largest: {
    calls: [],
    text: `def kth_largest(x, share):
    """The element that a share of all elements, at least one, are not below."""
    size = math.prod(x.shape)
    k = min(size, max(1, math.ceil(share * size)))
    return ops.sort(ops.reshape(x, (-1,)))[size - k]`,
  },
  row_norm: {
    calls: ["as_matrix"],
    text: `def row_norm(x):
    """Norm of the row that each element lies in; a vector is one row."""
    matrix = as_matrix(x) if len(x.shape) > 1 else ops.reshape(x, (1, -1))
    norms = ops.sqrt(ops.sum(ops.square(matrix), axis=1, keepdims=True))
    return ops.reshape(ops.broadcast_to(norms, matrix.shape), x.shape)`,
  },
  iterate: {
    calls: [],
    text: `def iterate(y, a, b, c, rounds):
    """Newton-Schulz: sends each singular value s to a s + b s^3 + c s^5."""
    wide = y.shape[0] <= y.shape[1]
    for _ in range(rounds):
        turned = ops.transpose(y)
        gram = ops.matmul(y, turned) if wide else ops.matmul(turned, y)
        mixed = b * gram + c * ops.matmul(gram, gram)
        y = a * y + (ops.matmul(mixed, y) if wide else ops.matmul(y, mixed))
    return y`,
  },
  newton_schulz: {
    calls: ["as_matrix", "iterate"],
    text: `def newton_schulz(x):
    """Muon's five quintic steps; the norm of x must be at most 1."""
    return ops.reshape(iterate(as_matrix(x), 3.4445, -4.775, 2.0315, 5), x.shape)`,
  },
  polar: {
    calls: ["as_matrix", "unit", "iterate"],
    text: `def polar(x):
    """U V' of the singular value decomposition U S V', without small S."""
    lifted = iterate(unit(as_matrix(x)), 3.4445, -4.775, 2.0315, 5)
    return ops.reshape(iterate(lifted, 1.5, -0.5, 0, 8), x.shape)`,
  },
  top_singular: {
    calls: ["as_matrix", "unit"],
    text: `def top_singular(x, k):
    """Sum of u v' over the k largest singular values."""
    left = unit(as_matrix(x))
    wide = left.shape[0] <= left.shape[1]
    small = min(left.shape)
    start = ops.cast([[1 + i * 0.618 % 1] for i in range(small)], x.dtype)
    found = ops.zeros_like(left)
    for _ in range(math.ceil(min(small, k))):
        turned = ops.transpose(left)
        power = unit(ops.matmul(left, turned) if wide else ops.matmul(turned, left))
        for _ in range(8):
            power = unit(ops.matmul(power, power))
        near = unit(ops.matmul(power, start))
        far = unit(ops.matmul(turned if wide else left, near))
        one = (
            ops.matmul(near, ops.transpose(far))
            if wide
            else ops.matmul(far, ops.transpose(near))
        )
        size = ops.sum(one * left)
        left = left - one * size
        found = found + one * ops.minimum(1, 1e4 * size)
    return ops.reshape(found, x.shape)`,
  },
};
