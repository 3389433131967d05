import { describe, expect, test } from "vitest";
import { adamwSeed, genomeFrom } from "../../../test/samples/genomes.ts";
import { sizeBefore } from "./sizes.ts";

/** Size of a value at the end of a program's statements. */
function sizeOf(name: string, statements: string, states = "m, v"): number {
  const genome = genomeFrom(`def train(w, g, ${states}, lr):\n${statements}\nreturn g, ${states}`);
  return sizeBefore(genome, genome.body.length, name);
}

describe("the size of a value", () => {
  test("of weights, gradients, rate and states as they come in", () => {
    expect(sizeOf("g", "m = m + 1")).toBeGreaterThan(0.09);
    expect(sizeOf("g", "m = m + 1")).toBeLessThan(0.11);
    expect(sizeOf("w", "m = m + 1")).toBeGreaterThan(0.1);
    expect(sizeOf("lr", "m = m + 1")).toBe(1);
    expect(sizeOf("v", "m = m + 1")).toBe(0);
  });

  test("is over the later half of 60 steps: a state that counts them holds 31 … 60 there", () => {
    const steps = Array.from({ length: 30 }, (_, i) => 31 + i);
    const rms = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
    expect(sizeOf("m", "m = m + 1")).toBeCloseTo(rms, 9);
  });

  test("is that of the place asked for", () => {
    const genome = genomeFrom("def train(w, g, m, v, lr):\nu = sign(g)\nu = u * 3\nreturn u, m, v");
    expect(sizeBefore(genome, 1, "u")).toBe(1);
    expect(sizeBefore(genome, 2, "u")).toBe(3);
  });

  test("of an average of noise is smaller by sqrt((1 - b) / (1 + b))", () => {
    const noise = 0.1 * Math.sqrt((1 - 0.9) / (1 + 0.9));
    const steady = 0.01;
    expect(sizeOf("m", "m = interp(g, m, 0.9)") / Math.hypot(noise, steady)).toBeGreaterThan(0.75);
    expect(sizeOf("m", "m = interp(g, m, 0.9)") / Math.hypot(noise, steady)).toBeLessThan(1.25);
  });

  test("of norms and sums, which are one number", () => {
    expect(sizeOf("n", "n = global_norm(w)")).toBeCloseTo(sizeOf("n", "n = norm(w)"), 12);
    expect(sizeOf("n", "n = global_norm(w)")).toBeCloseTo(Math.sqrt(8) * sizeOf("w", "u = sign(g)"), 12);
    expect(sizeOf("m", "m = 3 / 2")).toBeCloseTo(1.5, 7);
  });

  test("is not finite where a value is not, and 0 where it is 0", () => {
    expect(sizeOf("u", "u = log(m)\nu = u * 1")).toBe(Number.POSITIVE_INFINITY);
    expect(sizeOf("u", "u = log(m)\nu = u - u")).toBe(Number.NaN);
    expect(sizeOf("u", "u = g - g")).toBe(0);
  });

  test("of AdamW's step: an average of a dozen gradients over their size", () => {
    const size = sizeBefore(adamwSeed, 5, "update");
    expect(size).toBeGreaterThan(0.1);
    expect(size).toBeLessThan(1.5);
  });
});
