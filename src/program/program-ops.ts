/**
 * The ops that programs are made of, over values of kind V, and how `Ops<V>` provides them.
 *
 * Function bodies (`functions.ts`) are written against `ProgramOps<V>` once. With V = `Term` they are recorded and
 * partially evaluated (`term.ts`); the record is then replayed over `Ops<V>`: tensors (the oracle) or graph nodes.
 * Values are scalars `[]`, one number per parameter tensor `[L]`, or whole trees `[P]`.
 */
import { intTensor } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import { normOfAll, normOver } from "./norms.ts";
import type { Leaf } from "./rule.ts";

/** Elementwise ops of one operand; each is an op of `graph/ops` of the same name. */
export const unaryOps = [
  "neg",
  "abs",
  "sign",
  "sqrt",
  "square",
  "exp",
  "expm1",
  "log",
  "log1p",
  "sin",
  "cos",
  "tan",
  "arcsin",
  "arccos",
  "arctan",
  "sinh",
  "cosh",
  "tanh",
  "arcsinh",
  "arccosh",
  "arctanh",
  "cbrt",
  "reciprocal",
  "floor",
] as const;

/** Elementwise ops of two operands, broadcasting; each is an op of `graph/ops` of the same name. */
export const binaryOps = ["add", "sub", "mul", "div", "pow", "maximum", "minimum"] as const;

/** Name of an elementwise op of one operand. */
export type ProgramUnary = (typeof unaryOps)[number];

/** Name of an elementwise op of two operands. */
export type ProgramBinary = (typeof binaryOps)[number];

/** What a function body may use. */
export type ProgramOps<V> = { readonly [K in ProgramUnary]: (x: V) => V } & {
  readonly [K in ProgramBinary]: (a: V, b: V) => V;
} & {
  /** A constant number. */
  scalar(value: number): V;
  /** Sum of all elements of all tensors: a scalar. */
  total(x: V): V;
  /** Sum over the elements of each parameter tensor: one number per tensor. */
  leafTotals(x: V): V;
  /** x where weight decay acts, 0 elsewhere. */
  masked(x: V): V;
};

/** The ops that only a replay needs: shapes are brought together explicitly. */
export interface TreeOps<V> {
  /** `[P]` or `[L]` to `[]`. */
  total(x: V): V;
  /** `[P]` to `[L]`. */
  leafTotals(x: V): V;
  /** `[L]` to `[P]`: every element gets its tensor's number. */
  spread(x: V): V;
  /** `[]` to `[P]`. */
  fill(x: V): V;
  /** Norm of a whole tree: `[P]` to `[]`. */
  norm(x: V): V;
  /** Norm of each tensor: `[P]` to `[L]`. */
  leafNorms(x: V): V;
  /** Elementwise choice by something that is 0 or 1: a scalar, or a condition of each element. */
  choose(condition: V, then: V, otherwise: V): V;
}

/** Comparisons of values and their combinations, element by element: 1 where they hold, else 0. A comparison with NaN does not hold. */
export type ElementLogic = "<" | "<=" | ">" | ">=" | "==" | "!=" | "and" | "or" | "not";

/** Name of the term op of an elementwise condition; the plain names are those of the host. */
export function eachElement(logic: ElementLogic): string {
  return `each ${logic}`;
}

/** Elementwise conditions over `ops`, by the name of their term op. */
export function elementLogic<V>(ops: Ops<V>): { readonly [op: string]: (...args: V[]) => V } {
  const [one, nought] = [ops.scalar(1), ops.scalar(0)];
  const number = (condition: V): V => ops.where(condition, one, nought);
  const above = (a: V, b: V): V => number(ops.greater(a, b));
  const same = (a: V, b: V): V => number(ops.equal(a, b));
  const byLogic: { readonly [L in ElementLogic]: (a: V, b: V) => V } = {
    ">": above,
    "<": (a, b) => above(b, a),
    ">=": (a, b) => ops.maximum(above(a, b), same(a, b)),
    "<=": (a, b) => ops.maximum(above(b, a), same(a, b)),
    "==": same,
    "!=": (a, b) => ops.sub(one, same(a, b)),
    and: (a, b) => ops.mul(a, b),
    or: (a, b) => ops.maximum(a, b),
    not: (a) => ops.sub(one, a),
  };
  return Object.fromEntries(Object.entries(byLogic).map(([logic, of]) => [eachElement(logic as ElementLogic), of]));
}

/** Tree ops over `ops`, for parameters laid out as `leaves` says. */
export function treeOps<V>(ops: Ops<V>, leaves: readonly Leaf[]): TreeOps<V> {
  const size = treeSize(leaves);
  const ofEach = (x: V, compute: (part: V) => V): V => {
    const found = leaves.map(({ offset, size: own }) =>
      compute(ops.slice(x, { axis: 0, start: offset, end: offset + own })),
    );
    return found.length === 1 ? found[0]! : ops.concat(found, { axis: 0 });
  };
  return {
    total: (x) => ops.sum(x, { axes: [0], keepDims: false }),
    leafTotals: (x) => ofEach(x, (part) => ops.sum(part, { axes: [0], keepDims: true })),
    norm: (x) => ops.reshape(normOfAll(ops, [x]), { shape: [] }),
    leafNorms: (x) => ofEach(x, (part) => normOver(ops, part, [0])),
    spread: (x) => ops.gather(x, ops.constant(intTensor([size], leafIndex(leaves, size))), { axis: 0 }),
    fill: (x) => ops.broadcastTo(x, { shape: [size] }),
    choose: (condition, then, otherwise) => ops.where(ops.greater(condition, ops.scalar(0)), then, otherwise),
  };
}

/** Number of elements of all parameters together. */
export function treeSize(leaves: readonly Leaf[]): number {
  return leaves.reduce((sum, leaf) => sum + leaf.size, 0);
}

/**
 * Gradients scaled down together where their global norm exceeds `maxNorm`:  g * min(1, maxNorm / |g|)
 * g: float `[P]`; the norm is over all parameters. A zero gradient stays zero. Source: Pascanu et al. 2013, arXiv:1211.5063.
 */
export function clipByGlobalNorm<V>(ops: Ops<V>, g: V, maxNorm: number): V {
  return clipTogether(ops, [g], maxNorm)[0]!;
}

/** The same for a gradient in parts, `[P1]`, `[P2]` …: the norm is over all of them. */
export function clipTogether<V>(ops: Ops<V>, parts: readonly V[], maxNorm: number): readonly V[] {
  const norm = ops.reshape(normOfAll(ops, parts), { shape: [] });
  const factor = ops.minimum(ops.scalar(1), ops.div(ops.scalar(maxNorm), norm));
  return parts.map((part) => ops.mul(part, factor));
}

function leafIndex(leaves: readonly Leaf[], size: number): Int32Array {
  const index = new Int32Array(size);
  leaves.forEach((leaf, i) => {
    index.fill(i, leaf.offset, leaf.offset + leaf.size);
  });
  return index;
}
