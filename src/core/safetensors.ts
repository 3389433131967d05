/**
 * The safetensors format: named tensors and a few words of text in one file that can be checked before it is believed.
 *
 * Layout: 8 bytes little-endian length of the header; the header, JSON padded with spaces to a multiple of 8; the tensors' bytes.
 * The header maps each name to `{dtype, shape, data_offsets: [begin, end]}` and `__metadata__` to text. Tensors lie in order
 * of falling element size, then name, without holes, as the reference implementation writes them.
 * Source: huggingface/safetensors, format description; golden file written by its Python package 0.8.
 */
import { LabError } from "./errors.ts";
import { canonicalJson } from "./hash.ts";
import { type DType, sizeOf, type Tensor, type TensorData } from "./tensor.ts";

/** Content of one file. */
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
 * Reads a file's bytes; the tensors own their memory.
 * Errors: `safetensors-damaged` where a length, a header, a shape or an offset does not fit; `safetensors-dtype` for element
 * types that the laboratory has no use for.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const { header, begin } = readHeader(bytes);
  const tensors: Record<string, Tensor> = {};
  const spans: [number, number][] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") {
      metadata = readMetadata(value);
      continue;
    }
    const entry = readEntry(name, value);
    spans.push(entry.span);
    tensors[name] = readTensor(entry, bytes.subarray(begin));
  }
  checkSpans(spans, bytes.length - begin);
  return { tensors, metadata };
}

interface Format {
  readonly name: string;
  readonly dtype: DType;
  readonly bytes: number;
  /** Place in the reference implementation's list of dtypes; tensors of a later one lie first. */
  readonly rank: number;
  make(buffer: ArrayBuffer): TensorData;
}

const formats: readonly Format[] = [
  { name: "BOOL", dtype: "bool", bytes: 1, rank: 0, make: (buffer) => new Uint8Array(buffer) },
  { name: "U8", dtype: "byte", bytes: 1, rank: 1, make: (buffer) => new Uint8Array(buffer) },
  { name: "I32", dtype: "int", bytes: 4, rank: 2, make: (buffer) => new Int32Array(buffer) },
  { name: "F32", dtype: "float", bytes: 4, rank: 3, make: (buffer) => new Float32Array(buffer) },
  { name: "F64", dtype: "float", bytes: 8, rank: 4, make: (buffer) => new Float64Array(buffer) },
];

interface Entry {
  readonly format: Format;
  readonly shape: number[];
  readonly span: [number, number];
}

function formatOf({ dtype, data }: Tensor): Format {
  return formats.find((format) => format.dtype === dtype && format.bytes === data.BYTES_PER_ELEMENT)!;
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
    return value as Record<string, string>;
  }
  throw damaged("its metadata is not an object of strings");
}

function readEntry(name: string, value: unknown): Entry {
  if (!isObject(value)) throw damaged(`tensor "${name}" is not described by an object`);
  const { dtype, shape, data_offsets: span } = value;
  const format = formats.find((candidate) => candidate.name === dtype);
  if (typeof dtype === "string" && format === undefined) {
    throw new LabError(
      "safetensors-dtype",
      `Tensor "${name}" has element type ${dtype}; the laboratory reads ${formats.map((known) => known.name).join(", ")}.`,
    );
  }
  if (format === undefined || !isSizes(shape) || !isSizes(span) || span.length !== 2 || span[1]! < span[0]!) {
    throw damaged(`tensor "${name}" has no proper dtype, shape and data_offsets`);
  }
  const [begin, end] = span as [number, number];
  if (sizeOf(shape) * format.bytes !== end - begin) {
    throw damaged(`tensor "${name}" has ${end - begin} bytes, but its shape needs ${sizeOf(shape) * format.bytes}`);
  }
  return { format, shape, span: [begin, end] };
}

function readTensor({ format, shape, span }: Entry, content: Uint8Array): Tensor {
  if (span[1] > content.length)
    throw damaged(`it ends at byte ${content.length} of its data, but ${span[1]} are needed`);
  return { dtype: format.dtype, shape, data: format.make(Uint8Array.from(content.subarray(...span)).buffer) };
}

function checkSpans(spans: [number, number][], length: number): void {
  let position = 0;
  for (const [begin, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
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
