/**
 * Writes ONNX nodes into a scope, equal ones once; constants go to the root, so that the body of a loop captures them.
 *
 * Where a device lacks an operator, its replacement stands in `replacements.ts` and is written instead.
 */
import { type DType, sizeOf, type Tensor } from "../core/tensor.ts";
import type { OnnxAttrs, OnnxEmitter } from "../graph/ops/op.ts";
import type { Device } from "./device.ts";
import { ATTRIBUTE, type AttributeProto, ELEMENT, type NodeProto, type TensorProto } from "./model-proto.ts";
import { replacements } from "./replacements.ts";

/** What all scopes of one model share: constants, and names that are never used twice. */
export interface Root {
  readonly device: Device;
  /** Whether only operators of ONNX itself may be written. */
  readonly standardOnly: boolean;
  readonly initializers: TensorProto[];
  readonly constants: Map<string, string>;
  names: number;
  /** An int64 `[1]` that is 1, which the runtime cannot know beforehand; null where there is none. */
  unit: (() => string) | null;
}

/** A scope that nodes are written to: a whole graph or the body of a loop. */
export interface NodeScope extends OnnxEmitter {
  readonly written: NodeProto[];
}

/** A new model for a device; `standardOnly`: for any runtime, not ours alone. */
export function createRoot(device: Device, { standardOnly = false } = {}): Root {
  return { device, standardOnly, initializers: [], constants: new Map(), names: 0, unit: null };
}

/** Numbers from which on memory counts for more than the two nodes that it takes to hide extents: 4 MiB. */
const worthUnsizing = 2 ** 20;

/** A new scope of a model. */
export function createScope(root: Root): NodeScope {
  const written: NodeProto[] = [];
  const known = new Map<string, string[]>();
  const replaced = replacements[root.device];
  const scope: NodeScope = {
    written,
    hasInt64: root.device !== "webgpu",
    hasBool: root.device !== "webgpu",
    hasFusedOperators: root.device !== "webgpu" && !root.standardOnly,
    batchesProducts: root.device === "webgpu",
    standardOnly: root.standardOnly,
    node(type, inputs, attrs, domain) {
      const replacement = replaced[type];
      return replacement ? replacement(plain, inputs, attrs ?? {}) : plain.node(type, inputs, attrs, domain);
    },
    nodes(type, inputs, outputs, attrs = {}, domain = "") {
      const key = JSON.stringify([domain, type, inputs, outputs, attrs]);
      const earlier = known.get(key);
      if (earlier) return earlier;
      const output = Array.from({ length: outputs }, () => `t${root.names++}`);
      written.push({ opType: type, domain, input: inputs, output, attribute: Object.entries(attrs).map(attribute) });
      known.set(key, output);
      return output;
    },
    unsized: (name, size) => {
      if (root.unit === null || size < worthUnsizing) return name;
      return plain.node("Reshape", [name, plain.node("Mul", [plain.node("Shape", [name]), root.unit()])]);
    },
    constant: (tensor) =>
      initializer(root, { elemType: ELEMENT[tensor.dtype], shape: tensor.shape, bytes: bytesOf(tensor) }),
    int64: (values) => {
      const list = typeof values === "number" ? [values] : values;
      const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
      return initializer(root, {
        elemType: ELEMENT.int64,
        shape: typeof values === "number" ? [] : [list.length],
        bytes,
      });
    },
  };
  const plain: OnnxEmitter = {
    ...scope,
    node: (type, inputs, attrs, domain) => scope.nodes(type, inputs, 1, attrs, domain)[0]!,
  };
  return scope;
}

/** Storage that ONNX and sessions use for a dtype. */
export function bytesOf({ dtype, shape, data }: Tensor): Uint8Array {
  const size = sizeOf(shape);
  const stored = STORE[dtype](size);
  stored.set(data);
  return new Uint8Array(stored.buffer);
}

const STORE: { readonly [K in DType]: (size: number) => Float32Array | Int32Array | Uint8Array } = {
  float: (size) => new Float32Array(size),
  int: (size) => new Int32Array(size),
  byte: (size) => new Uint8Array(size),
  bool: (size) => new Uint8Array(size),
};

function initializer(
  root: Root,
  { elemType, shape, bytes }: { elemType: number; shape: readonly number[]; bytes: Uint8Array },
): string {
  const key = `${elemType} [${shape}] ${bytesText(bytes)}`;
  const existing = root.constants.get(key);
  if (existing) return existing;
  const name = `c${root.constants.size}`;
  root.constants.set(key, name);
  root.initializers.push({ name, dataType: elemType, dims: shape, rawData: bytes });
  return name;
}

/** Bytes at a time. */
const piece = 4096;

/** Bytes as text of their own: a character a byte. In pieces, for a call takes only so many arguments. */
function bytesText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return text;
}

function attribute([name, value]: [string, OnnxAttrs[string]]): AttributeProto {
  if (typeof value === "number") return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === "string") return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: ATTRIBUTE.float, f: value.float };
  return { name, type: ATTRIBUTE.ints, ints: value };
}
