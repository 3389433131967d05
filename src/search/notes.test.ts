import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { endedBeforeChanges, hopelessSeed, planNotes } from "./notes.ts";
import { parseDiscovery } from "./read.ts";
import { sampleConfig } from "./samples.ts";

const rediscover =
  "tasks: [mlp]\nbudget: { minutes: 12 }\nevolution: { tuneFirst: 1200 }\nfunnel: { finalists: 8, freshSeeds: 64, tuning: { variants: 200, seeds: 6 }, larger: [{ name: cnn-few, seeds: 16 }], full: {} }";

test("a budget that ends before statements change is said before the search, and after it", () => {
  const notes = (budget: string) => planNotes(parseDiscovery(rediscover, { overrides: { budget } })).join(" ");
  expect(notes("800e")).toContain("changes numbers alone in its first 1,200 (evolution.tuneFirst)");
  expect(notes("800e")).toContain("--set evolution.tuneFirst=200");
  expect(notes("5000e")).not.toContain("tuneFirst");
  expect(notes("2m")).not.toContain("tuneFirst"); // how many evaluations two minutes are is known at their end
  const config = sampleConfig({ method: "evolution" });
  const evolution = { ...config.evolution, tuneFirst: 1200 };
  expect(endedBeforeChanges({ ...config, evolution }, 412)).toContain("Evolution ended with 412 evaluations");
  expect(endedBeforeChanges({ ...config, evolution }, 1300)).toBeNull();
  expect(endedBeforeChanges({ ...config, evolution, method: "constants" }, 412)).toBeNull();
});

test("less budget is judged less, and how is said beforehand", () => {
  const read = (budget?: string, set?: readonly string[]) =>
    parseDiscovery(rediscover, {
      overrides: { ...(budget === undefined ? {} : { budget }), ...(set === undefined ? {} : { set }) },
    });
  const { funnel } = read("2m");
  expect(funnel).toMatchObject({ finalists: 3, freshSeeds: 11, tuning: { variants: 34, seeds: 2 }, full: null });
  expect(funnel!.larger[0]!.seeds).toHaveLength(4);
  expect(planNotes(read("2m")).at(-1)).toBe(
    "The budget is that of searching. Judging follows: 5 programs at most, 34 settings of their numbers on 2 seeds, 11 fresh seeds, 1 larger task.",
  );
  for (const same of [read(), read("12m"), read("3h"), read("800e")]) expect(same.funnel).toEqual(read().funnel);
  expect(read("2m", ["funnel.freshSeeds=32"]).funnel).toEqual({ ...read().funnel, freshSeeds: 32 });
});

test("a seed without a rate is said before the search, and one that scores nothing when it has", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-seed-"));
  const file = join(folder, "own.txt");
  writeFileSync(file, "w -= lr * g\n");
  const notes = (seed: string) => planNotes(parseDiscovery(`seedProgram: ${seed}\nfunnel: null`));
  expect(notes(file)[0]).toContain("has no rate, so it begins with a peak rate of 1");
  expect(notes(`{ name: ${file}, lr: 0.01 }`)).toEqual([]);
  expect(notes("adamw")).toEqual([]);
  writeFileSync(file, "def train(w, g, lr):\n  return g * lr\n");
  expect(notes(file)).toEqual([]);
  expect(hopelessSeed(0)).toContain("The seed program scores 0");
  expect(hopelessSeed(0.3)).toBeNull();
});
