import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adamwSeed,
  discovered,
  genomeFrom,
  genomes,
  randomGenome,
  rawDiscovered,
  trajectory,
} from "../../../test/samples/genomes.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { Genome, Instruction, Operand } from "../genome.ts";
import { functionNamed, paperFunctions } from "../genome-functions.ts";
import { bindGenome, genomeText } from "../program-of.ts";
import { pruneGenome } from "./dependence.ts";
import { identityOf } from "./identity.ts";

/** Identity of a program with this body and two states. */
function identity(body: string, outputs = "u, m, v"): string {
  return identityOf(genomeFrom(`def train(w, g, m, v, lr):\n${body}\nreturn ${outputs}`));
}

const same: readonly (readonly [string, string, string])[] = [
  ["names", "a = g * lr; u = a + w", "update = g * lr; u = update + w"],
  ["order of independent statements", "a = sin(g); b = cos(w); u = a - b", "b = cos(w); a = sin(g); u = a - b"],
  ["dead statements", "a = exp(m); u = g * lr; a = u", "u = g * lr"],
  ["order of operands of + and *", "u = g * lr + w", "u = w + lr * g"],
  ["order of operands of max and min", "u = max(g, min(w, lr))", "u = max(min(lr, w), g)"],
  ["how numbers are computed", "u = g * 0.25", "a = sqrt(0.0625); u = g * a"],
  ["square is a product", "u = square(g)", "u = g * g"],
  ["cube is a product", "u = cube(g)", "a = g * g; u = a * g"],
  ["clip is what it comes to", "u = min(1, g / 3)", "u = min(g / 3, 1)"],
  ["norms are roots of sums", "u = cosine_sim(g, w) * g", "u = g * cosine_sim(w, g)"],
  ["1 x, x + 0, x - 0", "a = g * 1; b = 0 + a; u = b - 0", "u = g * 1"],
  ["signs of factors", "u = w - g * 0.5", "a = -0.5 * g; u = a + w"],
  ["two signs", "a = -g; u = a * w; u = -u", "u = w * g"],
  ["x + x", "u = g + g", "u = 2 * g"],
  ["|.| of what is not negative", "a = square(g); u = abs(a)", "u = g * g"],
  ["interp with weight 1", "u = interp(w, g, 1)", "u = g * 1"],
  ["helpers are what they call", "u = g * 0.5; u = u + w", "a = 0.5 * g; u = w + a"],
];

describe("the same", () => {
  for (const [what, one, other] of same) test(what, () => expect(identity(one)).toBe(identity(other)));

  test("a dead state, an overwritten state and the number of states in the signature", () => {
    const plain = identityOf(genomeFrom("def train(w, g, lr):\nu = g * lr\nreturn u"));
    expect(identity("u = g * lr; m = sin(m); v = u + v")).toBe(plain);
    expect(identity("m = g * lr; u = m * 1; v = m")).toBe(plain);
    const step = "def train(w, g, lr, step):\nu = g * lr\nreturn u";
    expect(identityOf(genomeFrom(step))).toBe(plain);
    expect(identityOf(genomeFrom(step.replace("lr\n", "step\n")))).not.toBe(plain);
  });

  test("the roles of states", () => {
    const body = "a = interp(g, A, 0.9); b = interp(g * g, B, 0.99); u = a / sqrt(b)";
    const one = identity(body.replace("A", "m").replace("B", "v"), "u, a, b");
    expect(identity(body.replace("A", "v").replace("B", "m"), "u, b, a")).toBe(one);
    expect(identity(body.replace("A", "v").replace("B", "m"), "u, a, b")).not.toBe(one);
  });

  test("the roles of three states in a ring, and states that are always equal", () => {
    const ring = (a: string, b: string, c: string) =>
      identityOf(
        genomeFrom(
          `def train(w, g, p, q, r, lr):\nx = ${b} + g\ny = ${c} * 2\nz = ${a}\nu = ${a} * lr\nreturn u, ${[
            [a, "x"],
            [b, "y"],
            [c, "z"],
          ]
            .sort()
            .map(([, value]) => value)
            .join(", ")}`,
        ),
      );
    expect(ring("q", "r", "p")).toBe(ring("p", "q", "r"));
    expect(ring("r", "p", "q")).toBe(ring("p", "q", "r"));
    expect(ring("q", "p", "r")).toBe(ring("p", "q", "r"));
    const twins = identity("u = m + v; m = interp(g, m, 0.9); v = interp(g, v, 0.9)");
    expect(identity("u = m + m; m = interp(g, m, 0.9)")).not.toBe(twins); // x + x is rewritten before states are joined
    expect(identity("u = v + m; v = interp(g, m, 0.9); m = interp(g, v, 0.9)", "u, m, v")).not.toBe(twins);
  });

  test("a program's own functions are what they call", () => {
    const helper = "def mix(x, y):\n  z = x * 0.9\n  return z + y\ndef train(w, g, lr):\nu = mix(g, w)\nreturn u";
    expect(identityOf(genomeFrom(helper))).toBe(
      identityOf(genomeFrom("def train(w, g, lr):\nz = 0.9 * g\nu = w + z\nreturn u")),
    );
  });

  test("the raw program and its pruned one", () => {
    expect(identityOf(rawDiscovered)).toBe(identityOf(pruneGenome(rawDiscovered)));
  });
});

