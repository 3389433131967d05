/** Questions that rules ask about constants. */
import type { Tensor } from "../../core/tensor.ts";
import type { Value } from "../graph.ts";

/** The tensor of a constant node, else undefined. */
export function constantOf(value: Value): Tensor | undefined {
  return value.op === "constant" ? (value.attrs.value as Tensor) : undefined;
}

/** True when a value is a constant of one element equal to `number`. */
export function isNumber(value: Value | undefined, number: number): boolean {
  const tensor = value && constantOf(value);
  return tensor?.data.length === 1 && tensor.data[0] === number;
}
