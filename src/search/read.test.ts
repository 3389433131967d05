import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { LabError } from "../core/errors.ts";
import { presetNames } from "../study/presets.ts";
import { discoveryFileForm } from "./config.ts";
import { configOfRecord, type DiscoveryOverrides, parseDiscovery, readDiscovery } from "./read.ts";

function sentence(text: string, overrides: DiscoveryOverrides = {}): string {
  try {
    parseDiscovery(text, { file: "d.yaml", overrides });
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as LabError).message;
  }
  throw new Error("this discovery should have been refused");
}

describe("parseDiscovery", () => {
  test("an empty file is a discovery with all defaults", () => {
    const config = parseDiscovery("");
    expect(config).toMatchObject({
      name: "discovery",
      seedProgram: { name: "paper-adamw-seed", convention: null, hyperparameters: {}, program: null },
      methods: ["evolution", "constants", "random"],
      seeds: [0],
      budget: { minutes: 10, evaluations: null, programs: null, target: null },
      evolution: { population: 1000, tournament: 2, islands: 1, migrateEvery: null, restartAfter: null },
    });
  });

  test("its file form gives the same config, in YAML and JSON", () => {
    const text = `
seedProgram: { name: adamw, decay: 0.1 }
methods: [random, evolution]
seeds: 3
tasks: [{ name: mlp, seeds: 2, gradientDoublings: 6, rateDoublings: 1.5 }]
budget: { evaluations: 100, target: 0.9 }
mutation: { forbid: [cosh], helpers: ["def twice(x): return x + x"], extraStates: 1 }
race: null
funnel: { full: {} }
simplify: null
`;
    const config = parseDiscovery(text);
    expect(config.methods).toEqual(["evolution", "random"]);
    expect(config.tasks).toEqual([{ name: "mlp", seeds: [0, 1], gradientDoublings: 6, rateDoublings: 1.5 }]);
    expect(config.seedProgram.hyperparameters).toEqual({ decay: 0.1 });
    expect(parseDiscovery(stringify(discoveryFileForm(config)))).toEqual(config);
    expect(configOfRecord(discoveryFileForm(config))).toEqual(config);
  });

  test.each([
    ["metods: [random]", 'd.yaml:1:1: there is no key "metods" here; did you mean methods'],
    ["evolution: { populaton: 3 }", 'd.yaml:1:14: there is no key "populaton" here; did you mean population?'],
    ["methods: [evolve]", 'methods[0] must be one of evolution, constants, random, but it is "evolve"'],
    ["tasks: [mpl]", 'd.yaml:1:9: tasks[0]: There is no proxy task named "mpl"'],
    ["tasks: [mlp, mlp]", "d.yaml:1:14: tasks[1]: mlp is already in this list; give it more seeds instead."],
    ["seedProgram: adamv", 'There is no optimizer named "adamv". Did you mean adam'],
    ["mutation: { forbid: [coshh] }", 'There is no function named "coshh". Did you mean cosh'],
    [
      "mutation: { insert: 0, delete: 0, modify: 0 }",
      "mutation: one of insert, delete, modify and wrap must be above 0.",
    ],
    ["budget: { minutes: 0 }", "d.yaml:1:20: budget.minutes must be above 0, but it is 0."],
    ["budget: { target: 0.5 }", "budget: a budget needs one of minutes, evaluations and programs."],
    ["evolution: { population: 10, islands: 6 }", "leave fewer than 2 members each"],
    ["evolution: { population: 10, tournament: 11 }", "a tournament of 11 is larger than an island of 10 members"],
    ["funnel: { full: { model: resnet } }", 'There is no model named "resnet"'],
    [
      "funnel: { freshSeeds: 8, larger: [{ name: cnn, seeds: 12 }], sequential: { most: 10 } }",
      "funnel.sequential.most is 10, fewer than the 12 seeds of the first look",
    ],
    ["name: a/b", "letters, digits, dots, dashes and underscores, at most 80, are allowed"],
    ["- a\n- b", "the discovery must be a mapping, but it is a list"],
    ["x: [", "this is not valid YAML or JSON"],
  ])("%j is refused", (text, expected) => {
    expect(sentence(text)).toContain(expected);
  });
});

describe("changes from the command line", () => {
  test("a budget replaces the file's, a target alone is added, a seed is the only one", () => {
    const text = "budget: { evaluations: 100 }\nseeds: 4";
    expect(parseDiscovery(text, { overrides: { budget: "5m,2000p", seed: 7 } })).toMatchObject({
      budget: { minutes: 5, programs: 2000, evaluations: null, target: null },
      seeds: [7],
    });
    const target = { overrides: { budget: "0.8t" } };
    expect(parseDiscovery(text, target).budget).toMatchObject({ evaluations: 100, minutes: null, target: 0.8 });
    expect(parseDiscovery("", target).budget).toMatchObject({ minutes: 10, target: 0.8 });
  });

  test("set reaches every key, and its mistakes name the flag", () => {
    const set = ["evolution.population=50", "tasks.mlp.seeds=3", "methods=[evolution]"];
    expect(parseDiscovery("tasks: [mlp]", { overrides: { set } })).toMatchObject({
      evolution: { population: 50 },
      tasks: [{ name: "mlp", seeds: [0, 1, 2] }],
      methods: ["evolution"],
    });
    expect(sentence("", { set: ["evolution.lags=3"] })).toBe(
      '--set evolution.lags: there is no key "lags" here; did you mean lag?',
    );
    expect(sentence("", { set: ["evolution"] })).toContain("such as evolution.population=200");
  });
});

describe("readDiscovery", () => {
  test("reads every preset", async () => {
    for (const name of await presetNames("discovery")) expect((await readDiscovery(name)).name).toBe(name);
  });

  test("says which command a preset of the other kind belongs to", async () => {
    await expect(readDiscovery("quickstart")).rejects.toThrow("lionlab compare quickstart");
    await expect(readDiscovery("rediscovr")).rejects.toThrow("Did you mean rediscover?");
    await expect(readDiscovery("./none.yaml")).rejects.toThrow("Cannot read the discovery ./none.yaml");
  });
});
