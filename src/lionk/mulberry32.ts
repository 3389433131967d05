/** mulberry32: the small generator of numbers in [0, 1) that the reference problems of Lion-K draw their data with. Source: T. Ettinger 2017. */

/** A stream of numbers in [0, 1) that `seed` alone decides. */
export function mulberry32(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
