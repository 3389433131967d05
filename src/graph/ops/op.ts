/**
 * The contract of an op: everything that is known about one kind of node, said once.
 *
 * Laws, checked for every op by `op.conformance.ts`:
 *  - `result` equals the dtype and shape of what `evaluate` returns;
 *  - `evaluate` is the meaning, plain and in float64; a session agrees with it to float32 rounding;
 *  - `gradient`, where there is one, equals central differences, and its graph verifies;
 *  - each entry of `rejects` fails with its code.
 * An op lives in one file and stands on one line of `index.ts`. Its builder method and its eager form derive from it.
 */
import type { DType, Tensor, TensorType } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Attrs, Value } from "../graph.ts";

/** What an input may be: one dtype, or `number` for float or int, or `any`. */
export type InputKind = DType | "number" | "any";

/** Writes ONNX nodes for one op; names are tensors of the ONNX graph. */
export interface OnnxEmitter {
  /** Whether the device computes with int64; where it does not, such a value is copied to the processor and back. */
  readonly hasInt64: boolean;
  /** Whether the device slices, joins and combines bits; where it does not, it takes numbers. */
  readonly hasBool: boolean;
  /** Whether the runtime's own fused operators may be written: products of operands that are read the other way round, say. */
  readonly hasFusedOperators: boolean;
  /** Whether every product is written as MatMul, so that one of a batch has the bits that it has alone (`stack`). */
  readonly batchesProducts: boolean;
  /** Whether only operators of ONNX itself may be written, for models that any runtime can run. */
  readonly standardOnly: boolean;
  /** Adds a node and returns the name of its only output. */
  node(type: string, inputs: readonly string[], attrs?: OnnxAttrs, domain?: string): string;
  /** Adds a node with several outputs. */
  nodes(type: string, inputs: readonly string[], outputs: number, attrs?: OnnxAttrs, domain?: string): string[];
  /** A constant of our dtypes (float as float32, int as int32). Equal constants are shared. */
  constant(tensor: Tensor): string;
  /** An int64 constant, as ONNX wants for shapes, axes and slices; shape `[n]`, or `[]` for a plain number. */
  int64(values: readonly number[] | number): string;
  /**
   * The same value, `[…]` of `size` numbers or part of such a computation, but of extents that the runtime learns only when it runs. What is
   * computed from it has memory of its own, given back after its last use; buffers of known extents are kept for later values of equal
   * extents, be they as far away as the way back through the same layer. Small ones stay as they are.
   */
  unsized(name: string, size: number): string;
}

/** ONNX attributes: integers unless marked as float. */
export type OnnxAttrs = { readonly [name: string]: number | readonly number[] | string | { readonly float: number } };

/** One sample call of an op: input tensors (float ones as float64) and attributes. */
export interface OpSample {
  readonly inputs: readonly Tensor[];
  readonly attrs?: Attrs;
  /** Said where a sample is left out of a check: not differentiable at the point, say. */
  readonly skip?: { readonly gradient?: string; readonly session?: string };
}

/**
 * An op. `I` names its inputs in order; `A` are its attributes. A variadic op takes a list of any length of one kind.
 */
export interface Op<I extends readonly string[] = readonly string[], A extends Attrs = Attrs> {
  readonly name: string;
  readonly inputs: { readonly [K in I[number]]: InputKind };
  readonly variadic?: boolean;
  /** Dtype and shape of the result. Errors: the op's own codes, as `LabError`. */
  result(inputs: readonly TensorType[], attrs: A): TensorType;
  /** Reference meaning in float64. */
  evaluate(inputs: readonly Tensor[], attrs: A): Tensor;
  /**
   * Gradient with respect to each input, given `g`, the gradient of the loss with respect to the output `y`.
   * `null` where an input gets none (integers, masks). `wanted[i]` is false where nobody needs input i's gradient.
   * Absent when the op is not differentiable; the reverse pass then refuses a path through it.
   */
  gradient?(b: Builder, call: GradientCall<A>): readonly (Value | null)[];
  /**
   * The op on stacked values: what several graphs of one form compute, side by side. Every slice must hold the bits that the op gives
   * for it alone, on a GPU. Absent, or null for a call that has no such way: the op is applied to each slice by itself.
   */
  stack?(b: Builder, call: StackCall<A>): Value | null;
  /** Emits ONNX nodes and returns the name of the result. */
  onnx(m: OnnxEmitter, names: readonly string[], attrs: A, types: OnnxTypes): string;
  /** Where an op in float32 loses more digits than a plain sum: the largest difference from `evaluate`, and why. */
  readonly rounding?: { readonly largest: number; readonly why: string };
  readonly samples: readonly OpSample[];
  readonly rejects?: readonly (OpSample & { readonly code: string })[];
}

/** Arguments of an op's gradient rule. */
export interface GradientCall<A extends Attrs = Attrs> {
  readonly inputs: readonly Value[];
  readonly y: Value;
  readonly g: Value;
  readonly attrs: A;
  readonly wanted: readonly boolean[];
}

/** An op over `count` slices at once. A stacked operand is `[count, …]`, another is the same for every slice; the result is stacked. */
export interface StackCall<A extends Attrs = Attrs> {
  readonly inputs: readonly Value[];
  readonly stacked: readonly boolean[];
  readonly count: number;
  readonly attrs: A;
  /** Types of one slice of each operand, and of the result. */
  readonly types: readonly TensorType[];
  readonly result: TensorType;
}

/** Types of a node's inputs and result, for lowering. */
export interface OnnxTypes {
  readonly inputs: readonly TensorType[];
  readonly result: TensorType;
}

/** Checks nothing, keeps the types: an op is the record it is given. */
export function defineOp<I extends readonly string[], A extends Attrs>(op: Op<I, A>): Op<I, A> {
  return op;
}
