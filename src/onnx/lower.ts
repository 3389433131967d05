/**
 * Lowers graphs to ONNX models: a graph as it is, or as the body of a loop that runs many steps in one call.
 *
 * ONNX wants every name once, while a loop's state goes in and comes out under one name; outputs therefore carry the
 * prefix `OUT`, which sessions take off again.
 */
import type { Tensor, TensorType } from "../core/tensor.ts";
import { opNamed } from "../graph/call.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { checkLoop, type LoopSpec } from "../graph/loop.ts";
import type { Device } from "./device.ts";
import { createRoot, createScope, type NodeScope, type Root } from "./emitter.ts";
import { standingOrder } from "./execution-order.ts";
import { ATTRIBUTE, ELEMENT, encodeModel, type GraphProto, type ValueInfoProto, valueInfo } from "./model-proto.ts";

/** Prefix of output names inside a model. */
export const OUT = "out/";

/** Lowers a graph: inputs and outputs by their names. `device`: whose operators may be used, `cpu` by default. */
export function lowerGraph(graph: Graph, { name, device = "cpu" }: { name: string; device?: Device }): Uint8Array {
  const root = createRoot(device);
  const scope = createScope(root);
  const names = emitNodes(scope, graph, (input) => input);
  const outputs = Object.entries(graph.outputs);
  return encodeModel({
    name,
    input: Object.entries(graph.inputs).map(([input, type]) => info(input, type)),
    output: outputs.map(([output, type]) => info(OUT + output, type)),
    node: withOutputs(
      scope,
      outputs.map(([output, value]) => ({ as: OUT + output, from: names.get(value)! })),
    ),
    initializer: root.initializers,
  });
}

/** A loop, and whose operators may be used: `cpu` by default. */
export interface LoopOnDevice extends LoopSpec {
  readonly device?: Device;
}

/**
 * Lowers a body that is executed S times in one run. S is the first extent of the `perStep` inputs, or, where there are
 * none, the value of an extra int input `steps`, `[]`. Errors: internal when the lists do not cover the body.
 */
export function lowerLoop(spec: LoopOnDevice): Uint8Array {
  checkLoop(spec);
  const root = createRoot(spec.device ?? "cpu");
  const outer = createScope(root);
  const { inputs } = spec.body;
  const perStep = perStepOf(spec);
  const captured = spec.captured.filter((name) => inputs[name]);
  if (root.device === "cpu" && perStep.length > 0) {
    root.unit = () => {
      const count = outer.node("Shape", [perStep[0]!], { start: 0, end: 1 });
      return outer.node("Div", [count, count]);
    };
  }
  const body = loopBody(root, spec, perStep);
  const results = [...spec.carried, ...spec.collected].map((name) => OUT + name);
  const loop = {
    opType: "Loop",
    input: [stepCount(outer, perStep), "", ...spec.carried],
    output: results,
    attribute: [{ name: "body", type: ATTRIBUTE.graph, g: body }],
  };
  return encodeModel({
    name: spec.name,
    input: [
      ...spec.carried.map((name) => info(name, spec.body.outputs[name]!)),
      ...perStep.map((name) => info(name, stacked(inputs[name]!))),
      ...captured.map((name) => info(name, spec.free?.includes(name) ? freed(inputs[name]!) : inputs[name]!)),
      ...(perStep.length === 0 ? [info("steps", { dtype: "int", shape: [] })] : []),
    ],
    output: [
      ...spec.carried.map((name) => info(OUT + name, spec.body.outputs[name]!)),
      ...spec.collected.map((name) => info(OUT + name, stacked(spec.body.outputs[name]!))),
    ],
    node: [...outer.written, loop],
    initializer: root.initializers,
  });
}

/** The operators that one step of a loop runs, in order: as many as a device launches, but for those that only rename memory. */
export function operatorsOf(spec: LoopOnDevice): readonly string[] {
  checkLoop(spec);
  return loopBody(createRoot(spec.device ?? "cpu"), spec, perStepOf(spec)).node.map(({ opType }) => opType);
}

function perStepOf({ body, perStep }: LoopSpec): readonly string[] {
  return perStep.filter((name) => body.inputs[name]);
}

