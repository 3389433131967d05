/**
 * Runs an optimizer on given gradients, by the interpreter in float64 and by the graph in float32, and shows both.
 */
import { LabError } from "../core/errors.ts";
import { showShape, type Tensor } from "../core/tensor.ts";
import { lowerGraph } from "../onnx/lower.ts";
import { openSession, type Session } from "../onnx/session.ts";
import { type InterpretInput, initialSlots, interpret, leavesOf } from "../program/interpret.ts";
import { lowerUpdate, slotName } from "../program/lower.ts";
import type { Leaf, Rule } from "../program/rule.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";

/** A tensor as nested arrays, as people write it; a plain number is a scalar. */
export type Nested = number | readonly Nested[];

/** Input of a trace: a list of parameter tensors, and their gradients for each step. */
export interface TraceInput {
  readonly w: readonly Nested[];
  readonly steps: readonly { readonly g: readonly Nested[] }[];
}

/** Weights after every step, by both ways, shaped as the input. */
export interface OptimizerTrace {
  readonly optimizer: string;
  readonly convention: string;
  readonly lr: number;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly program: string;
  readonly steps: readonly {
    readonly step: number;
    readonly interpreter: readonly Nested[];
    readonly graph: readonly Nested[];
  }[];
  /** See `relativeDifference`. */
  readonly largestDifference: number;
}

/** What to trace. `input` is checked: it may come straight from a file. */
export type TraceRequest = OptimizerRequest & { readonly input: unknown; readonly clipGlobalNorm?: number | null };

/**
 * Traces an optimizer at a constant rate.
 * Errors: those of `resolveOptimizer`, and `trace-input` when the input has the wrong form, shapes or numbers.
 */
export async function traceOptimizer(request: TraceRequest): Promise<OptimizerTrace> {
  const { name, convention, lr, hyperparameters, program, rule } = resolveOptimizer(request);
  const { leaves, w0, gradients } = readTraceInput(request.input);
  const run = {
    leaves,
    w0,
    gradients,
    facts: (step: number) => ({ step, lr, peakLr: lr }),
    clipGlobalNorm: request.clipGlobalNorm ?? null,
  };
  const oracle = interpret(rule, run);
  const graph = await runUpdates(rule, run);
  const steps = oracle.map((weights, i) => {
    return { step: i + 1, interpreter: nest(leaves, weights), graph: nest(leaves, graph[i]!) };
  });
  const largestDifference = relativeDifference(leaves, [w0, ...oracle], [w0, ...graph]);
  return { optimizer: name, convention, lr, hyperparameters, program, steps, largestDifference };
}

/** Weights `[P]` after every step, by a session on the processor, in float32. */
export async function runUpdates(rule: Rule, input: InterpretInput): Promise<Float32Array[]> {
  const { leaves, gradients, facts, decayMask, clipGlobalNorm = null } = input;
  const graph = lowerUpdate(rule, leaves, { masked: decayMask !== undefined, clipGlobalNorm });
  const session = await openSession(lowerGraph(graph, { name: "update" }));
  try {
    let carried: Feeds = Object.fromEntries([
      ["w", vector(input.w0)],
      ...initialSlots(rule, leaves).map((slot, i) => [slotName(rule.slots[i]!.name), vector(slot.data)]),
    ]);
    const weights: Float32Array[] = [];
    for (const [i, gradient] of gradients.entries()) {
      const scalars = rule.hostScalars(facts(i + 1));
      const step = { g: vector(gradient), scalars: vector(scalars.length === 0 ? [0] : scalars) };
      const feeds = { ...carried, ...step, ...(decayMask === undefined ? {} : { decayMask: vector(decayMask) }) };
      carried = await session.run(feedable(session, feeds));
      weights.push(Float32Array.from(carried.w!.data));
    }
    return weights;
  } finally {
    await session.close();
  }
}

type Feeds = { readonly [name: string]: Tensor };

/**
 * Checks a trace's input and lays it out flat. Errors: `trace-input`, naming the place: `steps[2].g[0]`.
 */
