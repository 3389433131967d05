import { describe, expect, it } from "vitest";
import { behaviourOf, behaviourOfLibrary, companions, gradientKinds } from "./behaviour.ts";

const program = (update: string): string => `def train(w, g, m, v, lr):\n  update = ${update}\n  return update, m, v\n`;
const kind = (name: string): number => gradientKinds.findIndex((one) => one.name === name);

describe("what a program does to gradients", () => {
  it("follows the gradient of a plain one, up to its own rate, and its sign alone of a sign", () => {
    const plain = behaviourOf(program("g * lr * 0.003"));
    expect(plain.fault).toBeNull();
    for (const [i, { gradients }] of gradientKinds.entries())
      for (const [at, gradient] of gradients.entries()) expect(plain.steps[i]![at]).toBeCloseTo(gradient / 0.1, 9);
    const sign = behaviourOf(program("sign(g) * lr"));
    expect(new Set(sign.steps[kind("decaying")])).toEqual(new Set([1]));
    expect(sign.steps[kind("alternating")]!.slice(4, 6)).toEqual([1, -1]);
  });

  it("leaves weight decay out, and shows Adam and Lion with their defaults", () => {
    expect(behaviourOf(program("g + w * 5")).steps).toEqual(behaviourOf(program("g")).steps);
    expect(companions.map(({ name }) => name).sort()).toEqual(["adam", "lion"]);
    expect(new Set(behaviourOfLibrary("lion").steps[kind("constant")])).toEqual(new Set([1]));
    const adam = behaviourOfLibrary("adam").steps[kind("rare and large")]!;
    expect(adam.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    const corrected = { m: 0.1 / (1 - 0.9 ** 6), v: 0.001 / (1 - 0.999 ** 6) };
    expect(adam[5]).toBeCloseTo(corrected.m / Math.sqrt(corrected.v), 4);
  });

  it("says in a sentence what went wrong", () => {
    expect(behaviourOf("def train(").fault).toMatch(/^The program does not run: /);
    expect(behaviourOf(program("nosuch(g)")).fault).toMatch(/nosuch/);
    const broken = behaviourOf(program("exp(g * 1000000.0)"));
    expect(broken.fault).toBe("From step 1 of the constant gradients on, its steps are no finite numbers.");
    expect(broken.steps[0]![0]).toBeNull();
    expect(behaviourOf(program("g - g")).fault).toMatch(/takes no step/);
  });
});
