/**
 * Random numbers as an argument: streams of a counter-based generator, named by a seed and labels.
 *
 * A stream is a pure function of its name: `createRng(1, "dropout", 3)` gives the same numbers in every process, whatever
 * was drawn before or elsewhere. The generator is Philox4x32-10: block c of a stream is ten rounds of multiply and
 * exclusive-or over a 128-bit counter with a 64-bit key. SHA-256 of the name gives the key and the upper half of the counter,
 * so that different names meet with probability 2^-128; the lower half counts blocks.
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 */

import { canonicalJson } from "./canonical-json.ts";
import { InternalError } from "./errors.ts";
import { type PhiloxStream, philoxBlocks } from "./philox.ts";
import { sha256Words } from "./sha256.ts";

/** What names a stream below its seed. */
export type RngLabel = string | number;

/** One stream of random numbers. Every method takes words from the same sequence, in order. */
export interface Rng {
  /** Next word, 0 … 2^32 - 1. */
  nextUint32(): number;
  /** Uniform in [0, 1), a multiple of 2^-53; two words. */
  uniform(): number;
  /** Standard normal by Box and Muller's transform; four words give two numbers. */
  normal(): number;
  /** Uniform integer in 0 … n - 1 without bias (rejection); n: integer, 1 … 2^32. */
  below(n: number): number;
  /** Puts the values in random order, in place (Fisher and Yates); every order is equally likely. */
  shuffle(values: Int32Array): void;
  /** The stream with more labels; does not depend on what was drawn from this one. */
  split(...labels: readonly RngLabel[]): Rng;
  /** The next `out.length` words, in bulk. */
  fillUint32(out: Uint32Array): void;
}

/** The stream named by a seed (an integer) and labels. Errors: `not-canonical` for a seed or label that is not finite. */
export function createRng(seed: number, ...labels: readonly RngLabel[]): Rng {
  const source = wordSource(streamOf(canonicalJson([seed, ...labels])));
  const nextUint32 = source.next;
  const uniform = (): number => {
    const high = nextUint32() >>> 5; // 27 bits
    return (high * 0x4000000 + (nextUint32() >>> 6)) / 0x20000000000000; // and 26 bits, over 2^53
  };
  const below = (n: number): number => drawBelow(nextUint32, n);
  return {
    nextUint32,
    uniform,
    normal: normalSource(uniform),
    below,
    shuffle: (values) => shuffleInPlace(values, below),
    split: (...more) => createRng(seed, ...labels, ...more),
    fillUint32: source.fill,
  };
}

function streamOf(name: string): PhiloxStream {
  const [key0, key1, counter2, counter3] = Int32Array.from(sha256Words(name));
  return { key0: key0!, key1: key1!, counter2: counter2!, counter3: counter3! };
}

/** Words one by one or in bulk; a block of four is drawn at a time and what is left of it is kept. */
function wordSource(stream: PhiloxStream): { next(): number; fill(out: Uint32Array): void } {
  const block = new Uint32Array(4);
  let used = 4;
  let nextBlock = 0;
  const next = (): number => {
    if (used === 4) {
      philoxBlocks(stream, nextBlock, block);
      nextBlock += 1;
      used = 0;
    }
    return block[used++]!;
  };
  const fill = (out: Uint32Array): void => {
    let position = 0;
    while (position < out.length && used < 4) out[position++] = next();
    const whole = (out.length - position) >>> 2;
    philoxBlocks(stream, nextBlock, out.subarray(position, position + 4 * whole));
    nextBlock += whole;
    position += 4 * whole;
    while (position < out.length) out[position++] = next();
  };
  return { next, fill };
}

function normalSource(uniform: () => number): () => number {
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const second = kept;
      kept = null;
      return second;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 - u lies in (0, 1]
    const angle = 2 * Math.PI * uniform();
    kept = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function drawBelow(nextUint32: () => number, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 0x100000000) {
    throw new InternalError(`below(n) draws from 0 … n - 1 and needs an integer n from 1 to 2^32, but n is ${n}`);
  }
  const limit = 0x100000000 - (0x100000000 % n);
  let word = nextUint32();
  while (word >= limit) word = nextUint32();
  return word % n;
}

function shuffleInPlace(values: Int32Array, below: (n: number) => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = below(last + 1);
    const moved = values[last]!;
    values[last] = values[chosen]!;
    values[chosen] = moved;
  }
}
