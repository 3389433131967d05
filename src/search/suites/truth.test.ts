import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { consensusOf, lackSentences, readTruth, type TruthEntry } from "./truth.ts";

const wanted = { tasks: ["real", "larger"], rules: ["a", "b", "c", "d", "e"] };

function entries(task: string, means: { readonly [rule: string]: number }, source = "study"): readonly TruthEntry[] {
  return Object.entries(means).map(([rule, mean]) => ({
    ...{ task, rule, mean, source, scores: {}, setting: null, keys: [], date: "2026-12-01", processor: null },
  }));
}

const all = { a: 0.9, b: 0.8, c: 0.7, d: 0.6, e: 0.1 };

test("rules rank by their mean rank over the tasks that have them all", () => {
  const truth = [...entries("real", all), ...entries("larger", { ...all, a: 0.75 })];
  const { tasks, ranks, byTask, lacks } = consensusOf(truth, wanted);
  expect(tasks).toEqual(["real", "larger"]);
  expect(Object.fromEntries(ranks)).toEqual({ a: 4.5, b: 4.5, c: 3, d: 2, e: 1 });
  expect(Object.fromEntries(byTask.get("larger")!)).toEqual({ a: 4, b: 5, c: 3, d: 2, e: 1 });
  expect(lacks).toEqual([]);
});

test("a partial truth ranks what it has, and says what it lacks", () => {
  const partial = [...entries("real", all), ...entries("larger", { a: 0.5, b: 0.6 })];
  const consensus = consensusOf(partial, wanted);
  expect(consensus.tasks).toEqual(["real"]);
  expect(lackSentences(consensus)).toEqual(["larger is left out, for it lacks c, d, e"]);
  const begun = consensusOf(entries("real", { a: 0.9, b: 0.8, c: 0.7, d: 0.6 }, "scratch"), wanted);
  expect([...begun.ranks.keys()]).toEqual(["a", "b", "c", "d"]);
  expect(lackSentences(begun)).toEqual([
    "real ranks without e",
    "larger is not measured",
    "real (scratch, 2026-12-01) is no study's figure yet",
  ]);
});

test("without a truth the sentence says what to run", () => {
  const refused = expect.objectContaining({ code: "no-truth", message: expect.stringContaining("bench proxy-truth") });
  expect(() => consensusOf([], wanted)).toThrow(refused);
  expect(() => consensusOf(entries("other", all), wanted)).toThrow(refused);
});

test("the file of the checkout can be read, and others are refused in a sentence", () => {
  const file = new URL("../../../bench/proxies/truth.json", import.meta.url);
  for (const { scores, mean } of readTruth(readFileSync(file, "utf8"), "truth.json")) {
    const values = Object.values(scores);
    if (values.length > 0) expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
  }
  expect(() => readTruth('[{"task": "x"}]', "t.json")).toThrow("t.json is no truth file: 0.rule:");
});
