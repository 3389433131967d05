import { LabError } from "../core/errors.ts";
import { sameShape, showShape, sizeOf, type Tensor } from "../core/tensor.ts";
import { opNamed, resultOf } from "./call.ts";
import type { Graph, Value } from "./graph.ts";
import { printNode } from "./text.ts";

/** Something that a graph breaks: which node, and how. */
export interface GraphProblem {
  readonly node: number;
  readonly problem: string;
}

/**
 * Checks the laws of `graph.ts`: ids are positions, nodes read only earlier nodes, shapes and dtypes are what the ops
 * say, input names differ, inputs and outputs are nodes. Returns what is broken; an empty list means a sound graph.
 */
export function verifyGraph(graph: Graph): readonly GraphProblem[] {
  const { nodes } = graph;
  const found = nodes.flatMap((value, i) => {
    const problem = nodeProblem(nodes, value, i);
    return problem === undefined ? [] : [{ node: i, problem: `${problem}, in ${excerpt(value)}` }];
  });
  for (const [name, value] of [...Object.entries(graph.inputs), ...Object.entries(graph.outputs)]) {
    if (nodes[value.id] !== value) found.push({ node: value.id, problem: `"${name}" is no node of the graph` });
  }
  for (const value of nodes) {
    if (value.op === "input" && graph.inputs[value.attrs.name as string] !== value) {
      found.push({ node: value.id, problem: `the input ${excerpt(value)} is missing from the list of inputs` });
    }
  }
  return found;
}

function nodeProblem(nodes: readonly Value[], value: Value, i: number): string | undefined {
  if (value.id !== i) return `the id is ${value.id} but the position ${i}`;
  const stray = value.inputs.find((input) => input.id >= i || nodes[input.id] !== input);
  if (stray) return `operand %${stray.id} is not an earlier node`;
  if (value.op === "input") return undefined;
  if (value.op === "constant") return constantProblem(value, value.attrs.value as Tensor | undefined);
  try {
    const { dtype, shape } = resultOf(opNamed(value.op), value.inputs, value.attrs);
    if (dtype === value.dtype && sameShape(shape, value.shape)) return undefined;
    return `the op gives ${dtype} ${showShape(shape)}`;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

function constantProblem(value: Value, tensor: Tensor | undefined): string | undefined {
  if (!tensor) return "a constant has no value";
  if (tensor.data.length !== sizeOf(tensor.shape)) return `the constant holds ${tensor.data.length} elements`;
  return tensor.dtype === value.dtype && sameShape(tensor.shape, value.shape)
    ? undefined
    : "the constant has another type";
}

function excerpt(value: Value): string {
  const line = printNode(value);
  return line.length > 160 ? `${line.slice(0, 120)} … ${line.slice(-30)}` : line;
}
