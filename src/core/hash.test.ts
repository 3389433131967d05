import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, sha256Hex } from "./hash.ts";

test("key order and undefined members do not matter", () => {
  expect(canonicalJson({ b: [1, -0, 1e21], a: { d: null, c: "ü\n" }, e: undefined })).toBe(
    '{"a":{"c":"ü\\n","d":null},"b":[1,0,1e+21]}',
  );
});

test("parsing canonical text and printing again changes nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test("what JSON cannot say is refused with its path", () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 1n, new Map(), () => 1, [undefined]]) {
    expect(() => canonicalJson({ a: [0, wrong] })).toThrow(expect.objectContaining({ code: "not-canonical" }));
  }
  expect(() => canonicalJson({ a: [0, Number.NaN] })).toThrow("$.a[1] is NaN");
});

test("sha256 of known text, in one piece or several", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(sha256Hex("abc")).toBe(abc);
  expect(sha256Hex("a", Uint8Array.of(98, 99))).toBe(abc);
});

test("with known texts the same is printed, and the parts are kept, not the whole, which is asked for once", () => {
  const known = new WeakMap<object, string>();
  const shared = { b: [1, { c: 2 }], a: "x" };
  const values = [1, 2, 3].map((seed) => ({ shared, seed, own: { seed } }));
  for (const value of values) expect(canonicalJson(value, known)).toBe(canonicalJson(value));
  expect([known.get(shared), known.has(values[0]!)]).toEqual([canonicalJson(shared), false]);
  expect(canonicalJson(shared, known)).toBe(canonicalJson(shared));
});
