/** Writing the wire format of protocol buffers; `protobuf-fields.ts` reads it. */

/** A message as bytes: its fields one after another, as the functions below make them. */
export function messageOf(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A field of a whole number from 0 up, or of a truth as 0 or 1. */
export function integerField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(8 * number), varint(value)]);
}

/** A field of a float64. */
export function doubleField(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(8 * number + 1), bytes]);
}

/** A field of a float32. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(8 * number + 5), bytes]);
}

/** A field of a text, of bytes, or of a message. */
export function bytesField(number: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  return Buffer.concat([varint(8 * number + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
