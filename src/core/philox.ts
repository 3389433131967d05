/**
 * Philox4x32-10, the bare function: blocks of four 32-bit words from a key and a counter.
 *
 * A round on counter (c0, c1, c2, c3) with key (k0, k1):
 *   c0' = hi(M1 c2) ^ c1 ^ k0    c1' = lo(M1 c2)    c2' = hi(M0 c0) ^ c3 ^ k1    c3' = lo(M0 c0)
 * and the key grows by two Weyl constants between rounds. JavaScript has no 32 × 32 → 64 bit product, so `hi` is put together
 * from 16-bit halves, in the loop itself because calls would cost more than the arithmetic.
 * Source: Salmon et al. 2011; checked against the known answers of Random123 and against XLA's Philox.
 */

/** A stream: the key and the upper half of the counter, as 32-bit integers of either sign. */
export interface PhiloxStream {
  readonly key0: number;
  readonly key1: number;
  readonly counter2: number;
  readonly counter3: number;
}

const m0 = 0xd2511f53;
const m0Low = m0 & 0xffff;
const m0High = m0 >>> 16;
const m1 = 0xcd9e8d57;
const m1Low = m1 & 0xffff;
const m1High = m1 >>> 16;
const weyl0 = 0x9e3779b9 | 0;
const weyl1 = 0xbb67ae85 | 0;
const rounds = 10;

/** Fills `out` (length a multiple of 4) with the stream's blocks `first`, `first + 1`, …; `first` below 2^53. */
export function philoxBlocks(stream: PhiloxStream, first: number, out: Uint32Array): void {
  for (let position = 0; position < out.length; position += 4) {
    const block = first + (position >>> 2);
    let c0 = block | 0;
    let c1 = Math.floor(block / 0x100000000) | 0;
    let c2 = stream.counter2;
    let c3 = stream.counter3;
    let k0 = stream.key0;
    let k1 = stream.key1;
    for (let round = 0; round < rounds; round++) {
      const a = c0 & 0xffff;
      const b = c0 >>> 16;
      const s = (Math.imul(b, m0Low) + (Math.imul(a, m0Low) >>> 16)) | 0;
      const t = (Math.imul(a, m0High) + (s & 0xffff)) | 0;
      const high0 = (Math.imul(b, m0High) + (s >>> 16) + (t >>> 16)) | 0;
      const low0 = Math.imul(c0, m0);
      const c = c2 & 0xffff;
      const d = c2 >>> 16;
      const u = (Math.imul(d, m1Low) + (Math.imul(c, m1Low) >>> 16)) | 0;
      const v = (Math.imul(c, m1High) + (u & 0xffff)) | 0;
      const high1 = (Math.imul(d, m1High) + (u >>> 16) + (v >>> 16)) | 0;
      c0 = high1 ^ c1 ^ k0;
      c1 = Math.imul(c2, m1);
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + weyl0) | 0;
      k1 = (k1 + weyl1) | 0;
    }
    out[position] = c0;
    out[position + 1] = c1;
    out[position + 2] = c2;
    out[position + 3] = c3;
  }
}
