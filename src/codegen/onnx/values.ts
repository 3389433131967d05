/**
 * Values of an exported ONNX graph: what the step computes from numbers alone in float64, since `1 - beta ** step` loses its digits in float32,
 * tensors in float32.
 */
import { floatTensor } from "../../core/tensor.ts";
import { opNamed } from "../../graph/call.ts";
import { createRoot, createScope, type NodeScope, type Root } from "../../onnx/emitter.ts";
import { ATTRIBUTE, type GraphProto, valueInfo } from "../../onnx/model-proto.ts";

/** ONNX's numbers of the element types that are used. */
export const elementType = { float: 1, int64: 7, bool: 9, double: 11 } as const;

/** Element type of a value. */
export type ElementName = keyof typeof elementType;

/** A value of the graph, or a number that becomes one of the type that is asked for. */
export type GraphValue = { readonly name: string; readonly type: ElementName } | { readonly number: number };

/** Writes nodes, by operator and operands of one type. */
export interface GraphWriter {
  readonly scope: NodeScope;
  readonly root: Root;
  /** The name of a value in a type. */
  as(value: GraphValue, type: ElementName): string;
  /** A node of ONNX: its operands and its result are of `type`, or the result of `gives`. */
  node(op: string, values: readonly GraphValue[], type: ElementName, gives?: ElementName): GraphValue;
  /** An op of our graphs in float32, as networks are lowered. */
  ours(op: string, x: GraphValue): GraphValue;
  /** A matrix turned round where `condition` holds. */
  turned(condition: string, x: GraphValue): GraphValue;
}

/** A writer for a new graph. */
export function createWriter(): GraphWriter {
  const root = createRoot("cpu", { standardOnly: true });
  const scope = createScope(root);
  const as = (value: GraphValue, type: ElementName): string => {
    if ("name" in value) {
      return value.type === type ? value.name : scope.node("Cast", [value.name], { to: elementType[type] });
    }
    if (type === "float") return scope.constant(floatTensor([], [value.number]));
    if (type === "int64") return scope.int64(value.number);
    return doubleConstant(root, value.number);
  };
  const node: GraphWriter["node"] = (op, values, type, gives = type) => {
    const operands = values.map((value) => as(value, type));
    return { name: scope.node(op, operands), type: gives };
  };
  const ours = (op: string, x: GraphValue): GraphValue => {
    const float = { dtype: "float", shape: [] } as const;
    const value = { ...float, id: 0, op: "input", inputs: [], attrs: {} };
    const types = { inputs: [value], result: value } as never;
    return { name: opNamed(op).onnx(scope, [as(x, "float")], {}, types), type: "float" };
  };
  const turned = (condition: string, x: GraphValue): GraphValue => {
    const given = as(x, "float");
    const name = `t${root.names++}`;
    const branch = (branchName: string, opType: string) => {
      const result = `t${root.names++}`;
      const graph = {
        name: branchName,
        node: [{ opType, input: [given], output: [result], attribute: [] }],
        initializer: [],
        input: [],
        output: [valueInfo(result, { elemType: elementType.float, shape: ["a", "b"] })],
      } satisfies GraphProto;
      return { name: branchName, type: ATTRIBUTE.graph, g: graph };
    };
    scope.written.push({
      opType: "If",
      input: [condition],
      output: [name],
      attribute: [branch("then_branch", "Transpose"), branch("else_branch", "Identity")],
    });
    return { name, type: "float" };
  };
  return { scope, root, as, node, ours, turned };
}

function doubleConstant(root: Root, value: number): string {
  const key = `double ${Object.is(value, -0) ? "-0" : value}`;
  const known = root.constants.get(key);
  if (known !== undefined) return known;
  const name = `c${root.constants.size}`;
  root.constants.set(key, name);
  root.initializers.push({ name, dataType: elementType.double, dims: [], rawData: doubleBytes(value) });
  return name;
}

/** The bytes of one number in float64. */
export function doubleBytes(value: number): Uint8Array {
  return new Uint8Array(Float64Array.of(value).buffer);
}
