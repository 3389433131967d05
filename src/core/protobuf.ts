/** The wire format of protocol buffers: numbered fields, whose meaning the reader knows. */

/** A field: an integer (wire type 0), or the bytes of a fixed number (1, 5) or of a text, message or list (2). */
export interface Field {
  readonly number: number;
  readonly integer?: number;
  readonly bytes?: Uint8Array;
}

/** The fields of a message in order; null for bytes that are no message. */
export function fieldsOf(message: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) return null;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    return null;
  };
  while (at < message.length) {
    const key = varint();
    if (key === null || key < 8) return null;
    const [number, type] = [Math.floor(key / 8), key % 8];
    const length = type === 1 ? 8 : type === 5 ? 4 : varint();
    if (length === null || ![0, 1, 2, 5].includes(type)) return null;
    if (type === 0) {
      fields.push({ number, integer: length });
      continue;
    }
    if (length < 0 || at + length > message.length) return null;
    fields.push({ number, bytes: message.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

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
