/**
 * The safetensors format: named tensors and a few words of text in one file that can be checked before it is believed.
 *
 * Layout: 8 bytes little-endian length of the header; the header, JSON padded with spaces to a multiple of 8; the tensors' bytes.
 * The header maps each name to `{dtype, shape, data_offsets: [begin, end]}` and `__metadata__` to text. Tensors lie in order
 * of falling element size, then name, without holes, as the reference implementation writes them.
 * Nothing is allocated for a tensor before the whole header fits the file. Of a name that stands twice the later entry counts,
 * and the bytes of the earlier one are then a hole, which is refused.
 * Source: huggingface/safetensors, format description; golden file written by its Python package 0.8.
 */

import { canonicalJson } from "./canonical-json.ts";
import {
  bytesPerElement,
  type ElementType,
  elementTypes,
  isElementType,
  readElements,
  safeSizeOf,
} from "./element-types.ts";
import { LabError } from "./errors.ts";
import type { DType, Tensor } from "./tensor.ts";

/** Longest header that is read, in bytes; the reference implementation has the same limit. */
const longestHeader = 100_000_000;

/** Content of one file. The objects have no prototype, so any name is safe in them. */
export interface Safetensors {
  readonly tensors: { readonly [name: string]: Tensor };
  readonly metadata: { readonly [key: string]: string };
}

/** Bytes of a file holding these tensors. Float64Array becomes F64, Float32Array F32, int I32, byte U8, bool BOOL. */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const entries = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, format: formatOf(tensor) }))
    .sort((a, b) => b.format.rank - a.format.rank || (a.name < b.name ? -1 : 1));
  const header = entries.length === 0 || Object.keys(metadata).length > 0 ? [metadataMember(metadata)] : [];
  let offset = 0;
  for (const { name, tensor, format } of entries) {
    const end = offset + tensor.data.byteLength;
    const about = { dtype: format.name, shape: tensor.shape, data_offsets: [offset, end] };
    header.push(`${JSON.stringify(name)}:${JSON.stringify(about)}`);
    offset = end;
  }
  const text = Buffer.from(`{${header.join(",")}}`);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let position = 8 + headerLength;
  for (const { tensor } of entries) {
    bytes.set(new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength), position);
    position += tensor.data.byteLength;
  }
  return bytes;
}

/**
 * Reads a file's bytes; the tensors own their memory. `element-types.ts` says what each element type becomes.
 * Errors: `safetensors-damaged` where a length, a header, a shape or an offset does not fit; `safetensors-dtype` for element
 * types that the laboratory has no use for.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, begin } = readHeader(bytes);
  const named = Object.entries(header).filter(([name]) => name !== "__metadata__");
  const entries = named.map(([name, value]) => readEntry(name, value));
  checkSpans(
    entries.map(({ span }) => span),
    bytes.length - begin,
  );
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, type, shape, span } of entries) {
    tensors[name] = { shape, ...readElements(bytes.subarray(begin + span[0], begin + span[1]), type) };
  }
  const metadata = Object.hasOwn(header, "__metadata__") ? readMetadata(header.__metadata__) : Object.create(null);
  return { tensors, metadata };
}

interface Format {
  readonly name: ElementType;
  readonly dtype: DType;
  /** Place in the reference implementation's list of dtypes; tensors of a later one lie first. */
  readonly rank: number;
}

/** What is written for our storage. */
const formats: readonly Format[] = [
  { name: "BOOL", dtype: "bool", rank: 0 },
  { name: "U8", dtype: "byte", rank: 1 },
  { name: "I32", dtype: "int", rank: 2 },
  { name: "F32", dtype: "float", rank: 3 },
  { name: "F64", dtype: "float", rank: 4 },
];

interface Entry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: number[];
  readonly span: [number, number];
}

function formatOf({ dtype, data }: Tensor): Format {
  return formats.find((format) => format.dtype === dtype && bytesPerElement(format.name) === data.BYTES_PER_ELEMENT)!;
}

function metadataMember(metadata: Safetensors["metadata"]): string {
  return `"__metadata__":${canonicalJson(metadata)}`;
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; begin: number } {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes, fewer than the 8 of a header length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(bytes.length - 8)) {
    throw damaged(`its header should have ${length} bytes, but only ${bytes.length - 8} follow`);
  }
  if (length > BigInt(longestHeader)) {
    throw damaged(`its header has ${length} bytes, and no header of more than ${longestHeader} is read`);
  }
  const begin = 8 + Number(length);
  const header = parseJson(bytes.subarray(8, begin));
  if (!isObject(header)) throw damaged("its header is not a JSON object");
  return { header, begin };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged("its header is not JSON");
  }
}

function readMetadata(value: unknown): Record<string, string> {
  if (isObject(value) && Object.values(value).every((text) => typeof text === "string")) {
    return Object.assign(Object.create(null), value);
  }
  throw damaged("its metadata is not an object of strings");
}

function readEntry(name: string, value: unknown): Entry {
  if (!isObject(value)) throw damaged(`tensor ${quoted(name)} is not described by an object`);
  const { dtype: type, shape, data_offsets: span } = value;
  if (typeof type === "string" && !isElementType(type)) {
    throw new LabError(
      "safetensors-dtype",
      `Tensor ${quoted(name)} has element type ${type.slice(0, 20)}; the laboratory reads ${elementTypes.join(", ")}.`,
    );
  }
  if (!isElementType(type) || !isSizes(shape) || !isSizes(span) || span.length !== 2 || span[1]! < span[0]!) {
    throw damaged(`tensor ${quoted(name)} has no proper dtype, shape and data_offsets`);
  }
  const [begin, end] = span as [number, number];
  const size = safeSizeOf(shape);
  if (size === null) throw damaged(`tensor ${quoted(name)} has a shape of more elements than can be counted`);
  if (size * bytesPerElement(type) !== end - begin) {
    throw damaged(
      `tensor ${quoted(name)} has ${end - begin} bytes, but its shape needs ${size * bytesPerElement(type)}`,
    );
  }
  return { name, type, shape, span: [begin, end] };
}

/** A name as text of a sentence; names in damaged files may be of any length. */
function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

function checkSpans(spans: readonly (readonly [number, number])[], length: number): void {
  let position = 0;
  for (const [begin, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (begin !== position) throw damaged(`its tensors leave a hole or overlap at byte ${position} of the data`);
    position = end;
  }
  if (position !== length) throw damaged(`its tensors end at byte ${position} of ${length}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function damaged(found: string): LabError {
  return new LabError("safetensors-damaged", `This is not a whole safetensors file: ${found}.`);
}
