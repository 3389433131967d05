import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { printProgram } from "../program/print.ts";
import { datasetsOf, planDiscovery, startingProgram } from "./plan-discovery.ts";
import { configOfRecord, parseDiscovery } from "./read.ts";

const dataDir = mkdtempSync(join(tmpdir(), "lionlab-plan-"));
beforeAll(() => {
  writeSampleFashion(dataDir, { train: 120, test: 10 });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const plan = (text: string) => planDiscovery(parseDiscovery(text), { command: "lionlab discover", dataDir });
const start = (text: string) => printProgram(startingProgram(parseDiscovery(text)));

describe("planDiscovery", () => {
  it("makes one search for each method and seed, with the data's fingerprint", async () => {
    const { searches, budget, name } = await plan("name: x\nseeds: 2\nbudget: { minutes: 5, target: 0.9 }");
    expect(name).toBe("x");
    expect(searches.map(({ method, seed }) => `${method} ${seed}`)).toEqual([
      "evolution 0",
      "evolution 1",
      "constants 0",
      "constants 1",
      "random 0",
      "random 1",
    ]);
    expect(searches[0]!.tasks).toEqual([
      {
        task: "mlp",
        revision: 2,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        steps: expect.any(Number),
        seeds: [0],
      },
    ]);
    expect(budget).toEqual({ seconds: 300, target: 0.9, programs: null, evaluations: null });
  });

  it("scales of gradients and of rates are part of a search's identity where a file asks for them", async () => {
    const [scaled] = (await plan("tasks: [{ name: mlp, gradientDoublings: 6, rateDoublings: 1.5 }]")).searches;
    const [plain] = (await plan("tasks: [{ name: mlp, gradientDoublings: 0, rateDoublings: 0 }]")).searches;
    expect(scaled!.tasks[0]).toMatchObject({ task: "mlp", gradientDoublings: 6, rateDoublings: 1.5 });
    expect(plain).toEqual((await plan("tasks: [mlp]")).searches[0]);
  });

  it("the slack of a race is part of a search's identity where a file asks for it", async () => {
    const raceOf = async (text: string) => (await plan(`race: ${text}`)).searches[0]!.race;
    expect(await raceOf("{ slack: 0.02 }")).toEqual({ factor: 1.5, from: 3, slack: 0.02 });
    expect(await raceOf("{}")).toEqual({ factor: 1.5, from: 3 });
    expect(await raceOf("null")).toBeNull();
  });

  it("a stored configuration gives the same searches, without the seed's file or library entry", async () => {
    const first = await plan("seedProgram: { name: adamw, decay: 0.1 }\nmutation: { extraStates: 1 }");
    const again = await planDiscovery(configOfRecord(JSON.parse(JSON.stringify(first.config))), {
      command: "lionlab discover",
      dataDir,
    });
    expect(again).toEqual(first);
    expect(first.config).toMatchObject({
      seedProgram: { name: "adamw", program: expect.stringContaining("def train") },
    });
  });

  it("mutation may use the allowed functions, the helpers, and nothing forbidden", async () => {
    const { searches } = await plan(`
mutation:
  allow: [sign, interp, "+"]
  forbid: [interp]
  helpers: ["def twice(x): return x + x"]
  inPlace: 0.25
  graft: 0.5
`);
    expect(searches[0]!.mutation).toMatchObject({
      weights: { insert: 1, delete: 1, modify: 1 },
      functions: ["sign", "+", "twice"],
      inPlace: 0.25,
      graft: 0.5,
    });
    expect(searches[0]!.seedProgram).toContain("def twice(x):\n  return x + x\n");
    await expect(plan("mutation: { allow: [sign], forbid: [sign] }")).rejects.toThrow("forbids all of them");
  });
});

it("options that are younger than archives are written only where they say something, so older searches keep their keys", async () => {
  const older = await plan("evolution: { niches: 0.1 }");
  expect(Object.keys(older.searches[0]!.mutation)).toEqual([
    ...["weights", "newConstant", "resample", "maxLength", "functions", "constants", "inPlace", "graft"],
  ]);
  expect(older.searches[0]!.mutation.weights).toEqual({ insert: 1, delete: 1, modify: 1 });
  expect(Object.keys(older.searches[0]!.evolution)).not.toEqual(expect.arrayContaining(["kinds"]));
  expect(older.searches[0]!.evolution.parsimony).toBeUndefined();
  const younger = await plan(`
mutation: { wrap: 2, averages: { least: 0.02, most: 0.5 }, rate: last-factor }
evolution: { niches: 0.1, kinds: averages, parsimony: 0.0005 }
`);
  expect(younger.searches[0]!.mutation).toMatchObject({
    weights: { insert: 1, delete: 1, modify: 1, wrap: 2 },
    averages: { least: 0.02, most: 0.5 },
    rate: "last-factor",
  });
  expect(younger.searches[0]!.evolution).toMatchObject({ kinds: "averages", parsimony: 0.0005 });
});

describe("startingProgram", () => {
  it("is the paper's seed by default, with further states between the others and the rate", () => {
    expect(start("")).toMatch(/^def train\(w, g, m, v, lr\):\n {2}g2 = square\(g\)\n/);
    const text = start("mutation: { extraStates: 2 }");
    expect(text).toContain("def train(w, g, m, v, s1, s2, lr):");
    expect(text).toContain("return update, m, v, s1, s2");
  });

  it.each([
    ['mutation: { helpers: ["x = 3"] }', "must be one function"],
    ['mutation: { helpers: ["def train(w, g, m, v, lr): return w, m, v"] }', "must be one function"],
    ['mutation: { helpers: ["def f(x): return y"] }', "y"],
    ['mutation: { helpers: ["def sign(x): return x"] }', "sign"],
    ["mutation: { averages: { least: 0.5, most: 0.1 } }", "least is above most"],
    ["mutation: { insert: 0, delete: 0, modify: 0 }", "wrap must be above 0"],
    [
      "mutation: { rate: last-factor }\nseedProgram: { name: paper-discovered }",
      "Cannot keep the rate as the last factor",
    ],
    ["seedProgram: ./none.py", "cannot be read"],
    ["seedProgram: { name: mine, program: w = w - g }", "def train"],
    ["seedProgram: { name: adamw, decaay: 1 }", 'no hyperparameter "decaay"'],
  ])("%s is refused", (text, expected) => {
    expect(() => start(text)).toThrow(expected);
  });
});

it("only the datasets of its tasks and stages are needed", () => {
  const needed = (text: string) => datasetsOf(parseDiscovery(text));
  expect(needed("tasks: [next-character]")).toEqual([]);
  expect(needed("tasks: [next-character, mlp]\nfunnel: { larger: [cnn] }")).toEqual(["fashion-mnist"]);
  expect(needed("tasks: [next-character]\nfunnel: { full: {} }")).toEqual(["fashion-mnist"]);
});
