/**
 * Zip archives, as far as .npz files need them: the list of entries, and the content of one, checked.
 *
 * Only the directory at the end is believed, and each entry only as far as its content agrees: sizes are held against what the
 * caller allows before a byte is unpacked, and the checksum after. Stored and deflated entries, zip64 sizes included; no
 * encryption, no archives of several parts. Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
 */
import { crc32 } from "node:zlib";
import { Inflate, inflateSync } from "fflate";
import { LabError } from "./errors.ts";

/** One entry. `packed`: its bytes as they lie in the archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes of the content, as the directory declares. */
  readonly size: number;
  readonly crc: number;
  readonly deflated: boolean;
  readonly packed: Uint8Array;
}

/** The entries in the order of the directory. Errors: `zip-damaged`. */
export function listZip(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, begin, end } = findDirectory(view);
  const entries: ZipEntry[] = [];
  let at = begin;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== SIGNATURE.entry)
      throw damaged(`entry ${i + 1} of its list is cut`);
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number];
    const next = at + 46 + lengths[0] + lengths[1] + lengths[2];
    if (next > end) throw damaged(`entry ${i + 1} of its list is cut`);
    entries.push(readEntry(view, bytes, { at, nameLength: lengths[0], extraLength: lengths[1] }));
    at = next;
  }
  return entries;
}

/** The first bytes of the content, at most `length`. Errors: `zip-damaged`. */
export function beginningOf({ name, deflated, packed }: ZipEntry, length: number): Uint8Array {
  if (!deflated) return packed.subarray(0, length);
  const chunks: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk);
    total += chunk.length;
  });
  try {
    const step = 256; // bytes at a time, since each may unpack to a thousand
    for (let at = 0; at < packed.length && total < length; at += step) inflate.push(packed.subarray(at, at + step));
  } catch {
    if (total < length) throw damaged(`the content of ${quoted(name)} does not unpack`);
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** The whole content, whose declared size the caller has found reasonable. Errors: `zip-damaged`. */
export function unpackEntry({ name, size, crc, deflated, packed }: ZipEntry): Uint8Array {
  let content = packed;
  if (deflated) {
    try {
      content = inflateSync(packed, { out: new Uint8Array(size) });
    } catch {
      throw damaged(`the content of ${quoted(name)} does not unpack`);
    }
  }
  if (content.length !== size) {
    throw damaged(`${quoted(name)} has ${content.length} bytes, but its list says ${size}`);
  }
  if (crc32(content) !== crc) throw damaged(`the content of ${quoted(name)} does not fit its checksum`);
  return content;
}

const SIGNATURE = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const NOT_HERE = 0xffff_ffff; // the size stands in the zip64 field
const longestComment = 65_535;
/** Deflate repeats at most 258 bytes for each two bits, so this is more than it can give for a byte. */
const mostExpansion = 1032;

function findDirectory(view: DataView): { count: number; begin: number; end: number } {
  const first = Math.max(0, view.byteLength - 22 - longestComment);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) !== SIGNATURE.end) continue;
    const size = view.getUint32(at + 12, true);
    const begin = view.getUint32(at + 16, true);
    const count = view.getUint16(at + 10, true);
    if (count === 0xffff || size === NOT_HERE || begin === NOT_HERE) return findDirectory64(view, at);
    return checkedDirectory({ count, begin, end: begin + size }, at);
  }
  throw damaged("it has no list of entries at its end");
}

function findDirectory64(view: DataView, end: number): { count: number; begin: number; end: number } {
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== SIGNATURE.locator64)
    throw damaged("its list of entries is not found");
  const at = bigAt(view, locator + 8);
  if (at + 56 > locator || view.getUint32(at, true) !== SIGNATURE.end64)
    throw damaged("its list of entries is not found");
  const begin = bigAt(view, at + 48);
  return checkedDirectory({ count: bigAt(view, at + 32), begin, end: begin + bigAt(view, at + 40) }, at);
}

function checkedDirectory<T extends { readonly count: number; readonly end: number }>(directory: T, before: number): T {
  if (directory.end > before) throw damaged("its list of entries runs over its end");
  return directory;
}

function readEntry(
  view: DataView,
  bytes: Uint8Array,
  { at, nameLength, extraLength }: { at: number; nameLength: number; extraLength: number },
): ZipEntry {
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  if (view.getUint16(at + 8, true) & 1) throw damaged(`${quoted(name)} is encrypted`);
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) throw damaged(`${quoted(name)} is packed by method ${method}; 0 and 8 are read`);
  const declared = [24, 20, 42].map((offset) => view.getUint32(at + offset, true)) as [number, number, number];
  const [size, packedSize, offset] = withLongSizes(view, declared, { at: at + 46 + nameLength, length: extraLength });
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== SIGNATURE.local) {
    throw damaged(`${quoted(name)} does not lie where its list says`);
  }
  const begin = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (begin + packedSize > view.byteLength) throw damaged(`${quoted(name)} runs over the end`);
  if (method === 8 && size > mostExpansion * (packedSize + 1))
    throw damaged(`${quoted(name)} cannot unpack to ${size} bytes`);
  if (method === 0 && packedSize !== size) throw damaged(`${quoted(name)} is stored with two different sizes`);
  const packed = bytes.subarray(begin, begin + packedSize);
  return { name, size, crc: view.getUint32(at + 16, true), deflated: method === 8, packed };
}

/** Size, packed size and offset, those that do not fit 32 bits from the zip64 field among the extra ones. */
function withLongSizes(
  view: DataView,
  declared: readonly [number, number, number],
  { at, length }: { readonly at: number; readonly length: number },
): readonly [number, number, number] {
  if (!declared.includes(NOT_HERE)) return declared;
  for (let field = at; field + 4 <= at + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    const end = Math.min(at + length, field + 4 + view.getUint16(field + 2, true));
    let next = field + 4;
    return declared.map((value) => {
      if (value !== NOT_HERE) return value;
      if (next + 8 > end) throw damaged("a long size is cut");
      next += 8;
      return bigAt(view, next - 8);
    }) as [number, number, number];
  }
  throw damaged("a long size is missing");
}

function bigAt(view: DataView, at: number): number {
  if (at + 8 > view.byteLength) throw damaged("a long size is cut");
  const value = view.getBigUint64(at, true);
  if (value > BigInt(view.byteLength) * 2048n) throw damaged(`a size of ${value} bytes is not possible`);
  return Number(value);
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

function damaged(found: string): LabError {
  return new LabError("zip-damaged", `This is not a whole zip archive that can be read here: ${found}.`);
}
