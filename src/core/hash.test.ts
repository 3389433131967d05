import { expect, test } from "vitest";
import { sha256Hex } from "./hash.ts";

test("sha256 of known text, in one piece or several", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(sha256Hex("abc")).toBe(abc);
  expect(sha256Hex("a", Uint8Array.of(98, 99))).toBe(abc);
});
