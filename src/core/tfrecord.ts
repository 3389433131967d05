/**
 * TFRecord, the framing of TensorFlow's files.
 *
 *   record = length (8 bytes, little endian), masked CRC-32C of those, data, masked CRC-32C of the data
 *   masked(c) = rotate right(c, 15) + 0xa282ead8
 */
import { crc32c } from "./crc32c.ts";

/** Data as a record. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return record;
}

/** What the records of bytes hold, in order. */
export interface TfRecords {
  readonly records: readonly { readonly at: number; readonly data: Uint8Array }[];
  /** Where a record's checksum is wrong; null where none is. What lies behind it is not read. */
  readonly damagedAt: number | null;
  /** The bytes end with a record, and not inside one. */
  readonly whole: boolean;
}

/** Reads them. */
export function tfRecordsOf(bytes: Uint8Array): TfRecords {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: { at: number; data: Uint8Array }[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    if (!beginsRecord(bytes.subarray(at))) return { records, damagedAt: at, whole: false };
    const length = Number(view.getBigUint64(at, true));
    if (at + 16 + length > bytes.length) break;
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (masked(data) !== view.getUint32(at + 12 + length, true)) return { records, damagedAt: at, whole: false };
    records.push({ at, data });
    at += 16 + length;
  }
  return { records, damagedAt: null, whole: at === bytes.length };
}

/** Whether bytes begin with a length and its checksum, as a record does. */
export function beginsRecord(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return masked(bytes.subarray(0, 8)) === view.getUint32(8, true);
}

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
