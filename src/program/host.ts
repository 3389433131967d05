/**
 * Numbers computed on the host in float64: the ops of programs on plain numbers.
 *
 * A host scalar is computed anew for every training step, so common ops are plain arithmetic; every other op asks the
 * reference evaluator. `host.test.ts` checks that both say the same.
 */
import { InternalError } from "../core/errors.ts";
import { scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { unaryOps } from "./program-ops.ts";

type HostOp = (...values: number[]) => number;

/** Ops that exist on the host alone: comparisons and logic give 0 or 1. */
export const hostOnlyOps: { readonly [name: string]: HostOp } = {
  "<": (a, b) => (a! < b! ? 1 : 0),
  "<=": (a, b) => (a! <= b! ? 1 : 0),
  ">": (a, b) => (a! > b! ? 1 : 0),
  ">=": (a, b) => (a! >= b! ? 1 : 0),
  "==": (a, b) => (a! === b! ? 1 : 0),
  "!=": (a, b) => (a! !== b! ? 1 : 0),
  and: (a, b) => (a! !== 0 && b! !== 0 ? 1 : 0),
  or: (a, b) => (a! !== 0 || b! !== 0 ? 1 : 0),
  not: (a) => (a! === 0 ? 1 : 0),
  choose: (condition, then, otherwise) => (condition! !== 0 ? then! : otherwise!),
};

/** Ops with plain arithmetic here and a reference meaning elsewhere. */
export const quickOps: { readonly [name: string]: HostOp } = {
  add: (a, b) => a! + b!,
  sub: (a, b) => a! - b!,
  mul: (a, b) => a! * b!,
  div: (a, b) => a! / b!,
  pow: (a, b) => a! ** b!,
  sqrt: (x) => Math.sqrt(x!),
  square: (x) => x! * x!,
  neg: (x) => -x!,
  abs: (x) => Math.abs(x!),
  sign: (x) => Math.sign(x!),
  maximum: (a, b) => Math.max(a!, b!),
  minimum: (a, b) => Math.min(a!, b!),
  exp: (x) => Math.exp(x!),
  log: (x) => Math.log(x!),
  floor: (x) => Math.floor(x!),
};

/** A program op as a function of numbers. */
export function hostFunction(op: string): HostOp {
  return quickOps[op] ?? hostOnlyOps[op] ?? referenceFunction(op);
}

/** Value of a program op on numbers. */
export function hostValue(op: string, values: readonly number[]): number {
  return hostFunction(op)(...values);
}

/** The same by the reference evaluator. Operands beyond those of the op are left out. */
export function referenceFunction(op: string): HostOp {
  const method = (eager as unknown as Record<string, ((...tensors: Tensor[]) => Tensor) | undefined>)[op];
  if (method === undefined) throw new InternalError(`programs use the op "${op}", which the evaluator does not have`);
  const operands = (unaryOps as readonly string[]).includes(op) ? 1 : 2;
  return (...values) => method(...values.slice(0, operands).map(scalar)).data[0]!;
}
