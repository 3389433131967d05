/**
 * Operators that a device's provider lacks, written with those it has, so that no step leaves the device.
 *
 * The runtime would otherwise copy their operands to the processor and back, and wait for both.
 */
import { InternalError } from "../core/errors.ts";
import type { OnnxAttrs, OnnxEmitter } from "../graph/ops/op.ts";
import type { Device } from "./device.ts";

/** Writes what stands for an operator and returns the name of the result. */
export type Replacement = (m: OnnxEmitter, inputs: readonly string[], attrs: OnnxAttrs) => string;

/** Replacements by device and operator. */
export const replacements: { readonly [K in Device]: { readonly [type: string]: Replacement | undefined } } = {
  cpu: {},
  cuda: {},
  webgpu: { LogSoftmax: logSoftmaxBySums },
};

/** z = x - max x;  log softmax x = z - ln sum exp z */
function logSoftmaxBySums(m: OnnxEmitter, [x]: readonly string[], { axis }: OnnxAttrs): string {
  if (typeof axis !== "number") throw new InternalError("LogSoftmax was lowered without an axis");
  const axes = m.int64([axis]);
  const shifted = m.node("Sub", [x!, m.node("ReduceMax", [x!, axes], { keepdims: 1 })]);
  const total = m.node("ReduceSum", [m.node("Exp", [shifted]), axes], { keepdims: 1 });
  return m.node("Sub", [shifted, m.node("Log", [total])]);
}