export function readTraceInput(input: unknown): { leaves: Leaf[]; w0: number[]; gradients: number[][] } {
  const wanted =
    'A trace reads {"w": [tensor, …], "steps": [{"g": [tensor, …]}, …]}, each tensor as nested arrays of numbers';
  const { w, steps } = (typeof input === "object" && input !== null ? input : {}) as { w?: unknown; steps?: unknown };
  if (!Array.isArray(w) || !Array.isArray(steps))
    throw wrong(`${wanted}, but "${Array.isArray(w) ? "steps" : "w"}" is not a list.`);
  if (w.length === 0) throw wrong(`${wanted}, but "w" holds no tensor.`);
  const weights = w.map((tensor, i) => flatten(tensor, `w[${i}]`));
  const gradients = steps.map((step: unknown, s) => {
    const g = (step as { g?: unknown } | null)?.g;
    if (!Array.isArray(g)) throw wrong(`${wanted}, but steps[${s}] has no list "g".`);
    if (g.length !== w.length)
      throw wrong(`steps[${s}].g must hold ${w.length} tensors, as "w" does, but holds ${g.length}.`);
    return g.flatMap((tensor: unknown, i) => readGradient(tensor, `steps[${s}].g[${i}]`, weights[i]!.shape));
  });
  return {
    leaves: leavesOf(weights.map(({ shape }) => shape)),
    w0: weights.flatMap(({ values }) => values),
    gradients,
  };
}

function readGradient(tensor: unknown, place: string, wanted: readonly number[]): number[] {
  const { shape, values } = flatten(tensor, place);
  if (showShape(shape) === showShape(wanted)) return values;
  throw wrong(`${place} must have the shape ${showShape(wanted)} of its weights, but has ${showShape(shape)}.`);
}

function flatten(tensor: unknown, place: string): { shape: number[]; values: number[] } {
  if (typeof tensor === "number" && Number.isFinite(tensor)) return { shape: [], values: [tensor] };
  if (!Array.isArray(tensor))
    throw wrong(`${place} must be a finite number or nested arrays of them, but is ${show(tensor)}.`);
  if (tensor.length === 0) throw wrong(`${place} is an empty list; a tensor needs at least one number.`);
  const parts = tensor.map((part: unknown, i) => flatten(part, `${place}[${i}]`));
  const shape = parts[0]!.shape;
  const odd = parts.findIndex((part) => showShape(part.shape) !== showShape(shape));
  if (odd > 0) {
    const found = `${place}[0] has shape ${showShape(shape)} and ${place}[${odd}] has ${showShape(parts[odd]!.shape)}`;
    throw wrong(`${place} must be a regular array, but ${found}.`);
  }
  return { shape: [tensor.length, ...shape], values: parts.flatMap(({ values }) => values) };
}

function nest(leaves: readonly Leaf[], flat: ArrayLike<number>): Nested[] {
  return leaves.map(({ shape, offset }) => nestFrom(flat, shape, offset));
}

function nestFrom(flat: ArrayLike<number>, [extent, ...inner]: readonly number[], offset: number): Nested {
  if (extent === undefined) return flat[offset]!;
  const size = inner.reduce((product, next) => product * next, 1);
  return Array.from({ length: extent }, (_, i) => nestFrom(flat, inner, offset + i * size));
}

/**
 * Largest difference between two paths of weights: |a - b| over the largest |a| that the tensor has had on the path so far.
 *
 * Rounding happens at the size that a weight has while it is updated, so a weight that passes near zero does not make the
 * difference look larger than it is. Paths: `[P]` per point; not a number on one side alone counts as infinite.
 */
export function relativeDifference(
  leaves: readonly Leaf[],
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
): number {
  let worst = 0;
  for (const { offset, size } of leaves) {
    let largest = 0;
    for (const [point, weights] of a.entries()) {
      const apart = Array.from({ length: size }, (_, i) => distance(weights[offset + i]!, b[point]![offset + i]!));
      for (let i = offset; i < offset + size; i++) largest = Math.max(largest, Math.abs(weights[i]!) || 0);
      const most = Math.max(...apart);
      if (most > 0) worst = Math.max(worst, most / largest);
    }
  }
  return worst;
}

function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const apart = Math.abs(a - b);
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}

function vector(data: ArrayLike<number>): Tensor {
  return { dtype: "float", shape: [data.length], data: Float32Array.from(data) };
}

function feedable(session: Session, feeds: Feeds): Feeds {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputs.includes(name)));
}

function wrong(sentence: string): LabError {
  return new LabError("trace-input", sentence);
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value)).slice(0, 40);
}
