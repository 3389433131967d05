import { expect, test } from "vitest";
import { sealLength, sealOf, unseal, withoutSeal } from "./sealed-bytes.ts";

const content = new Uint8Array([1, 2, 3]);
const sealed = new Uint8Array([...content, ...sealOf(content)]);

test("what was sealed comes back, in the same memory", () => {
  expect(unseal(sealed)).toEqual(content);
  expect((unseal(sealed) as Uint8Array).buffer).toBe(sealed.buffer);
  expect(withoutSeal(sealed)).toEqual(content);
  expect(unseal(sealOf(new Uint8Array()))).toHaveLength(0);
  expect(sealed.length).toBe(content.length + sealLength);
});

test("a flipped bit is told, wherever it is, and so is what was cut", () => {
  for (let i = 0; i < sealed.length; i++) {
    const flipped = sealed.slice();
    flipped[i]! ^= 1;
    expect(unseal(flipped)).toSatisfy((found) => found === "damaged" || found === null);
  }
  for (let length = 0; length < sealed.length; length++) expect(unseal(sealed.subarray(0, length))).toBeNull();
});

test("bytes without a seal are told, and come back as they are", () => {
  expect(unseal(content)).toBeNull();
  expect(withoutSeal(content)).toBe(content);
});
