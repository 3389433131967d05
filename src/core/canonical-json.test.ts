import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAround, canonicalJson } from "./canonical-json.ts";

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

test("objects that differ by numbers are printed around them as each by itself, wherever the numbers stand", () => {
  const shared = { b: [1, { c: 2 }], m: undefined, x: 'a "lr": 3' };
  for (const names of [["lr", "seed"], ["a", "z"], ["a"], ["z", "b0"]] as const) {
    const print = canonicalAround<string>(shared, names);
    for (const number of [0, -0, 1e-7, 12, 1e21]) {
      const numbers = Object.fromEntries(names.map((name, index) => [name, number + index]));
      expect(print(numbers)).toBe(canonicalJson({ ...shared, ...numbers }));
    }
  }
  expect(() => canonicalAround({}, ["a"])({ a: Number.NaN })).toThrow("$ is NaN");
});
