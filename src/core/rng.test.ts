import { expect, test } from "vitest";
import { createRng } from "./rng.ts";

test("a stream is a function of its name alone", () => {
  const first = createRng(7, "dropout", 3);
  first.nextUint32();
  const child = first.split("rate", 0.5);
  expect(child.nextUint32()).toBe(createRng(7, "dropout", 3, "rate", 0.5).nextUint32());
  const names = [
    createRng(7),
    createRng(8),
    createRng(7, "a"),
    createRng(7, "b"),
    createRng(7, "a", 1),
    createRng(7, "a", "1"),
  ];
  expect(new Set(names.map((rng) => rng.nextUint32())).size).toBe(names.length);
});

test("the first words of a stream never change", () => {
  const rng = createRng(1, "weights", 0);
  expect([
    rng.nextUint32(),
    rng.nextUint32(),
    rng.nextUint32(),
    rng.nextUint32(),
    rng.nextUint32(),
  ]).toMatchInlineSnapshot(`
    [
      2591969071,
      995930840,
      2196099187,
      640608046,
      4168293571,
    ]
  `);
});

test("bulk words are the same sequence as single words", () => {
  const single = createRng(3, "x");
  const words = Array.from({ length: 100 }, () => single.nextUint32());
  const bulk = createRng(3, "x");
  const got: number[] = [];
  for (const length of [0, 1, 2, 5, 8, 3, 40, 41]) {
    const out = new Uint32Array(length);
    bulk.fillUint32(out);
    got.push(...out);
  }
  expect(got).toEqual(words);
});

test("uniform and normal have their moments", () => {
  const rng = createRng(11);
  const count = 100_000;
  const uniforms = Array.from({ length: count }, () => rng.uniform());
  expect(Math.min(...uniforms.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniforms.slice(0, 1000))).toBeLessThan(1);
  const moments = (values: readonly number[]): [number, number] => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length];
  };
  const [uniformMean, uniformVariance] = moments(uniforms);
  expect(Math.abs(uniformMean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
  expect(uniformVariance).toBeCloseTo(1 / 12, 2);
  const [normalMean, normalVariance] = moments(Array.from({ length: count }, () => rng.normal()));
  expect(Math.abs(normalMean)).toBeLessThan(4 / Math.sqrt(count));
  expect(normalVariance).toBeCloseTo(1, 1);
});

test("below is uniform and refuses what it cannot draw", () => {
  const rng = createRng(5);
  const counts = new Array<number>(7).fill(0);
  for (let draw = 0; draw < 70_000; draw++) counts[rng.below(7)]! += 1;
  const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquared).toBeLessThan(22.46); // 0.1 % point of chi squared with 6 degrees of freedom
  expect(rng.below(1)).toBe(0);
  expect(rng.below(2 ** 32)).toBeGreaterThanOrEqual(0);
  for (const wrong of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) expect(() => rng.below(wrong)).toThrow("internal:");
});

test("shuffle reaches every order equally often", () => {
  const rng = createRng(9);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 24_000; draw++) {
    const values = Int32Array.of(0, 1, 2, 3);
    rng.shuffle(values);
    counts.set(values.join(""), (counts.get(values.join("")) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquared).toBeLessThan(49.73); // 0.1 % point, 23 degrees of freedom
});
