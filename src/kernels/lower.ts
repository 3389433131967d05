/** Lowering of whole graphs: one line for each op, and the walk over the nodes. */
import { InternalError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Graph } from "../graph/graph.ts";
import type { OpName } from "../graph/ops/index.ts";
import { binary, cast, clip, type OpLowering, unary, where } from "./lower-lanes.ts";
import { broadcastTo, concat, gather, gatherSum, pad, reshape, slice, transpose } from "./lower-moves.ts";
import { argmax, matmul, mean, reduceMax, softmax, sum } from "./lower-sums.ts";
import { addConstant, type Lowering } from "./lowering.ts";
import type { MemoryPlace } from "./memory.ts";
import { isWrittenOut, type WrittenOut } from "./written-out.ts";

/**
 * How each op is lowered. Those without an instruction are not among them: some are written out before, and what
 * only the larger networks use has no place here.
 */
const lowerings: { readonly [K in Exclude<OpName, WrittenOut | LargeOnly>]: OpLowering } = {
  add: binary("ADD"),
  sub: binary("SUB"),
  mul: binary("MUL"),
  div: binary("DIV"),
  pow: binary("POW"),
  maximum: binary("MAXIMUM"),
  minimum: binary("MINIMUM"),
  neg: unary("NEG"),
  abs: unary("ABS"),
  sign: unary("SIGN"),
  positive: unary("POSITIVE"),
  sqrt: unary("SQRT"),
  square: unary("SQUARE"),
  reciprocal: unary("RECIPROCAL"),
  cbrt: unary("CBRT"),
  exp: unary("EXP"),
  exp2: unary("EXP2"),
  expm1: unary("EXPM1"),
  log: unary("LOG"),
  log1p: unary("LOG1P"),
  sin: unary("SIN"),
  cos: unary("COS"),
  tan: unary("TAN"),
  arcsin: unary("ARCSIN"),
  arccos: unary("ARCCOS"),
  arctan: unary("ARCTAN"),
  sinh: unary("SINH"),
  cosh: unary("COSH"),
  tanh: unary("TANH"),
  arcsinh: unary("ARCSINH"),
  arccosh: unary("ARCCOSH"),
  arctanh: unary("ARCTANH"),
  relu: unary("RELU"),
  clip,
  equal: binary("EQUAL"),
  greater: binary("GREATER"),
  less: binary("LESS"),
  where,
  cast,
  matmul,
  reshape,
  transpose,
  slice,
  pad,
  concat,
  broadcastTo,
  sum,
  mean,
  reduceMax,
  argmax,
  softmax: softmax("I_SOFTMAX"),
  logSoftmax: softmax("I_LOG_SOFTMAX"),
  gather,
  gatherSum,
};

type LargeOnly =
  | "convolve3"
  | "convolve3Weights"
  | "gelu"
  | "geluSlope"
  | "sigmoid"
  | "silu"
  | "standardize"
  | "variance"
  | "inverseDeviation"
  | "kthLargest"
  | "floor";

/** Whether graphs for the kernels may hold this op. */
export function isLowered(op: string): boolean {
  return isWrittenOut(op) || op in lowerings;
}

/** Lowers every node. `inputs`: where each input lies. */
export function lowerNodes(lowering: Lowering, graph: Graph, inputs: { readonly [name: string]: MemoryPlace }): void {
  for (const value of graph.nodes) {
    const { op, attrs } = value;
    if (op === "input" || op === "constant") {
      const place = op === "input" ? inputs[attrs.name as string]! : constantPlace(lowering, attrs.value as Tensor);
      lowering.located.set(value, { kind: "stored", place, ready: -1 });
    } else lowering.located.set(value, loweringOf(op)(lowering, value));
  }
}

function constantPlace(lowering: Lowering, { data, dtype }: Tensor): MemoryPlace {
  return addConstant(lowering, data, dtype);
}

function loweringOf(op: string): OpLowering {
  const found = (lowerings as { readonly [name: string]: OpLowering | undefined })[op];
  if (found === undefined) throw new InternalError(`the kernels have no lowering for the op ${op}`);
  return found;
}
