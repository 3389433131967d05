/**
 * The text form of graphs: one line for each node, then the outputs. Printing and parsing are inverse.
 *
 *   %0 = input {name: "x"} : float [2, 3]
 *   %1 = constant {value: float [] (0.5)} : float []
 *   %2 = mul (%0 %1) : float [2, 3]
 *   output "y" = %2
 */
import { showShape, type Tensor } from "../core/tensor.ts";
import type { Attrs, AttrValue, Graph, Value } from "./graph.ts";

/** A graph as text. */
export function printGraph(graph: Graph): string {
  const outputs = Object.entries(graph.outputs).map(([name, value]) => `output ${JSON.stringify(name)} = %${value.id}`);
  return `${[...graph.nodes.map(printNode), ...outputs].join("\n")}\n`;
}

/** One node as a line of text. */
export function printNode(value: Value): string {
  const operands = value.inputs.length > 0 ? ` (${value.inputs.map(({ id }) => `%${id}`).join(" ")})` : "";
  return `%${value.id} = ${value.op}${operands}${printAttrs(value.attrs)} : ${value.dtype} ${showShape(value.shape)}`;
}

/** Attributes in alphabetical order, as ` {axis: 0, to: "float"}`; nothing when there are none. */
export function printAttrs(attrs: Attrs): string {
  const present = Object.entries(attrs).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  if (present.length === 0) return "";
  present.sort((a, b) => (a.name < b.name ? -1 : 1));
  return ` {${present.map(({ name, value }) => `${name}: ${printValue(value)}`).join(", ")}}`;
}

function printValue(value: AttrValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value === "boolean") return String(value);
  return isTensor(value) ? printTensor(value) : `[${value.map(printNumber).join(", ")}]`;
}

function printTensor({ dtype, shape, data }: Tensor): string {
  return `${dtype} ${showShape(shape)} (${Array.from(data, printNumber).join(" ")})`;
}

function printNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function isTensor(value: readonly number[] | Tensor): value is Tensor {
  return "dtype" in value;
}
