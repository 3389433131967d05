/**
 * NumPy's .npy format, versions 1.0 to 3.0: one array with its element type, its order and its shape.
 *
 * Layout: the bytes 93 'NUMPY', version, length of the header (2 bytes little-endian in version 1, else 4); the header, a
 * Python dictionary of `descr`, `fortran_order` and `shape`; the elements. The header is read by a grammar of just that, and
 * nothing in a file is ever run: arrays of objects, which are pickled programs, are refused.
 * Source: NumPy Enhancement Proposal 1 and the docstring of numpy.lib.format; golden files written by NumPy.
 */
import { bytesPerElement, type ElementType, readElements, safeSizeOf } from "./element-types.ts";
import { LabError } from "./errors.ts";
import { stridesOf, type Tensor, type TensorData } from "./tensor.ts";

/** What the header says. */
export interface NpyHeader {
  readonly type: ElementType;
  readonly little: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin, and how many bytes the whole file has. */
  readonly begin: number;
  readonly fileBytes: number;
}

/** Longest header that is read, in bytes; those of plain arrays have about a hundred. */
export const longestNpyHeader = 65_536;

/**
 * The array, row-major whatever its order in the file; `element-types.ts` says what each element type becomes.
 * Errors: `npy-damaged` where something does not fit; `npy-dtype` for objects, records, text and complex numbers.
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  const header = readNpyHeader(bytes);
  const { type, little, fortranOrder, shape, begin, fileBytes } = header;
  if (bytes.length !== fileBytes) throw damaged(`it has ${bytes.length} bytes, but its header needs ${fileBytes}`);
  const { dtype, data } = readElements(bytes.subarray(begin), type, { little });
  return { dtype, shape, data: fortranOrder ? rowMajor(data, shape) : data };
}

/** Reads the header from the beginning of a file; at most the first `longestNpyHeader` + 12 bytes are looked at. Errors: as `decodeNpy`. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || !magic.every((byte, i) => bytes[i] === byte)) throw damaged("it does not begin as one does");
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw damaged(`version ${version} of the format is not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = version === 1 ? 10 : 12;
  if (bytes.length < at) throw damaged(`it ends after ${bytes.length} bytes`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestNpyHeader)
    throw damaged(`its header has ${length} bytes, and at most ${longestNpyHeader} are read`);
  if (at + length > bytes.length) throw damaged(`its header should have ${length} bytes, but it ends before`);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(at, at + length));
  const { descr, fortranOrder, shape } = readDictionary(text);
  const { type, little } = elementTypeOf(descr);
  const size = safeSizeOf(shape);
  if (size === null) throw damaged("its shape has more elements than can be counted");
  const begin = at + length;
  return { type, little, fortranOrder, shape, begin, fileBytes: begin + size * bytesPerElement(type) };
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // 0x93 NUMPY

const types: { readonly [kind: string]: ElementType | undefined } = {
  b1: "BOOL",
  u1: "U8",
  u2: "U16",
  u4: "U32",
  u8: "U64",
  i1: "I8",
  i2: "I16",
  i4: "I32",
  i8: "I64",
  f2: "F16",
  f4: "F32",
  f8: "F64",
};

/** `<f4` and the like; `=` is the machine's order, which is little-endian wherever Node runs. */
function elementTypeOf(descr: string): { type: ElementType; little: boolean } {
  const order = /^[<>|=]/.exec(descr)?.[0] ?? "";
  const kind = descr.slice(order.length);
  if (kind.startsWith("O")) {
    throw new LabError(
      "npy-dtype",
      "This NumPy array holds pickled Python objects, which could run anything when read, so it is refused; save plain numbers instead.",
    );
  }
  const type = Object.hasOwn(types, kind) ? types[kind] : undefined;
  if (type === undefined) {
    throw new LabError(
      "npy-dtype",
      `This NumPy array has element type ${JSON.stringify(descr.slice(0, 40))}; the laboratory reads ${Object.keys(types).join(", ")}.`,
    );
  }
  return { type, little: order !== ">" };
}

interface Dictionary {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }` in any order of its three members. */
function readDictionary(text: string): Dictionary {
  let rest = text.trim();
  if (!rest.startsWith("{") || !rest.endsWith("}")) throw damaged("its header is no dictionary");
  rest = rest.slice(1, -1).trim();
  const found = new Map<string, string>();
  while (rest !== "") {
    const member = /^(['"])(\w{1,20})\1\s*:\s*((['"])[^'"]{0,200}\4|True|False|\([^()]{0,2000}\)|\[)/.exec(rest);
    if (member === null) throw damaged("its header is no dictionary of descr, fortran_order and shape");
    const [whole, , name = "", value = ""] = member;
    if (value === "[") {
      throw new LabError(
        "npy-dtype",
        "This NumPy array holds records of several fields; the laboratory reads plain numbers.",
      );
    }
    if (found.has(name)) throw damaged(`its header names ${name} twice`);
    found.set(name, value);
    rest = rest.slice(whole.length).trim();
    if (rest !== "" && !rest.startsWith(",")) throw damaged("its header is no dictionary");
    rest = rest.slice(1).trim();
  }
  const [descr, order, shape] = [found.get("descr"), found.get("fortran_order"), found.get("shape")];
  if (found.size !== 3 || !/^['"]/.test(descr ?? "") || !/^[TF]/.test(order ?? "") || !shape?.startsWith("(")) {
    throw damaged("its header has no proper descr, fortran_order and shape");
  }
  return { descr: descr!.slice(1, -1), fortranOrder: order === "True", shape: readShape(shape.slice(1, -1)) };
}

/** `3, 4`, `3,` or nothing; Python 2 wrote long numbers as `3L`. */
function readShape(text: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.at(-1) === "") parts.pop();
  return parts.map((part) => {
    const size = /^\d{1,16}L?$/.test(part) ? Number.parseInt(part, 10) : Number.NaN;
    if (!Number.isSafeInteger(size)) throw damaged(`its shape has a size ${JSON.stringify(part.slice(0, 40))}`);
    return size;
  });
}

/** Elements that were stored with the first axis innermost, in row-major order. */
function rowMajor<T extends TensorData>(data: T, shape: readonly number[]): T {
  const result = data.slice() as T;
  const from = stridesOf([...shape].reverse()).reverse(); // strides in the file
  const index = shape.map(() => 0);
  for (let to = 0, at = 0; to < result.length; to++) {
    result[to] = data[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += from[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= from[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}

function damaged(found: string): LabError {
  return new LabError("npy-damaged", `This is not a whole NumPy array: ${found}.`);
}
