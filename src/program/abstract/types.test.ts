import fc from "fast-check";
import { expect, test } from "vitest";
import { adamwSeed, genomes } from "../../../test/samples/genomes.ts";
import type { Genome, ValueType } from "../genome.ts";
import { functionNamed, paperFunctions } from "../genome-functions.ts";
import { createTermMaker, type TermType } from "../term.ts";
import { checkGenome, operandType, requireValidGenome, resultType, scopeBefore } from "./types.ts";

const types: readonly ValueType[] = ["scalar", "leaves", "tree"];
const fn = (name: string) => functionNamed(paperFunctions, name);

function tuples(length: number): ValueType[][] {
  if (length === 0) return [[]];
  return tuples(length - 1).flatMap((rest) => types.map((type) => [...rest, type]));
}

test("every function's type is that of the terms it comes to", () => {
  for (const each of paperFunctions.values()) {
    for (const args of tuples(each.parameters.length)) {
      const maker = createTermMaker();
      const terms = args.map((type, i) => maker.leaf(`x${i}`, type));
      const term = each.body?.(maker, terms).type;
      const widened: TermType | undefined = term === "host" ? "scalar" : term;
      expect(resultType(each, args) ?? undefined, `${each.name}(${args.join(", ")})`).toBe(widened);
    }
  }
});

test("types of some functions", () => {
  expect(resultType(fn("norm"), ["tree"])).toBe("leaves");
  expect(resultType(fn("global_norm"), ["leaves"])).toBe("scalar");
  expect(resultType(fn("interp"), ["scalar", "leaves", "tree"])).toBe("tree");
  expect(resultType(fn("get_pi"), [])).toBe("scalar");
  expect(resultType(fn("max"), ["tree"])).toBeNull();
  expect(resultType(fn("invert"), ["tree"])).toBeNull();
});

test("a scope holds each name once, in order of first assignment, with its type at that place", () => {
  expect(scopeBefore(adamwSeed, 0)).toEqual({
    names: ["w", "g", "m", "v", "lr"],
    types: ["tree", "tree", "tree", "tree", "scalar"],
  });
  const body = [...adamwSeed.body, { target: "wd", fn: fn("norm"), args: ["w"] }];
  const { names, types } = scopeBefore({ ...adamwSeed, body }, 10);
  expect(names).toEqual(["w", "g", "m", "v", "lr", "g2", "sqrt_v", "update", "wd"]);
  expect(types[8]).toBe("leaves");
  expect(operandType({ names, types }, "wd")).toBe("leaves");
  expect(operandType({ names, types }, 3)).toBe("scalar");
});

function broken(change: Partial<Genome>): [string, number] | null {
  const found = checkGenome({ ...adamwSeed, ...change });
  return found === null ? null : [found.code, found.at];
}

test("every mistake is found, the first one first", () => {
  expect(checkGenome(adamwSeed)).toBeNull();
  expect(broken({ body: adamwSeed.body.slice(1) })).toEqual(["unknown-name", 1]);
  expect(broken({ body: adamwSeed.body.slice(0, 4) })).toEqual(["unknown-name", 4]);
  expect(broken({ inputs: ["w", "g", "m", "m", "lr"] })).toEqual(["wrong-signature", 9]);
  expect(broken({ inputs: ["w", "g"] })).toEqual(["wrong-signature", 9]);
  expect(broken({ outputs: ["update", "m"] })).toEqual(["wrong-signature", 9]);
  const first = (statement: Genome["body"][number]) => ({ body: [statement, ...adamwSeed.body] });
  expect(broken(first({ target: "x", fn: fn("invert"), args: ["g"] }))).toEqual(["unusable-function", 0]);
  expect(broken(first({ target: "x", fn: fn("max"), args: ["g"] }))).toEqual(["wrong-arguments", 0]);
  expect(broken(first({ target: "x", fn: fn("sin"), args: [Number.NaN] }))).toEqual(["wrong-number", 0]);
  expect(broken(first({ target: "x", fn: fn("sin"), args: ["x"] }))).toEqual(["unknown-name", 0]);
  expect(broken({ outputs: ["lr", 0.5, "m"] })).toBeNull();
  expect(() => requireValidGenome({ ...adamwSeed, body: [] })).toThrow(/Statement 1: "update" has no value/);
});

test("mutants are valid, with and without the step as an input", () => {
  fc.assert(
    fc.property(genomes, (genome) => {
      expect(checkGenome(genome)).toBeNull();
      expect(checkGenome({ ...genome, inputs: [...genome.inputs, "step"] })).toBeNull();
    }),
    { numRuns: 100, seed: 2 },
  );
});
