/**
 * The bytes of ONNX models: the dozen protobuf messages that a training graph needs, as plain objects and encoded.
 *
 * Field names and numbers are those of the format's published definition (onnx.proto); messages and fields that we never
 * write are left out. Source: ONNX IR specification, https://onnx.ai/onnx/repo-docs/IR.html.
 */
import protobuf from "protobufjs/light.js";
import { InternalError } from "../core/errors.ts";
import type { DType } from "../core/tensor.ts";

/** Version of the model format and of the operator sets that we write. */
export const FORMAT = { ir: 10, opset: 21, microsoft: 1 } as const;

/** ONNX's number of an element type. */
export const ELEMENT: { readonly [K in DType | "int64"]: number } = { float: 1, byte: 2, int: 6, int64: 7, bool: 9 };

/** An operator call; an empty input name leaves an optional operand out. */
export interface NodeProto {
  readonly opType: string;
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

/** An attribute; `type` says which field holds it. */
export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly s?: Uint8Array;
  readonly g?: GraphProto;
  readonly ints?: readonly number[];
}

/** A constant tensor: little-endian bytes, row-major. */
export interface TensorProto {
  readonly name: string;
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly rawData: Uint8Array;
}

/** Name and type of an input or output. */
export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    /** Without a shape: of any. */
    readonly tensorType: { readonly elemType: number; readonly shape?: { readonly dim: readonly Dim[] } };
  };
}

/** A size that is known, or a name for one that is not. */
export type Dim = { readonly dimValue: number } | { readonly dimParam: string };

/** A graph of operator calls. */
export interface GraphProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

/** Numbers of attribute types. */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/** Type of a value; a string in `shape` names a size that is known only at run time. */
export function valueInfo(
  name: string,
  { elemType, shape }: { elemType: number; shape: readonly (number | string)[] },
): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** A model as bytes; `standardOnly` when it calls no operators but ONNX's own; `about`: what a reader should know. */
export function encodeModel(
  graph: GraphProto,
  { standardOnly = false, about }: { readonly standardOnly?: boolean; readonly about?: string } = {},
): Uint8Array {
  const model = {
    irVersion: FORMAT.ir,
    producerName: "lionlab",
    ...(about === undefined ? {} : { docString: about }),
    opsetImport: [
      { domain: "", version: FORMAT.opset },
      ...(standardOnly ? [] : [{ domain: "com.microsoft", version: FORMAT.microsoft }]),
    ],
    graph,
  };
  return MODEL.encode(MODEL.fromObject(model)).finish();
}

/** The graph of an encoded model, for tests and listings. Errors: internal when the bytes are no model. */
export function decodeModel(bytes: Uint8Array): GraphProto {
  const model = MODEL.toObject(MODEL.decode(bytes), { arrays: true, longs: Number }) as { graph?: GraphProto };
  if (!model.graph) throw new InternalError("a model without a graph was decoded");
  return model.graph;
}

type Field = { readonly type: string; readonly id: number; readonly rule?: "repeated" };

const one = (type: string, id: number): Field => ({ type, id });
const many = (type: string, id: number): Field => ({ type, id, rule: "repeated" });

const MESSAGES: { readonly [message: string]: { readonly fields: { readonly [field: string]: Field } } } = {
  Model: {
    fields: {
      irVersion: one("int64", 1),
      producerName: one("string", 2),
      docString: one("string", 6),
      graph: one("Graph", 7),
      opsetImport: many("OperatorSet", 8),
    },
  },
  OperatorSet: { fields: { domain: one("string", 1), version: one("int64", 2) } },
  Graph: {
    fields: {
      node: many("Node", 1),
      name: one("string", 2),
      initializer: many("Tensor", 5),
      input: many("ValueInfo", 11),
      output: many("ValueInfo", 12),
    },
  },
  Node: {
    fields: {
      input: many("string", 1),
      output: many("string", 2),
      name: one("string", 3),
      opType: one("string", 4),
      attribute: many("Attribute", 5),
      domain: one("string", 7),
    },
  },
  Attribute: {
    fields: {
      name: one("string", 1),
      f: one("float", 2),
      i: one("int64", 3),
      s: one("bytes", 4),
      g: one("Graph", 6),
      ints: many("int64", 8),
      type: one("int32", 20),
    },
  },
  Tensor: {
    fields: { dims: many("int64", 1), dataType: one("int32", 2), name: one("string", 8), rawData: one("bytes", 9) },
  },
  ValueInfo: { fields: { name: one("string", 1), type: one("Type", 2) } },
  Type: { fields: { tensorType: one("TensorType", 1) } },
  TensorType: { fields: { elemType: one("int32", 1), shape: one("TensorShape", 2) } },
  TensorShape: { fields: { dim: many("Dimension", 1) } },
  Dimension: { fields: { dimValue: one("int64", 1), dimParam: one("string", 2) } },
};

const MODEL = protobuf.Root.fromJSON({ nested: MESSAGES }).lookupType("Model");
