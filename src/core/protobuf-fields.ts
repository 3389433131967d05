/** Reading the wire format of protocol buffers: numbered fields, whose meaning the reader knows. */

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
