/**
 * TensorBoard's event files: records of `tensorflow.Event`, framed as TFRecord, of which the scalars are read.
 *
 *   record = length (8 bytes, little endian), masked CRC-32C of those, data, masked CRC-32C of the data
 *   masked(c) = rotate right(c, 15) + 0xa282ead8
 *
 * A record that is cut off at the end is a run that still writes, or was killed: what lies before it counts. A record whose checksum is wrong is refused.
 */
import { LabError } from "../core/errors.ts";
import { crc32c } from "./crc32c.ts";
import { fieldsOf } from "./protobuf.ts";

/** A figure at a step. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/** The scalars of a file; `whole`: it ends with a record. Errors: `events-damaged`. */
export function readEvents(
  bytes: Uint8Array,
  file: string,
): { readonly scalars: readonly Scalar[]; readonly whole: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scalars: Scalar[] = [];
  let at = 0;
  while (at + 12 <= bytes.length) {
    const sum = view.getUint32(at + 8, true);
    if (masked(bytes.subarray(at, at + 8)) !== sum) throw damaged(file, at);
    const length = Number(view.getBigUint64(at, true));
    if (at + 16 + length > bytes.length) break;
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (masked(data) !== view.getUint32(at + 12 + length, true)) throw damaged(file, at);
    const found = scalarsOf(data);
    if (found === null) throw damaged(file, at);
    for (const scalar of found) scalars.push(scalar);
    at += 16 + length;
  }
  return { scalars, whole: at === bytes.length };
}

/** Whether bytes begin as an event file does: with a record whose length is that of its checksum. */
export function isEvents(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return masked(bytes.subarray(0, 8)) === view.getUint32(8, true);
}

function damaged(file: string, at: number): LabError {
  return new LabError(
    "events-damaged",
    `${file} must hold TensorBoard's events, but the record at byte ${at} has another checksum or form: the file is damaged, or of another kind.`,
    { at },
  );
}

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The scalars of an `Event`: step = 2, summary = 5. Null for bytes that are none. */
function scalarsOf(data: Uint8Array): readonly Scalar[] | null {
  const event = fieldsOf(data);
  if (event === null) return null;
  const step = event.find(({ number }) => number === 2)?.integer ?? 0;
  const summaries = event.flatMap(({ number, bytes }) => (number === 5 && bytes !== undefined ? [bytes] : []));
  const scalars: Scalar[] = [];
  for (const value of summaries.flatMap((summary) => fieldsOf(summary) ?? [])) {
    const fields = value.number === 1 && value.bytes !== undefined ? fieldsOf(value.bytes) : null;
    const tag = fields?.find(({ number }) => number === 1)?.bytes;
    const figure = fields === null ? null : figureOf(fields);
    if (tag !== undefined && figure !== null) scalars.push({ tag: new TextDecoder().decode(tag), step, value: figure });
  }
  return scalars;
}

type Fields = NonNullable<ReturnType<typeof fieldsOf>>;

/** `simple_value` = 2, or a tensor = 8 of one number: type = 1 (1 float, 2 double), content = 4, float_val = 5, double_val = 6. */
function figureOf(fields: Fields): number | null {
  const simple = fields.find(({ number }) => number === 2)?.bytes;
  if (simple !== undefined) return numberOf(simple);
  const tensor = fields.find(({ number }) => number === 8)?.bytes;
  const members = tensor === undefined ? null : fieldsOf(tensor);
  const content = members?.find(({ number }) => number === 4 || number === 5 || number === 6)?.bytes;
  return content === undefined ? null : numberOf(content);
}

function numberOf(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return Number(view.getFloat32(0, true).toPrecision(9));
  return bytes.length === 8 ? view.getFloat64(0, true) : null;
}