const different: readonly (readonly [string, string, string])[] = [
  ["an operator", "u = g + w", "u = g * w"],
  ["a function", "u = sin(g)", "u = cos(g)"],
  ["an operand", "u = g + w", "u = g + m; m = w"],
  ["the last digit of a number", "u = g * 0.1", "u = g * 0.10000000000000002"],
  ["the order of operands of -", "u = g - w", "u = w - g"],
  ["the order of operands of /", "u = g / w", "u = w / g"],
  ["what is summed first", "a = g + w; u = a + lr", "a = w + lr; u = g + a"],
  ["x - x, which is not 0 where x is infinite", "a = reciprocal(m); u = a - a; m = g", "u = g * 0; m = g"],
  ["0 - x and -x, which differ at 0", "u = 0 - g", "u = -g"],
  ["a state", "u = m * 1; m = g", "u = v * 1; v = g - w"],
  ["the rate and a number", "u = g * lr", "u = g * 1"],
  ["norms and global norms", "u = norm(g)", "u = global_norm(g)"],
];

describe("not the same", () => {
  for (const [what, one, other] of different) test(what, () => expect(identity(one)).not.toBe(identity(other)));
  test("the published programs", () => {
    expect(new Set([adamwSeed, discovered, rawDiscovered].map(identityOf)).size).toBe(3);
  });
});

test("identities are 32 digits and stay what they are", () => {
  expect([adamwSeed, discovered, rawDiscovered].map(identityOf)).toEqual([
    "783ba2e456624eabd37f240de6784841",
    "0fd38ac3a5782a4f2d696c282d69caaa",
    "76c9060a2d1fa34c9e7aa0405816f3a9",
  ]);
});

/** Changes that keep a program's identity, drawn at random. */
const disguises: readonly ((genome: Genome, at: number) => Genome)[] = [
  renamed,
  swappedStates,
  swappedOperands,
  moved,
  padded,
];

test("random programs keep their identity and their weights under disguises", () => {
  const draws = fc.array(fc.tuple(fc.nat(disguises.length - 1), fc.nat()), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(genomes, draws, (genome, chosen) => {
      const disguised = chosen.reduce((current, [which, at]) => disguises[which]!(current, at), genome);
      expect(identityOf(disguised), genomeText(disguised)).toBe(identityOf(genome));
      expect(trajectory(disguised)).toEqual(trajectory(genome));
    }),
    { numRuns: 120, seed: 5 },
  );
});

test("random programs of one identity do the same; another fingerprint means another identity", () => {
  const groups = new Map<string, Genome[]>();
  for (let seed = 0; seed < 2500; seed++) {
    const genome = randomGenome(seed, 1 + (seed % 12));
    const identity = identityOf(genome);
    const group = groups.get(identity) ?? [];
    if (group.every((other) => genomeText(pruneGenome(other)) !== genomeText(pruneGenome(genome)))) group.push(genome);
    groups.set(identity, group);
  }
  const shared = [...groups.values()].filter(({ length }) => length > 1);
  expect(shared.length).toBeGreaterThan(3);
  for (const [one, ...others] of shared) {
    for (const other of others.slice(0, 3)) {
      expect(trajectory(other), `${genomeText(one!)}\n${genomeText(other)}`).toEqual(trajectory(one!));
      expect(fingerprintOf(bindGenome(other))).toBe(fingerprintOf(bindGenome(one!)));
    }
  }
});

test("the identity does not depend on what was identified before", () => {
  const before = identityOf(rawDiscovered);
  for (let seed = 0; seed < 600; seed++) identityOf(randomGenome(seed, 5));
  expect(identityOf(rawDiscovered)).toBe(before);
});

function renamed(genome: Genome): Genome {
  const rename = <T extends Operand>(name: T): T => (typeof name === "string" ? (`x_${name}` as T) : name);
  const body = genome.body.map(({ target, fn, args }) => ({ target: rename(target), fn, args: args.map(rename) }));
  return { inputs: genome.inputs.map(rename), body, outputs: genome.outputs.map(rename) };
}

function swappedStates({ inputs, body, outputs }: Genome): Genome {
  const swap = <T>(list: readonly T[], at: number): T[] => list.with(at, list[at + 1]!).with(at + 1, list[at]!);
  return { inputs: swap(inputs, 2), body, outputs: swap(outputs, 1) };
}

function swappedOperands(genome: Genome, at: number): Genome {
  const places = genome.body.flatMap(({ fn }, i) => (["+", "*", "max", "min"].includes(fn.name) ? [i] : []));
  if (places.length === 0) return genome;
  const place = places[at % places.length]!;
  const { target, fn, args } = genome.body[place]!;
  return { ...genome, body: genome.body.with(place, { target, fn, args: args.toReversed() }) };
}

/** Two neighbours change places where neither reads or overwrites what the other writes. */
function moved(genome: Genome, at: number): Genome {
  const place = at % Math.max(1, genome.body.length - 1);
  const [one, two] = genome.body.slice(place, place + 2) as [Instruction, Instruction | undefined];
  const depends = two === undefined || one.target === two.target;
  if (depends || two.args.includes(one.target) || one.args.includes(two.target)) return genome;
  return { ...genome, body: genome.body.toSpliced(place, 2, two, one) };
}

/** A dead statement, and a live one that changes nothing. */
function padded(genome: Genome, at: number): Genome {
  const fn = (name: string) => functionNamed(paperFunctions, name);
  const place = at % (genome.body.length + 1);
  const [weights] = genome.inputs as [string];
  const neutral = { target: weights, fn: fn("+"), args: [weights, 0] };
  const dead = { target: "unread", fn: fn("exp"), args: [weights] };
  const [update] = genome.outputs;
  const last = typeof update === "string" ? [{ target: update, fn: fn("*"), args: [1, update] }] : [];
  const safe = last.length > 0 && !genome.outputs.slice(1).includes(update!) ? last : [];
  return { ...genome, body: [...genome.body.toSpliced(place, 0, neutral, dead), ...safe] };
}
