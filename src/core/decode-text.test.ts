import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

test("a byte order mark says how a text is encoded, and is no part of it", () => {
  const text = "name: tiny # größe\n";
  const little = Buffer.from(`\ufeff${text}`, "utf16le");
  const encodings = [Buffer.from(text), Buffer.from(`\ufeff${text}`), little, Buffer.from(little).swap16()];
  for (const bytes of encodings) expect(decodeText(bytes)).toBe(text);
  expect(decodeText(new Uint8Array(0))).toBe("");
});
