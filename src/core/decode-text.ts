/**
 * Text files as editors write them: UTF-8, or UTF-16 where a byte order mark says so, as Windows' Notepad calls "Unicode".
 */

/** The text in a file's bytes, without its byte order mark. Source: Unicode 16, section 23.8. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}
