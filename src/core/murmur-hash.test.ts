import { expect, test } from "vitest";
import { murmurHash128 } from "./murmur-hash.ts";

/** Known answers of an implementation that gives 0xB3ECE62A in the published self-check of MurmurHash3_x86_128. */
const known: readonly { words: readonly number[]; seed: number; hash: readonly number[] }[] = [
  { words: [], seed: 1, hash: [0x88c4adec, 0x54d201b9, 0x54d201b9, 0x54d201b9] },
  { words: [1, 2, 3, 4], seed: 0, hash: [0x37d6ee17, 0x3d4a429d, 0x3dbb9c17, 0x5b64b81d] },
  {
    words: [0x80000000, 0xffffffff, 7, 0, 5, 6, 0xdeadbeef, 9],
    seed: 42,
    hash: [0x6b70646e, 0xa32b8ed8, 0x46374b45, 0x29bda0eb],
  },
];

test("known answers", () => {
  for (const { words, seed, hash } of known) {
    const out = new Int32Array(6);
    murmurHash128(Int32Array.from(words), { count: words.length, seed, out, at: 1 });
    expect([...out].map((word) => word >>> 0)).toEqual([0, ...hash, 0]);
  }
});

test("the result may take the place of the words", () => {
  const words = Int32Array.of(1, 2, 3, 4);
  murmurHash128(words, { count: 4, out: words, at: 0 });
  expect(words[0]! >>> 0).toBe(0x37d6ee17);
});
