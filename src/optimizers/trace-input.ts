/** The input of a trace as people write it: checked, and laid out as flat trees. */
import { LabError } from "../core/errors.ts";
import { showShape } from "../core/tensor.ts";
import { leavesOf } from "../program/interpret.ts";
import type { Leaf } from "../program/rule.ts";

/** A tensor as nested arrays, as people write it; a plain number is a scalar. */
export type Nested = number | readonly Nested[];

/** Input of a trace: a list of parameter tensors, and their gradients for each step. */
export interface TraceInput {
  readonly w: readonly Nested[];
  readonly steps: readonly { readonly g: readonly Nested[] }[];
}

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

/** A flat tree as nested arrays, one per tensor. */
export function nest(leaves: readonly Leaf[], flat: ArrayLike<number>): Nested[] {
  return leaves.map(({ shape, offset }) => nestFrom(flat, shape, offset));
}

function nestFrom(flat: ArrayLike<number>, [extent, ...inner]: readonly number[], offset: number): Nested {
  if (extent === undefined) return flat[offset]!;
  const size = inner.reduce((product, next) => product * next, 1);
  return Array.from({ length: extent }, (_, i) => nestFrom(flat, inner, offset + i * size));
}

function wrong(sentence: string): LabError {
  return new LabError("trace-input", sentence);
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value)).slice(0, 40);
}
