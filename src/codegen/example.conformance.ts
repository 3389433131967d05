/** One run of an optimizer by the interpreter, which exported code is held against. */
import { recordedTraces, traceInput } from "../../test/fixtures/optimizers/recorded.ts";
import { floatTensor, scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { relativeDifference } from "../optimizers/relative-difference.ts";
import { type OptimizerRequest, resolveOptimizer } from "../optimizers/resolve.ts";
import { type InterpretInput, initialSlots, interpret, leavesOf } from "../program/interpret.ts";
import type { Rule } from "../program/rule.ts";
import type { Listing } from "./listing/listing.ts";
import type { ListingInput } from "./listing/run-listing.ts";

/** What exported code gets, and how far from the interpreter weights after each step are. */
export interface Example {
  readonly input: ListingInput;
  /** Largest relative difference, see `relativeDifference`; `found`: for each step, for each tensor. */
  apart(found: readonly (readonly ArrayLike<number>[])[], precision?: Precision): number;
}

/**
 * How the interpreter computes. `stored`: weights, gradients and states are kept in float32, between them it computes in float64; `rounded`: the
 * result of every operation on tensors is of float32.
 */
export type Precision = "float64" | "stored" | "rounded";

/** Shapes of most examples: a matrix, a vector, a stack of matrices and a number. */
export const exampleShapes: readonly (readonly number[])[] = [[3, 4], [5], [2, 3, 2, 2], []];

/**
 * The run of a request by the interpreter. `masked`: whether weight decay acts on every element, on every other one, or on every other
 * tensor. `totalSteps`: 100, for programs that ask.
 */
export function exampleOf(
  listing: Listing,
  request: OptimizerRequest,
  {
    steps,
    shapes = exampleShapes,
    masked,
  }: {
    readonly steps: number;
    readonly shapes?: readonly (readonly number[])[];
    readonly masked: "nothing" | "elements" | "tensors";
  },
): Example {
  const leaves = leavesOf(shapes);
  const flat = leaves.reduce((sum, { size }) => sum + size, 0);
  const { gradients: drawn, w0: start } = traceInput({ ...recordedTraces()[0]!, shapes: [[flat]], scales: [1] }, steps);
  const split = (values: readonly number[]) =>
    leaves.map(({ offset, size }) => Float64Array.from(values.slice(offset, offset + size)));
  const { rule, lr, hyperparameters } = resolveOptimizer(request);
  const defaults = Object.fromEntries(listing.hyperparameters.map((each) => [each.name, each.default]));
  const totalSteps = 100;
  const all = {
    ...defaults,
    ...hyperparameters,
    lr,
    ...("total_steps" in defaults ? { total_steps: totalSteps } : {}),
  };
  const tensorOf = leaves.flatMap(({ size }, i) => Array.from({ length: size }, () => i));
  const keep = { nothing: () => 1, elements: (i: number) => i % 2, tensors: (i: number) => tensorOf[i]! % 2 }[masked];
  const decayMask = start.map((_, i) => keep(i));
  const facts = (step: number) => ({ step, lr, peakLr: lr, totalSteps });
  const run = { leaves, w0: start, gradients: drawn, decayMask, facts };
  const paths = {
    float64: once(() => interpret(rule, run)),
    stored: once(() => interpretIn(eager, rule, run)),
    rounded: once(() => interpretIn(roundedOps, rule, run)),
  };
  return {
    input: {
      shapes,
      weights: split(start),
      gradients: drawn.map(split),
      hyperparameters: all as ListingInput["hyperparameters"],
      mask: split(decayMask),
    },
    apart: (found, precision = "float64") => {
      const flat = found.map((tensors) => Float64Array.from(tensors.flatMap((tensor) => Array.from(tensor))));
      return relativeDifference(leaves, [start, ...paths[precision]()], [start, ...flat]);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A tensor with every element rounded to float32. */
const rounded = (tensor: Tensor): Tensor =>
  tensor.dtype === "float" ? floatTensor(tensor.shape, Array.from(tensor.data, Math.fround)) : tensor;

/** The interpreter's operations, each result rounded to float32. */
const roundedOps = new Proxy(eager, {
  get: (ops, name) => {
    const op = ops[name as keyof typeof ops] as (...operands: unknown[]) => Tensor;
    return (...operands: unknown[]) => rounded(op(...operands));
  },
});

/** Weights after every step where gradients, weights and states are of float32, with `ops` between them. */
function interpretIn(
  ops: typeof eager,
  rule: Rule,
  { leaves, w0, gradients, decayMask, facts }: InterpretInput & { readonly decayMask: ArrayLike<number> },
): Float64Array[] {
  const shape = [w0.length];
  const given = ops === roundedOps ? rounded : (x: Tensor) => x;
  let w = rounded(floatTensor(shape, w0));
  let slots = initialSlots(rule, leaves).map(rounded);
  return gradients.map((gradient, i) => {
    const scalars = [...rule.hostScalars(facts(i + 1))].map((value) => given(scalar(value)));
    const g = rounded(floatTensor(shape, gradient));
    const after = rule.apply(ops, { w, g, slots, scalars }, leaves, floatTensor(shape, decayMask));
    w = rounded(after.w);
    slots = after.slots.map(rounded);
    return Float64Array.from(w.data);
  });
}

/** Settings of a convention under which its code takes other forms: defaults, each flag and each hyperparameter of 0 changed, all of them. */
export function settingsOf(hyperparameters: {
  readonly [name: string]: { readonly kind: string; readonly default: number | boolean };
}): Setting[] {
  const changed = Object.entries(hyperparameters).flatMap(([name, { kind, default: value }]): Setting[] =>
    kind === "flag" ? [{ [name]: !value }] : value === 0 ? [{ [name]: 0.125 }] : [],
  );
  return [{}, Object.assign({}, ...changed), ...changed];
}

interface Setting {
  readonly [name: string]: number | boolean;
}
