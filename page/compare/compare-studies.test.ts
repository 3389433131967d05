import { describe, expect, it } from "vitest";
import type { ComparedStudy } from "../../src/dashboard/views.ts";
import { sampleRow, sampleRun } from "../page-samples.ts";
import { bestSettings, colorNumbers, differences, labelsOf, obstacles, shownTrial } from "./compare-studies.ts";

const study = (change: Partial<ComparedStudy> = {}): ComparedStudy => ({
  summary: sampleRun({ name: "one" }),
  rows: [],
  settings: { "data.name": '"fashion-mnist"', "data.validation": "0.1", "training.epochs": "5", engine: "2" },
  isImported: false,
  ...change,
});
const rows = [
  sampleRow({ key: "a", label: "lion", lr: 1e-3, seed: 0, validation: 0.8 }),
  sampleRow({ key: "b", label: "lion", lr: 1e-3, seed: 1, validation: 0.9 }),
  sampleRow({ key: "c", label: "lion", lr: 1e-2, seed: 0, validation: 0.95 }),
  sampleRow({ key: "d", label: "lion", lr: 1e-2, seed: 1, validation: null, state: "diverged" }),
  sampleRow({ key: "e", label: "adamw", lr: 1e-3, seed: 0, validation: 0.86 }),
];

describe("studies side by side", () => {
  it("show the setting that is best over seeds, and one that diverged on a seed is not", () => {
    const best = bestSettings({ rows });
    expect(best.get("lion")!.rows.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(shownTrial(best.get("lion")!).key).toBe("b");
    expect(labelsOf([best, new Map()])).toEqual(["adamw", "lion"]);
  });

  it("tell the settings that differ, those that one lacks too", () => {
    const other = study({ settings: { ...study().settings, "training.epochs": "9", "training.ema": "0.9" } });
    expect(differences([study(), other])).toEqual([
      { path: "training.ema", values: [null, "0.9"] },
      { path: "training.epochs", values: ["5", "9"] },
    ]);
    expect(obstacles([study(), other])).toEqual([]);
  });

  it("are said not to be comparable where data, revision or metric differ", () => {
    const change = (settings: ComparedStudy["settings"]) => study({ settings: { ...study().settings, ...settings } });
    const other = change({ "data.name": '"cifar-10"', engine: "3" });
    expect(obstacles([study(), other])).toEqual([
      "The figures of these studies are not comparable: they were trained on other data; another revision of Lionlab computed them, whose numbers differ.",
    ]);
    expect(obstacles([study(), change({ "training.monitor.metric": '"loss"' })])[0]).toContain("another metric");
    expect(obstacles([study(), study({ isImported: true, summary: sampleRun({ name: "two" }) })])).toEqual([
      "two was computed by another tool: what else differs is not known.",
    ]);
  });
});

describe("colours of optimizers in several studies", () => {
  const one = new Set(["a", "b", "c", "d"]);
  const other = new Set(["c", "e", "f"]);
  const labels = ["a", "b", "c", "d", "e", "f"];

  it("differ within a study while there are enough, though all studies have more optimizers than there are colours", () => {
    const numbers = colorNumbers(labels, [one, other], 4);
    for (const study of [one, other])
      expect(new Set([...study].map((label) => numbers.get(label))).size).toBe(study.size);
    expect([...numbers.values()].every((number) => number < 4)).toBe(true);
  });

  it("repeat evenly where a study has more optimizers than there are colours", () => {
    const numbers = [...colorNumbers(labels, [new Set(labels)], 3).values()];
    expect(numbers).toEqual([0, 1, 2, 0, 1, 2]);
  });
});
