import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "./hash.ts";
import { sha256Text } from "./sha256.ts";

test("known texts of FIPS 180-4", () => {
  expect(sha256Text("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Text("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("texts of every length around a block, and any text, hash as Node's engine hashes them", () => {
  for (let length = 0; length < 200; length++) {
    const text = "x".repeat(length);
    expect(sha256Text(text), String(length)).toBe(sha256Hex(text));
  }
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => sha256Text(text) === sha256Hex(text)),
  );
});
