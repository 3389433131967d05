/** A text in an address: as it is where it is short, else deflated and in base64url. What a link brings is not believed: it is bounded. */
import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";

/** Characters up to which a text stands in the address as it is. */
const shortest = 240;

/** Characters that a text in an address may have. */
export const mostCharacters = 100_000;

/** The text, packed: `t…` as it is, `z…` deflated. */
export function packText(text: string): string {
  if (text.length <= shortest) return `t${text}`;
  return `z${toBase64Url(deflateSync(strToU8(text), { level: 9 }))}`;
}

/** The text again; null for what was packed by nobody, or is larger than a program can be. */
export function unpackText(packed: string): string | null {
  const rest = packed.slice(1);
  if (packed.startsWith("t")) return rest.length <= mostCharacters ? rest : null;
  if (!packed.startsWith("z")) return null;
  const bytes = fromBase64Url(rest);
  return bytes === null ? null : inflated(bytes);
}

/** Inflates piece by piece, so that a few bytes that stand for gigabytes are never unpacked. */
function inflated(bytes: Uint8Array): string | null {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Inflate((piece, last) => {
    size += piece.length;
    if (size <= mostCharacters) pieces.push(piece);
    ended = last;
  });
  const step = 512;
  try {
    for (let at = 0; at < bytes.length && size <= mostCharacters; at += step)
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  } catch {
    return null;
  }
  if (!ended || size > mostCharacters) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return strFromU8(whole);
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return null;
  }
}
