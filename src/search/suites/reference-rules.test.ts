import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { familyOf } from "../../program/families/sign-momentum.ts";
import { parseProgram } from "../../program/parse.ts";
import { readStudy } from "../../study/read.ts";
import { realTasks } from "./real-tasks.ts";
import { referenceRules, type Settings } from "./reference-rules.ts";

const file = fileURLToPath(new URL("../../../bench/proxies/truth.yaml", import.meta.url));

test("the truth study has at least twelve rules, and the search's form can say each", async () => {
  const rules = referenceRules(await readStudy(file));
  expect(rules.length).toBeGreaterThanOrEqual(12);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  const at = (name: string, change: Settings = {}): string => {
    const { centre, programAt } = rules.find((rule) => rule.name === name)!;
    return programAt({ ...centre, ...change });
  };
  const family = (name: string): string | undefined => familyOf(parseProgram(at(name)))?.name;
  expect(family("lion")).toBe("lion");
  expect(family("signum")).toBe("signum");
  // Both averages of the numerator are read twice, and move together.
  expect(at("adamw-two-averages", { beta1: 0.875 }).match(/0\.875/g)).toHaveLength(2);
  expect(at("adamw-two-averages")).not.toContain("0.875");
});

test("every real task is the same study but for its data, model, length and number of seeds", async () => {
  const base = await readStudy(file);
  for (const { name, set } of realTasks) {
    const study = await readStudy(file, { overrides: { set: [`name=${name}`, ...set] } });
    expect(study.name).toBe(name);
    expect(study.optimizers).toEqual(base.optimizers);
    expect(study.tuning).toEqual(base.tuning);
    expect(study.seeds.slice(0, base.seeds.length)).toEqual(base.seeds);
  }
  expect(new Set(realTasks.map(({ set }) => JSON.stringify(set))).size).toBe(realTasks.length);
});
