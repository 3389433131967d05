import { expect, test } from "vitest";
import { genomeFrom } from "../../test/samples/genomes.ts";
import { kindOf, sizeOf } from "./kind.ts";

test("a kind is the functions of live statements, whatever their number, order and arguments", () => {
  const signum = genomeFrom("def train(w, g, m, lr):\nm = interp(g, m, 0.9)\nu = sign(m)\nu = u * lr\nreturn u, m");
  expect(kindOf(signum)).toBe("* interp sign");
  const other = genomeFrom(
    "def train(w, g, m, lr):\nd = sqrt(g)\nu = sign(m)\nu = u * 0.1\nu = u * lr\nm = interp(m, g, 0.2)\nreturn u, m",
  );
  expect(kindOf(other)).toBe(kindOf(signum));
  expect(kindOf(genomeFrom("def train(w, g, m, lr):\nm = sign(g)\nu = g * lr\nreturn u, m"))).toBe("*");
});

test("by averages, a rule of two averages is another kind than a rule of one, and a state that feeds nothing counts for none", () => {
  const signum = genomeFrom(
    "def train(w, g, m, v, lr):\nm = interp(g, m, 0.9)\nu = sign(m)\nu = u * lr\nreturn u, m, v",
  );
  const lion = genomeFrom(
    "def train(w, g, m, v, lr):\nt = interp(g, m, 0.9)\nm = interp(g, m, 0.99)\nu = sign(t)\nu = u * lr\nreturn u, m, v",
  );
  expect(kindOf(lion)).toBe(kindOf(signum));
  expect(kindOf(signum, "averages")).toBe("* interp sign, averages 1, states 1");
  expect(kindOf(lion, "averages")).toBe("* interp sign, averages 2, states 1");
  expect([sizeOf(signum), sizeOf(lion)]).toEqual([4, 5]);
});
