import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adamwSeed, genomeFrom, genomes, randomGenome, richMutation } from "../../../test/samples/genomes.ts";
import { createRng, type Rng } from "../../core/rng.ts";
import { identityOf } from "../abstract/identity.ts";
import { checkGenome, operandType, resultType, scopeBefore } from "../abstract/types.ts";
import type { Edit, Genome, MutationOptions } from "../genome.ts";
import { functionTable, paperFunctions } from "../genome-functions.ts";
import { genomeText } from "../program-of.ts";
import { applyEdit } from "./apply-edit.ts";
import { mayDelete } from "./deletion.ts";
import { inRandomOrder } from "./draw-edit.ts";
import { type Mutant, mutate } from "./mutate.ts";
import { createMutation, defaultMutation } from "./mutation.ts";
import { mutationStream } from "./mutation-stream.ts";
import { tuneNumbers } from "./tune-numbers.ts";

const standard = createMutation();

/** Mutants of one genome under some options. */
function mutants(genome: Genome, count: number, options: Partial<MutationOptions> = {}): Mutant[] {
  const mutation = createMutation({ ...defaultMutation, ...options });
  const rng = createRng(1, "mutants");
  return Array.from({ length: count }, () => mutate(genome, rng, mutation)!);
}

/** Edits of one kind alone, drawn from one genome. */
function edits<K extends Edit["kind"]>(kind: K, genome: Genome, count: number, options: Partial<MutationOptions> = {}) {
  const weights = { insert: 0, delete: 0, modify: 0, [kind]: 1 };
  return mutants(genome, count, { weights, ...options }).map(({ edits: [edit] }) => edit as Edit & { kind: K });
}

