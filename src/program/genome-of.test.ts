import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adamwSeed, discovered, genomeFrom, genomes, rawDiscovered, trajectory } from "../../test/samples/genomes.ts";
import { LabError } from "../core/errors.ts";
import { paperAdamwSeed } from "../optimizers/paper-adamw-seed.ts";
import { bindProgram } from "./bind.ts";
import { canonicalFunction, functionNamed, functionTable, paperFunctions } from "./genome-functions.ts";
import { genomeOf, rolesOf } from "./genome-of.ts";
import { parseProgram } from "./parse.ts";
import { printProgram } from "./print.ts";
import { genomeText, programOf } from "./program-of.ts";

/** The statements of a genome made from the body of a program, as text. */
function lines(body: string, inputs = "w, g, m, lr"): string[] {
  return genomeText(genomeFrom(`def train(${inputs}):\n${body}`))
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

describe("text to genome", () => {
  test("straight-line programs keep their statements", () => {
    expect(genomeText(adamwSeed)).toBe(paperAdamwSeed.conventions.paper!.program.trimStart());
    expect(adamwSeed.body).toHaveLength(9);
    expect(adamwSeed.body[1]).toEqual({ target: "m", fn: paperFunctions.get("interp"), args: ["g", "m", 0.9] });
    expect(rawDiscovered.body).toHaveLength(21);
  });

  test("nested expressions get statements and unused names, in order of evaluation", () => {
    expect(lines("v0 = g\nu = interp(g * 2, v0 / -m, 0.5) + sqrt(w)\nreturn u * lr, v0 - 1")).toEqual([
      "v0 = g * 1",
      "v1 = g * 2",
      "v2 = negative(m)",
      "v3 = v0 / v2",
      "v4 = interp(v1, v3, 0.5)",
      "v5 = sqrt(w)",
      "u = v4 + v5",
      "v6 = u * lr",
      "v7 = v0 - 1",
      "return v6, v7",
    ]);
  });

  test("numbers stay operands; a minus before one belongs to it, but -0 keeps its sign", () => {
    expect(lines("u = -2 * g\nx = u - -1e-8\ny = -0 * g\nreturn -3, 0.5")).toEqual([
      "u = -2 * g",
      "x = u - -1e-8",
      "v0 = negative(0)",
      "y = v0 * g",
      "return -3, 0.5",
    ]);
  });

  test("names that mean the same become one function", () => {
    const body = "a = clip_by_global_norm(g, 1)\nb = interpolate(a, m, 0.5)\nc = b ** 2\nd = pow(c, 2)\nreturn d, m";
    expect(lines(body)).toEqual([
      "a = clip(g, 1)",
      "b = interp(a, m, 0.5)",
      "c = power(b, 2)",
      "d = power(c, 2)",
      "return d, m",
    ]);
    expect(canonicalFunction("clip_by_global_norm")).toBe(paperFunctions.get("clip"));
  });

  test("the step count and helpers are part of a genome", () => {
    const text =
      "def half(x):\n  return x / 2\ndef train(w, g, lr, step):\n  u = half(g)\n  u = u / step\n  return u\n";
    const genome = genomeFrom(text);
    expect(genomeText(genome)).toBe(text);
    expect(rolesOf(genome)).toMatchObject({ states: [], rate: "lr", step: "step" });
    expect(genome.body[0]!.fn.helper!.definition.name).toBe("half");
    expect(trajectory(genome)).toEqual(trajectory(bindProgram(parseProgram(text), {})));
  });
});

describe("laws", () => {
  test("genomeOf(programOf(g)) equals g, as a program and as text", () => {
    fc.assert(
      fc.property(genomes, (genome) => {
        expect(genomeOf(programOf(genome))).toEqual(genome);
        expect(genomeOf(parseProgram(genomeText(genome)))).toEqual(genome);
        expect(genomeText(genome)).toBe(printProgram(programOf(genome)));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test("positions are those of the printed text", () => {
    const at = (statement: { at: { line: number; column: number } }) => statement.at;
    for (const genome of [adamwSeed, discovered, rawDiscovered]) {
      const parsed = parseProgram(genomeText(genome));
      expect(programOf(genome).statements.map(at)).toEqual(parsed.statements.map(at));
    }
  });

  test("a genome does what its text does", () => {
    const nested = `def train(w, g, m, v, lr):
      m = interp(g, m, 0.9)
      n = -m
      return (w * 0.1 - n / (sqrt(v) + -0.5)) * lr ** 2, m, max(v, g ** 2)`;
    expect(trajectory(genomeFrom(nested))).toEqual(trajectory(bindProgram(parseProgram(nested), {})));
  });
});

describe("mistakes", () => {
  const refusal = (text: string): LabError => {
    try {
      genomeFrom(text);
    } catch (error) {
      if (error instanceof LabError) return error;
      throw error;
    }
    throw new Error("no error");
  };

  test("are those of checkProgram, with line and column", () => {
    const { code, message } = refusal("def train(w, g, lr):\n  u = sqr(g)\n  return u");
    expect(code).toBe("program-invalid");
    expect(message).toContain("at line 2, column 7");
    expect(message).toContain("Did you mean sqrt");
  });

  test("library programs and choices are no genomes", () => {
    expect(refusal("w = w - lr * g").code).toBe("not-a-genome");
    const choice = refusal("def train(w, g, lr):\n  u = g if lr > 0.5 else w\n  return u");
    expect(choice.code).toBe("not-a-genome");
    expect(choice.data).toEqual({ line: 2, column: 7 });
  });
});

describe("tables of functions", () => {
  test("the search space has the paper's 45 functions", () => {
    expect(paperFunctions.size).toBe(45);
    expect([...paperFunctions.values()].filter(({ body }) => body === undefined).map(({ name }) => name)).toEqual([
      "invert",
    ]);
  });

  test("a program's own functions are added; a name that is taken is refused", () => {
    const own = genomeFrom("def half(x): return x / 2\ndef train(w, g, lr): return half(g)").body[0]!.fn;
    expect(functionNamed(functionTable([own]), "half")).toBe(own);
    expect(() => functionTable([{ ...own, name: "pow" }])).toThrow(/name is taken/);
    expect(() => functionNamed(paperFunctions, "half")).toThrow(/no function named "half"/);
  });
});