function loopBody(root: Root, spec: LoopSpec, perStep: readonly string[]): GraphProto {
  const scope = createScope(root);
  const step = root.device === "webgpu" ? scope.node("Cast", ["step"], { to: ELEMENT.int }) : "step";
  const here = new Map<string, string>([
    ...spec.carried.map((name) => [name, `in/${name}`] as const),
    ...perStep.map((name) => [name, scope.node("Gather", [name, step], { axis: 0 })] as const),
  ]);
  const names = emitNodes(scope, spec.body, (input) => here.get(input) ?? input);
  const outputs = [...spec.carried, ...spec.collected].map((name) => ({ name, value: spec.body.outputs[name]! }));
  return {
    name: `${spec.name}-step`,
    input: [
      valueInfo("step", { elemType: ELEMENT.int64, shape: [] }),
      valueInfo("going", { elemType: ELEMENT.bool, shape: [] }),
      ...spec.carried.map((name) => info(`in/${name}`, spec.body.outputs[name]!)),
    ],
    output: [
      valueInfo(goOn.name, { elemType: ELEMENT.bool, shape: [] }),
      ...outputs.map(({ name, value }) => info(`next/${name}`, value)),
    ],
    node: standingOrder(
      withOutputs(scope, [
        ...(root.device === "cpu" ? [] : [{ as: goOn.name, from: "going" }]),
        ...outputs.map(({ name, value }) => ({ as: `next/${name}`, from: names.get(value)! })),
      ]),
    ),
    initializer: root.device === "cpu" ? [goOn] : [],
  };
}

/** A body's answer that the loop goes on. On a processor it is a constant; elsewhere the condition is handed on, by a node in each step. */
const goOn = { name: "still/going", dataType: ELEMENT.bool, dims: [], rawData: Uint8Array.of(1) };

function stepCount(outer: NodeScope, perStep: readonly string[]): string {
  const [first] = perStep;
  if (first === undefined) return outer.node("Cast", ["steps"], { to: ELEMENT.int64 });
  return outer.node("Squeeze", [outer.node("Shape", [first], { start: 0, end: 1 })]);
}

/** Writes the nodes of a graph and says under which name each value stands. */
export function emitNodes(
  scope: NodeScope,
  graph: Graph,
  inputName: (name: string) => string,
): ReadonlyMap<Value, string> {
  const names = new Map<Value, string>();
  for (const value of graph.nodes) {
    const operands = value.inputs.map((input) => names.get(input)!);
    names.set(value, emitNode(scope, value, { operands, inputName }));
  }
  return names;
}

function emitNode(
  scope: NodeScope,
  value: Value,
  { operands, inputName }: { operands: readonly string[]; inputName: (name: string) => string },
): string {
  if (value.op === "input") return inputName(value.attrs.name as string);
  if (value.op === "constant") return scope.constant(value.attrs.value as Tensor);
  return opNamed(value.op).onnx(scope, operands, value.attrs, { inputs: value.inputs, result: value });
}

/** The nodes of a scope with its results under their final names; a value that is no node's, or twice a result, is copied. */
function withOutputs(scope: NodeScope, outputs: readonly { as: string; from: string }[]): GraphProto["node"] {
  const produced = new Set(scope.written.flatMap(({ output }) => output));
  const renamed = new Map<string, string>();
  const copies: GraphProto["node"][number][] = [];
  for (const { as, from } of outputs) {
    if (produced.has(from) && !renamed.has(from)) renamed.set(from, as);
    else copies.push({ opType: "Identity", input: [renamed.get(from) ?? from], output: [as], attribute: [] });
  }
  const rename = (name: string): string => renamed.get(name) ?? name;
  const nodes = scope.written.map((node) => ({
    ...node,
    input: node.input.map(rename),
    output: node.output.map(rename),
  }));
  return [...nodes, ...copies];
}

function info(
  name: string,
  { dtype, shape }: { dtype: TensorType["dtype"]; shape: readonly (number | string)[] },
): ValueInfoProto {
  return valueInfo(name, { elemType: ELEMENT[dtype], shape });
}

function stacked({ dtype, shape }: TensorType): { dtype: TensorType["dtype"]; shape: readonly (number | string)[] } {
  return { dtype, shape: ["S", ...shape] };
}

function freed({ dtype, shape }: TensorType): { dtype: TensorType["dtype"]; shape: readonly (number | string)[] } {
  return { dtype, shape: ["N", ...shape.slice(1)] };
}
