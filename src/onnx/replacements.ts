/**
 * Operators that a device's provider lacks, written with those it has, so that no step leaves the device.
 *
 * The WebGPU provider has no kernel for `Sign`; the runtime would copy its operand to the processor and back.
 */
import { scalar } from "../core/tensor.ts";
import type { OnnxAttrs, OnnxEmitter } from "../graph/ops/op.ts";
import type { Device } from "./device.ts";

/** Writes what stands for an operator and returns the name of the result. */
export type Replacement = (m: OnnxEmitter, inputs: readonly string[], attrs: OnnxAttrs) => string;

/** Replacements by device and operator. */
export const replacements: { readonly [K in Device]: { readonly [type: string]: Replacement | undefined } } = {
  cpu: {},
  cuda: {},
  webgpu: { Sign: signByClip },
};

/** sign x = clip(x * 2^127 * 2^127, -1, 1): every float32, denormals included, leaves [-1, 1] or is 0. */
function signByClip(m: OnnxEmitter, [x]: readonly string[]): string {
  const huge = m.constant(scalar(2 ** 127));
  const scaled = m.node("Mul", [m.node("Mul", [x!, huge]), huge]);
  return m.node("Clip", [scaled, m.constant(scalar(-1)), m.constant(scalar(1))]);
}
