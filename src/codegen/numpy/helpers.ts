/** Functions of whole tensors in NumPy, as text that a file gets where its program calls them. A tensor is the matrix [first axis, all others]. */

/** A function in the text of a target, and the others that it calls. */
export interface HelperText {
  readonly text: string;
  readonly calls: readonly string[];
}

/** By name. */
export const numpyHelpers: { readonly [name: string]: HelperText } = {
  rows: {
    calls: [],
    text: `def rows(x):
    return x.shape[0] if x.ndim else 1`,
  },
  columns: {
    calls: ["rows"],
    text: `def columns(x):
    return x.size // rows(x)`,
  },
  as_matrix: {
    calls: ["rows"],
    text: `def as_matrix(x):
    """x as [first axis, all others]; a vector is a column."""
    return x.reshape(rows(x), -1)`,
  },
  unit: {
    calls: [],
    text: `def unit(x):
    return x / np.maximum(np.linalg.norm(x), 1e-37)`,
  },
  kth_largest: {
    calls: [],
    text: `def kth_largest(x, share):
    """The element that a share of all elements, at least one, are not below."""
    k = min(x.size, max(1, math.ceil(share * x.size)))
    return np.sort(x, axis=None)[-k]`,
  },
  row_norm: {
    calls: ["as_matrix"],
    text: `def row_norm(x):
    """Norm of the row that each element lies in; a vector is one row."""
    rows_of_x = as_matrix(x) if x.ndim > 1 else x.reshape(1, -1)
    norms = np.linalg.norm(rows_of_x, axis=1, keepdims=True)
    return np.broadcast_to(norms, rows_of_x.shape).reshape(x.shape)`,
  },
  iterate: {
    calls: [],
    text: `def iterate(y, a, b, c, rounds):
    """Newton-Schulz: sends each singular value s to a s + b s^3 + c s^5."""
    wide = y.shape[0] <= y.shape[1]
    for _ in range(rounds):
        gram = y @ y.T if wide else y.T @ y
        mixed = b * gram + c * (gram @ gram)
        y = a * y + (mixed @ y if wide else y @ mixed)
    return y`,
  },
  newton_schulz: {
    calls: ["as_matrix", "iterate"],
    text: `def newton_schulz(x):
    """Muon's five quintic steps; the norm of x must be at most 1."""
    return iterate(as_matrix(x), 3.4445, -4.775, 2.0315, 5).reshape(x.shape)`,
  },
  polar: {
    calls: ["as_matrix", "unit", "iterate"],
    text: `def polar(x):
    """U V' of the singular value decomposition U S V', without small S."""
    lifted = iterate(unit(as_matrix(x)), 3.4445, -4.775, 2.0315, 5)
    return iterate(lifted, 1.5, -0.5, 0, 8).reshape(x.shape)`,
  },
  top_singular: {
    calls: ["as_matrix", "unit"],
    text: `def top_singular(x, k):
    """Sum of u v' over the k largest singular values."""
    left = unit(as_matrix(x))
    wide = left.shape[0] <= left.shape[1]
    small = min(left.shape)
    start = (1 + np.arange(small) * 0.618 % 1).astype(x.dtype)[:, None]
    found = np.zeros_like(left)
    for _ in range(math.ceil(min(small, k))):
        power = unit(left @ left.T if wide else left.T @ left)
        for _ in range(8):
            power = unit(power @ power)
        near = unit(power @ start)
        far = unit(left.T @ near if wide else left @ near)
        one = near @ far.T if wide else far @ near.T
        size = np.sum(one * left)
        left = left - one * size
        found = found + one * np.minimum(1, 1e4 * size)
    return found.reshape(x.shape)`,
  },
};

/** The texts of the helpers that are called, each after those that it calls. */
export function helperTexts(helpers: { readonly [name: string]: HelperText }, called: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const helper = helpers[name];
    if (helper === undefined || found.has(name)) return;
    helper.calls.forEach(visit);
    found.add(name);
  };
  called.forEach(visit);
  return [...found].map((name) => helpers[name]!.text);
}

/** Lines of the helpers that an ecosystem's module has: those of the program's functions `ops`, and those that its `code` calls besides. */
export function helperLines(
  helpers: { readonly [name: string]: HelperText },
  ops: readonly string[],
  code: readonly string[],
): string[] {
  const others = Object.keys(helpers).filter((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(code.join("\n")));
  return helperTexts(helpers, [...ops, ...others]).flatMap((text) => [...text.split("\n"), "", ""]);
}