/** Fails where counts are not those of equally likely outcomes, at a chance of about 1e-6 (five deviations). */
function expectUniform(
  values: readonly (string | number)[],
  outcomes: readonly (string | number)[],
  what: string,
): void {
  const counts = new Map(outcomes.map((outcome) => [outcome, 0]));
  for (const value of values) counts.set(value, (counts.get(value) ?? Number.NaN) + 1);
  const expected = values.length / outcomes.length;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = outcomes.length - 1;
  expect(chiSquare, `${what}: ${JSON.stringify([...counts])}`).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom) + 5);
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("what every mutant is", () => {
  test("valid, one edit away, sharing all other statements, its parent unchanged", () => {
    const rng = createRng(2, "laws");
    fc.assert(
      fc.property(genomes, (genome) => {
        const before = genomeText(genome);
        const { child, edits, invalid } = mutate(genome, rng, richMutation)!;
        expect(checkGenome(child)).toBeNull();
        expect(invalid).toBeGreaterThanOrEqual(0);
        expect(genomeText(genome)).toBe(before);
        expect(applyEdit(genome, JSON.parse(JSON.stringify(edits[0])))).toEqual(child);
        expect([child.inputs, child.outputs]).toEqual([genome.inputs, genome.outputs]);
        const kept = child.body.filter((instruction) => genome.body.includes(instruction)).length;
        expect(kept).toBe(genome.body.length - (edits[0].kind === "insert" ? 0 : 1));
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  test("the same stream gives the same child, another one another", () => {
    const child = (seed: number) => mutate(adamwSeed, createRng(seed), standard)!.child;
    expect(child(3)).toEqual(child(3));
    expect(new Set(range(30).map((seed) => genomeText(child(seed)))).size).toBeGreaterThan(20);
  });
});

describe("kinds", () => {
  test("are drawn by weight, however many deletions are invalid", () => {
    const all = mutants(adamwSeed, 6000);
    expectUniform(
      all.map(({ edits: [{ kind }] }) => kind),
      ["insert", "delete", "modify"],
      "kinds",
    );
    expect(all.reduce((sum, { invalid }) => sum + invalid, 0)).toBeGreaterThan(0);
    const weighted = mutants(adamwSeed, 6000, { weights: { insert: 3, delete: 0, modify: 1 } });
    expectUniform(
      weighted.flatMap(({ edits: [{ kind }] }, i) => (kind === "modify" ? ["modify"] : i % 3 === 0 ? ["insert"] : [])),
      ["insert", "modify"],
      "kinds of weight 3 and 1",
    );
  });

  test("at the limit of length nothing is inserted; return counts", () => {
    const kinds = (maxLength: number) =>
      new Set(mutants(adamwSeed, 300, { maxLength }).map(({ edits: [{ kind }] }) => kind));
    expect(kinds(10)).toEqual(new Set(["delete", "modify"]));
    expect(kinds(11)).toEqual(new Set(["insert", "delete", "modify"]));
  });

  test("a kind without a valid edit gives its turn away; without any, there is no mutant", () => {
    const empty = genomeFrom("def train(w, g, lr): return g");
    expect(new Set(mutants(empty, 100).map(({ edits: [{ kind }] }) => kind))).toEqual(new Set(["insert"]));
    const stuck = genomeFrom("def train(w, g, lr):\nu = get_pi()\nreturn u");
    const mutation = createMutation({ ...defaultMutation, weights: { insert: 0, delete: 1, modify: 1 } });
    expect(mutate(stuck, createRng(0), mutation)).toBeNull();
  });
});

describe("insert", () => {
  const drawn = edits("insert", adamwSeed, 12_000);

  test("positions and functions are uniform; invert is never among them", () => {
    expectUniform(
      drawn.map(({ at }) => at),
      range(10),
      "positions",
    );
    const names = [...paperFunctions.values()].filter(({ body }) => body !== undefined).map(({ name }) => name);
    expect(names).toHaveLength(44);
    expectUniform(
      drawn.map(({ fn }) => fn),
      names,
      "functions",
    );
  });

  test("each argument is uniform over the names in scope and the literal 1", () => {
    const first = drawn.filter(({ at, args }) => at === 0 && args.length > 0);
    for (const slot of [0, 1]) {
      const args = first.flatMap((edit) => (edit.args.length > slot ? [edit.args[slot]!] : []));
      expectUniform(args, ["w", "g", "m", "v", "lr", 1], `argument ${slot}`);
    }
    const last = drawn.filter(({ at, args }) => at === 9 && args.length > 0).map(({ args }) => args[0]!);
    expectUniform(last, ["w", "g", "m", "v", "lr", "g2", "sqrt_v", "update", "wd", 1], "arguments at the end");
  });

  test("the target is a fresh name or one that holds the same type", () => {
    const trees = edits("insert", adamwSeed, 3000, { functions: ["sin"] }).filter(({ at, args }) => {
      return at === 0 && typeof args[0] === "string" && args[0] !== "lr";
    });
    const targets = trees.map(({ target }) => (/^v\d+$/.test(target) ? "fresh" : target));
    expectUniform(targets, ["fresh", "w", "g", "m", "v"], "targets");
    for (const { at, fn, args, target } of drawn) {
      const scope = scopeBefore(adamwSeed, at);
      const type = resultType(
        paperFunctions.get(fn)!,
        args.map((arg) => operandType(scope, arg)),
      );
      if (scope.names.includes(target)) expect(operandType(scope, target)).toBe(type);
      else expect(target).toMatch(/^v\d{1,3}$/);
    }
  });

  test("literals are 1, or N(0, 1), or the given numbers", () => {
    const literals = (options: Partial<MutationOptions>) =>
      edits("insert", adamwSeed, 3000, options).flatMap(({ args }) => args.filter((arg) => typeof arg === "number"));
    expect(new Set(literals({}))).toEqual(new Set([1]));
    expectUniform(literals({ constants: [0.5, -1] }), [1, 0.5, -1], "literals");
    expectNormal(literals({ newConstant: "normal" }));
  });

  test("helpers are drawn like functions of the table, and edits find them", () => {
    const own = genomeFrom("def half(x): return x / 2\ndef train(w, g, lr): return half(g)").body[0]!.fn;
    const table = functionTable([own]);
    const mutation = createMutation(
      { ...defaultMutation, functions: ["half"], weights: { insert: 1, delete: 0, modify: 0 } },
      table,
    );
    const { child, edits } = mutate(adamwSeed, createRng(1), mutation)!;
    expect(child.body).toContainEqual(expect.objectContaining({ fn: own }));
    expect(applyEdit(adamwSeed, edits[0], table)).toEqual(child);
    expect(() => applyEdit(adamwSeed, edits[0])).toThrow(/no function named "half"/);
  });

  test("lets a value pass through it as often as asked, wherever its type allows", () => {
    const passes = (inPlace: number, functions: string[]) => {
      const all = edits("insert", adamwSeed, 3000, { functions, inPlace });
      return all.filter(({ args, target }) => args.includes(target)).length / all.length;
    };
    const byChance = passes(0, ["sin"]);
    expect(byChance).toBeLessThan(0.2);
    expect(passes(0.5, ["sin"])).toBeCloseTo(0.5 + byChance / 2, 1);
    expect(passes(1, ["sin"])).toBe(1);
    expect(passes(1, ["global_norm"])).toBeLessThan(0.5); // a tree's norm is a scalar; that of the rate is one too
    const places = edits("insert", adamwSeed, 3000, { functions: ["-"], inPlace: 1 }).map(({ args, target }) =>
      args[0] === args[1] ? "both" : args[0] === target ? "first" : args[1] === target ? "second" : "none",
    );
    const share = (place: string) => places.filter((one) => one === place).length / places.length;
    expect(share("first")).toBeCloseTo(share("second"), 1);
    expect(share("first")).toBeGreaterThan(0.3);
  });
});

describe("delete", () => {
  test("every statement that can go is as likely", () => {
    // Without "m = ..." and with it alike the program is valid, as m is an input; g2, sqrt_v and wd are needed.
    const valid = range(9).filter((at) => checkGenome(applyEdit(adamwSeed, { kind: "delete", at })) === null);
    expect(valid).toEqual([1, 2, 6, 7, 8]);
    expectUniform(
      edits("delete", adamwSeed, 3000).map(({ at }) => at),
      valid,
      "deletions",
    );
  });
});

describe("what may be deleted", () => {
  test("is what leaves a valid genome", () => {
    let refused = 0;
    fc.assert(
      fc.property(genomes, (genome) => {
        for (const at of genome.body.keys()) {
          const valid = checkGenome(applyEdit(genome, { kind: "delete", at })) === null;
          expect(mayDelete(genome, at), `statement ${at} of ${genomeText(genome)}`).toBe(valid);
          if (!valid) refused += 1;
        }
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

describe("modify", () => {
  const drawn = edits("modify", adamwSeed, 9000);

  test("the statement is uniform, then the argument", () => {
    expectUniform(
      drawn.map(({ at }) => at),
      range(9),
      "statements",
    );
    expectUniform(
      drawn.filter(({ at }) => at === 1).map(({ argument }) => argument),
      [0, 1, 2],
      "arguments",
    );
  });

  test("a name becomes another one of its type in scope, uniformly; never itself, never a number", () => {
    const of = (at: number, argument: number) =>
      drawn.filter((edit) => edit.at === at && edit.argument === argument).map(({ to }) => to);
    expectUniform(of(0, 0), ["w", "m", "v"], "g of square(g)");
    expectUniform(of(3, 0), ["w", "g", "m", "g2"], "v of sqrt(v)");
    const scalars = edits("modify", genomeFrom("def train(w, g, lr): u = g * lr; return u"), 200);
    expect(new Set(scalars.map(({ argument, to }) => `${argument} ${to}`))).toEqual(new Set(["0 w"]));
  });

  test("a number is scaled by 2^a, a ~ N(0, 1), and stays below 1e10", () => {
    const logs = drawn
      .filter(({ at, argument }) => at === 1 && argument === 2)
      .map(({ to }) => Math.log2((to as number) / 0.9));
    expectNormal(logs);
    const huge = edits("modify", genomeFrom("def train(w, g, lr): u = g * -9e9; return u"), 200, {
      functions: ["sin"],
    });
    const found = huge.flatMap(({ to }) => (typeof to === "number" ? [to] : []));
    expect(Math.min(...found)).toBe(-1e10);
    expect(Math.max(...found)).toBeLessThan(0);
  });

  test("resample puts new N(0, 1) numbers in place of names and numbers", () => {
    const changed = edits("modify", adamwSeed, 9000, { resample: true });
    const square = changed.filter(({ at }) => at === 0).map(({ to }) => (typeof to === "number" ? "number" : to));
    expectUniform(square, ["w", "m", "v", "number"], "g of square(g)");
    const rates = changed.filter(({ at, argument }) => at === 7 && argument === 1).map(({ to }) => to as number);
    expect(rates.some((rate) => rate < 0)).toBe(true);
    expectUniform(
      rates.map((rate) => (rate > 0 && rate < 0.02 ? "scaled" : "new")),
      ["scaled", "new"],
      "numbers",
    );
  });
});

/** Mean and variance of a standard normal sample, within five deviations. */
function expectNormal(values: readonly number[]): void {
  const n = values.length;
  expect(n).toBeGreaterThan(150);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(n));
  expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
}

describe("what can be reached from AdamW", () => {
  const follow = (steps: readonly Edit[]): Genome =>
    steps.reduce((genome, edit) => {
      const child = applyEdit(genome, edit);
      expect(checkGenome(child)).toBeNull();
      return child;
    }, adamwSeed);

  test("momentum of signs, by two mutations", () => {
    const found = follow([
      { kind: "insert", at: 5, target: "update", fn: "sign", args: ["m"] },
      { kind: "modify", at: 2, argument: 2, to: 0.99 },
    ]);
    const wanted =
      "m = interp(g, m, 0.9); update = sign(m); update = update + w * 0.01; update = update * (lr * 0.001)";
    expect(identityOf(found)).toBe(identityOf(genomeFrom(`def train(w, g, m, v, lr): ${wanted}; return update, m, v`)));
  });

  test("the structure of Lion, by six", () => {
    const found = follow([
      { kind: "modify", at: 1, argument: 1, to: "v" }, // m = interp(g, v, 0.9)
      { kind: "modify", at: 2, argument: 0, to: "g" }, // v = interp(g, v, 0.999)
      { kind: "modify", at: 2, argument: 1, to: "m" }, // v = interp(g, m, 0.999)
      { kind: "modify", at: 2, argument: 2, to: 1.1 },
      { kind: "insert", at: 5, target: "update", fn: "sign", args: ["m"] },
      { kind: "delete", at: 4 }, // update = m / sqrt_v
    ]);
    const wanted =
      "c = interp(g, m, 0.9); u = sign(c) + 0.01 * w; u = u * (lr * 0.001); m = interp(g, c, 1.1); return u, m, v";
    expect(identityOf(found)).toBe(identityOf(genomeFrom(`def train(w, g, m, v, lr): ${wanted}`)));
  });

  test("every function but invert can be inserted and kept", () => {
    for (const { name, parameters, body } of paperFunctions.values()) {
      const edit = { kind: "insert", at: 8, target: "update", fn: name, args: parameters.map(() => "update") } as const;
      expect(checkGenome(applyEdit(adamwSeed, edit)) === null, name).toBe(body !== undefined);
    }
  });
});

describe("numbers alone", () => {
  const drawn = range(4000).map((i) => tuneNumbers(adamwSeed, createRng(i, "constants"))!);
  const changesOf = (at: number) =>
    drawn.flatMap(({ edits }) => edits.flatMap((edit) => (edit.at === at ? [lastNumber(edit)] : [])));

  test("one for certain, each of the others every other time, in order", () => {
    for (const at of [1, 2, 5, 7]) expect(changesOf(at).length / drawn.length).toBeCloseTo(1 / 4 + 3 / 8, 1);
    const counts = drawn.map(({ edits }) => edits.length);
    expect(Math.min(...counts)).toBe(1);
    expect(counts.reduce((sum, count) => sum + count, 0) / drawn.length).toBeCloseTo(2.5, 1);
    for (const { child, edits } of drawn.slice(0, 50)) {
      expect(edits.reduce((parent, edit) => applyEdit(parent, edit), adamwSeed)).toEqual(child);
    }
  });

  test("are scaled by long and short steps", () => {
    const exponents = changesOf(7).map((to) => Math.log2(to / 0.001));
    const within = (most: number) => exponents.filter((a) => Math.abs(a) < most).length / exponents.length;
    // A third each of spread 1, 1/2, 1/4: P(|a| < 1) = (0.683 + 0.954 + 1) / 3, P(|a| < 0.25) = (0.197 + 0.383 + 0.683) / 3
    expect(within(1)).toBeCloseTo(0.879, 1);
    expect(within(0.25)).toBeCloseTo(0.421, 1);
    expect(exponents.filter((a) => a > 0).length / exponents.length).toBeCloseTo(0.5, 1);
  });

  test("of one spread where it is given", () => {
    const to = range(2000).flatMap((i) => tuneNumbers(adamwSeed, createRng(i), 0.01)!.edits.map(lastNumber));
    const near = (value: number) => to.filter((x) => Math.abs(Math.log2(x / value)) < 0.06).length;
    expect(near(0.001) + near(0.01) + near(0.9) + near(0.999)).toBe(to.length);
  });

  test("weights of averages move by their distance to 1, and stay below it", () => {
    const weights = changesOf(1);
    const halved = weights.map((weight) => Math.log2((1 - weight) / 0.1));
    expect(Math.max(...weights)).toBeLessThan(1);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    expect(halved.filter((a) => a > 0).length / halved.length).toBeCloseTo(0.5, 1);
    expect(halved.filter((a) => Math.abs(a) < 1).length / halved.length).toBeCloseTo(0.879, 1);
  });

  test("that change nothing are left out; without numbers there is no child", () => {
    const genome = genomeFrom("def train(w, g, m, lr):\n x = g * 2\n u = g * 3\n return u, x");
    const places = range(200).flatMap((i) => tuneNumbers(genome, createRng(i))!.edits.map(({ at }) => at));
    expect(new Set(places)).toEqual(new Set([1]));
    expect(tuneNumbers(genomeFrom("def train(w, g, lr): return g"), createRng(0))).toBeNull();
  });

  function lastNumber(edit: Edit): number {
    return edit.kind === "modify" && typeof edit.to === "number" ? edit.to : Number.NaN;
  }
});

test("options that make no sense are refused", () => {
  const refuse = (options: Partial<MutationOptions>) => () => createMutation({ ...defaultMutation, ...options });
  expect(refuse({ weights: { insert: 0, delete: 0, modify: 0 } })).toThrow(/one above 0/);
  expect(refuse({ weights: { insert: -1, delete: 1, modify: 1 } })).toThrow(/at least 0/);
  expect(refuse({ constants: [Number.NaN] })).toThrow(/finite/);
  expect(refuse({ maxLength: 0 })).toThrow(/whole number/);
  expect(refuse({ functions: ["invert"] })).toThrow(/No function is left/);
  expect(refuse({ functions: ["sgin"] })).toThrow(/Did you mean/);
});

test("edits of another parent are refused", () => {
  expect(() => applyEdit(adamwSeed, { kind: "delete", at: 9 })).toThrow(/do not belong together/);
  expect(() => applyEdit(adamwSeed, { kind: "insert", at: 10, target: "x", fn: "sin", args: ["g"] })).toThrow(
    /statement 10/,
  );
  expect(() => applyEdit(adamwSeed, { kind: "modify", at: 0, argument: 1, to: "w" })).toThrow(/square has 1/);
});

test("a random order holds each number once, the first one uniform", () => {
  const rng: Rng = createRng(4, "order");
  expect([...inRandomOrder(20, rng)].sort((a, b) => a - b)).toEqual(range(20));
  expectUniform(
    range(3000).map(() => inRandomOrder(6, rng).next().value as number),
    range(6),
    "first",
  );
});

test("a stream holds valid programs of different identities, the same for the same seed", () => {
  const of = (seed: number) => [...mutationStream(adamwSeed, { seed, count: 60 })];
  const found = of(1);
  expect(found).toHaveLength(60);
  expect(new Set([adamwSeed, ...found].map(identityOf)).size).toBe(61);
  expect(found.every((genome) => checkGenome(genome) === null)).toBe(true);
  expect(of(1).map(genomeText)).toEqual(found.map(genomeText));
  expect(of(2).map(genomeText)).not.toEqual(found.map(genomeText));
});

test("long walks stay valid and grow", () => {
  const genome = randomGenome(7, 600, standard);
  expect(checkGenome(genome)).toBeNull();
  expect(genome.body.length).toBeGreaterThan(12);
});
