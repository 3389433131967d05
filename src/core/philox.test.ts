import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type PhiloxStream, philoxBlocks } from "./philox.ts";

interface Golden {
  readonly numpy64: readonly { key: [string, string]; counter: [string, string, string, string]; words: string[] }[];
  readonly xla32: readonly { state: [number, number, number, number]; words: number[] }[];
}

const goldenUrl = new URL("../../test/fixtures/core/philox.json", import.meta.url);
const golden = JSON.parse(readFileSync(goldenUrl, "utf8")) as Golden;

/** Plain Philox4xW-10 over big integers, for any word width: the oracle of the fast one. */
function referencePhilox(width: 32 | 64, counter: readonly bigint[], key: readonly bigint[]): bigint[] {
  const wide = width === 64;
  const [m0, m1] = wide ? [0xd2e7470ee14c6c93n, 0xca5a826395121157n] : [0xd2511f53n, 0xcd9e8d57n];
  const [w0, w1] = wide ? [0x9e3779b97f4a7c15n, 0xbb67ae8584caa73bn] : [0x9e3779b9n, 0xbb67ae85n];
  const bits = BigInt(width);
  const mask = (1n << bits) - 1n;
  let [c0, c1, c2, c3] = counter as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = m0 * c0;
    const p1 = m1 * c2;
    [c0, c1, c2, c3] = [(p1 >> bits) ^ c1 ^ k0, p1 & mask, (p0 >> bits) ^ c3 ^ k1, p0 & mask];
    k0 = (k0 + w0) & mask;
    k1 = (k1 + w1) & mask;
  }
  return [c0, c1, c2, c3];
}

function blocks(stream: PhiloxStream, first: number, words: number): number[] {
  const out = new Uint32Array(words);
  philoxBlocks(stream, first, out);
  return [...out];
}

test("the oracle equals NumPy's Philox4x64-10", () => {
  for (const { key, counter, words } of golden.numpy64) {
    const [low, ...high] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
    const expected = words.map(BigInt);
    const carry = (1n << 64n) - 1n;
    for (let block = 1n; block <= 2n; block++) {
      const sum = low + block; // NumPy counts before it draws
      const c = [sum & carry, (high[0]! + (sum >> 64n)) & carry, high[1]!, high[2]!];
      const got = referencePhilox(64, c, key.map(BigInt));
      expect(got).toEqual(expected.slice(4 * Number(block) - 4, 4 * Number(block)));
    }
  }
});

test("the oracle gives the known answers of Random123 at 32 bits", () => {
  const known = [
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ];
  const words = (text: string): bigint[] => text.split(" ").map((word) => BigInt(`0x${word}`));
  for (const [counter, key, answer] of known) {
    expect(referencePhilox(32, words(counter!), words(key!))).toEqual(words(answer!));
  }
});

test("blocks equal XLA's Philox4x32-10", () => {
  for (const { state, words } of golden.xla32) {
    const [key0, key1, low, high] = state;
    const stream = { key0: key0 | 0, key1: key1 | 0, counter2: key0 | 0, counter3: key1 | 0 };
    expect(blocks(stream, low + high * 2 ** 32, words.length)).toEqual(words);
  }
});

test("blocks equal the oracle for any stream and block", () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const stream = fc.record({ key0: word, key1: word, counter2: word, counter3: word });
  fc.assert(
    fc.property(stream, fc.maxSafeInteger().map(Math.abs), (given, block) => {
      const unsigned = (value: number): bigint => BigInt(value >>> 0);
      const counter = [
        BigInt(block) & 0xffffffffn,
        BigInt(block) >> 32n,
        unsigned(given.counter2),
        unsigned(given.counter3),
      ];
      const expected = referencePhilox(32, counter, [unsigned(given.key0), unsigned(given.key1)]);
      expect(blocks(given, block, 4).map(BigInt)).toEqual(expected);
    }),
  );
});
