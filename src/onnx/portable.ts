/**
 * Lowers a graph to a model for other runtimes: operators of ONNX alone, weights inside, and a batch of any size.
 *
 * Graphs have fixed sizes. Here one is built for a batch of `placeholderBatch`, a prime larger than any other extent, so that an
 * extent counts images exactly when it is a multiple of it. Such extents stand only in the shapes that Reshape and Expand are
 * given: the former becomes "the rest" (-1), the latter is read from the input when the model runs.
 */
import { InternalError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Graph } from "../graph/graph.ts";
import { bytesOf, createRoot, createScope, type Root } from "./emitter.ts";
import { emitNodes } from "./lower.ts";
import {
  ATTRIBUTE,
  ELEMENT,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
  valueInfo,
} from "./model-proto.ts";

/** The batch to build a graph for: a prime. */
export const placeholderBatch = 1_000_003;

/** What is lowered. `constants`: inputs whose values the model holds. The other input is the batch, its first axis the images. */
export interface PortableSpec {
  readonly name: string;
  readonly graph: Graph;
  readonly constants: ReadonlyMap<string, Tensor>;
}

/** Bytes of the model, inputs and outputs by the graph's names. Errors: internal where an extent of images stands elsewhere. */
export function lowerPortable({ name, graph, constants }: PortableSpec): Uint8Array {
  const root = createRoot("cpu", { standardOnly: true });
  const scope = createScope(root);
  const names = emitNodes(scope, graph, (input) => input);
  const inputs = Object.entries(graph.inputs).filter(([input]) => !constants.has(input));
  const outputs = Object.entries(graph.outputs);
  const copies = outputs.map(
    ([output, value]): NodeProto => ({
      opType: "Identity",
      input: [names.get(value)!],
      output: [output],
      attribute: [],
    }),
  );
  const images = inputs[0]?.[0] ?? "";
  const { nodes, initializers } = freeBatch(root, scope.written, images);
  const weights = [...constants]
    .filter(([input]) => graph.inputs[input] !== undefined)
    .map(([input, tensor]): TensorProto => {
      return { name: input, dataType: ELEMENT[tensor.dtype], dims: tensor.shape, rawData: bytesOf(tensor) };
    });
  const info = ([input, { dtype, shape }]: (typeof inputs)[number]): ValueInfoProto =>
    valueInfo(input, {
      elemType: ELEMENT[dtype],
      shape: shape.map((size) => (size === placeholderBatch ? "batch" : size)),
    });
  return encodeModel(
    {
      name,
      input: inputs.map(info),
      output: outputs.map(info),
      node: [...nodes, ...copies],
      initializer: [...weights, ...initializers],
    },
    { standardOnly: true },
  );
}

/** The nodes with shapes that do not depend on the batch, and the constants that they read. */
function freeBatch(root: Root, written: readonly NodeProto[], images: string) {
  const shapes = new Map(
    root.initializers.filter(countsImages).map(({ name, rawData }) => [name, int64sOf(rawData)] as const),
  );
  const added = new Map<string, TensorProto>();
  const constant = (values: readonly number[]): string => {
    const name = `shape/${values.join(",")}`;
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    added.set(name, { name, dataType: ELEMENT.int64, dims: [values.length], rawData });
    return name;
  };
  const nodes = written.flatMap((node): readonly NodeProto[] => {
    const shape = shapes.get(node.input[1] ?? "");
    if (node.input.some((input, i) => shapes.has(input) && i !== 1)) throw misplaced(node);
    if (shape === undefined) return [node];
    const [first] = node.input as [string];
    const isImages = (size: number): boolean => size !== 0 && size % placeholderBatch === 0;
    if (shape.filter(isImages).length !== 1) throw misplaced(node);
    if (node.opType === "Reshape") {
      return [{ ...node, input: [first, constant(shape.map((size) => (isImages(size) ? -1 : size)))] }];
    }
    if (node.opType === "Expand" && shape[0] === placeholderBatch) {
      const [count, whole] = [`${node.output[0]}/count`, `${node.output[0]}/shape`];
      return [
        { opType: "Shape", input: [images], output: [count], attribute: firstAxis },
        { opType: "Concat", input: [count, constant(shape.slice(1))], output: [whole], attribute: axis0 },
        { ...node, input: [first, whole] },
      ];
    }
    throw misplaced(node);
  });
  return { nodes, initializers: [...root.initializers.filter(({ name }) => !shapes.has(name)), ...added.values()] };
}

const firstAxis = [
  { name: "start", type: ATTRIBUTE.int, i: 0 },
  { name: "end", type: ATTRIBUTE.int, i: 1 },
];
const axis0 = [{ name: "axis", type: ATTRIBUTE.int, i: 0 }];

/** Whether a constant is a shape with an extent of images. Tables of positions are longer. */
function countsImages({ dataType, dims, rawData }: TensorProto): boolean {
  const isShape = dataType === ELEMENT.int64 && dims.length === 1 && dims[0]! <= 8;
  return isShape && int64sOf(rawData).some((size) => size !== 0 && size % placeholderBatch === 0);
}

function int64sOf(bytes: Uint8Array): readonly number[] {
  return Array.from(new BigInt64Array(Uint8Array.from(bytes).buffer), Number);
}

function misplaced({ opType }: NodeProto): InternalError {
  return new InternalError(
    `the operator ${opType} of a portable model depends on the batch in a way that cannot be freed`,
  );
}
