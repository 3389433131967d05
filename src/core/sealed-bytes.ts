/**
 * Bytes that carry their own sum: a line at their end with the SHA-256 of what is before it, so that a file which was cut, changed or
 * never finished is told from a whole one, and file and sum can never be of two writers.
 */
import { sha256Hex } from "./hash.ts";

/** What a seal begins with. */
const mark = "\nlionlab-sha256 ";

/** Bytes of a seal: the mark, 64 hex digits, the end of a line. */
export const sealLength = mark.length + 64 + 1;

/** The seal of some bytes, to be written behind them. */
export function sealOf(content: Uint8Array): Uint8Array {
  return Buffer.from(`${mark}${sha256Hex(content)}\n`);
}

/** What is before the seal, in the same memory; "damaged" where that is not what was sealed, null where there is no seal at the end. */
export function unseal(sealed: Uint8Array): Uint8Array | "damaged" | null {
  const content = withoutSeal(sealed);
  if (content === sealed) return null;
  return Buffer.compare(sealOf(content), sealed.subarray(content.length)) === 0 ? content : "damaged";
}

/** As `unseal`, for a reader who judges the content by its own rules: bytes without a seal come back as they are. */
export function withoutSeal(bytes: Uint8Array): Uint8Array {
  const begin = bytes.length - sealLength;
  const found = begin < 0 ? "" : Buffer.from(bytes.subarray(begin, begin + mark.length)).toString("latin1");
  return found === mark ? bytes.subarray(0, begin) : bytes;
}
