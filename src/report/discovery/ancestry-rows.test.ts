import { expect, test } from "vitest";
import { ancestryRows, editText } from "./ancestry-rows.ts";
import type { AncestryStep } from "./ancestry-steps.ts";
import type { ProgramLanguage } from "./program-language.ts";

const step = (
  child: number,
  identity: string,
  fitness: number,
  reason: AncestryStep["reason"] = "mutation",
): AncestryStep => ({
  child,
  identity,
  fitness,
  reason,
  edits: reason === "mutation" || reason === "proposal" ? [{ kind: "modify", at: 1, argument: 2, to: child }] : [],
  length: 8,
  program: null,
});

const line = [
  step(0, "a", 0.5, "seed"),
  step(3, "a", 0.5),
  step(4, "a", 0.5, "migration"),
  step(9, "a", 0.5),
  step(12, "b", 0.6),
  step(15, "c", 0.601),
  step(17, "d", 0.6),
  step(20, "d", 0.6),
  step(21, "e", 0.7),
];

const options = { language: null, seedProgram: "", most: 10 };

test("steps that change nothing are counted together, changes stand alone", () => {
  const rows = ancestryRows(line, options);
  expect(rows.map(({ kind, child, edits }) => [kind, child, edits])).toEqual([
    ["seed", 0, 0],
    ["neutral", 9, 2],
    ["change", 12, 1],
    ["change", 15, 1],
    ["change", 17, 1],
    ["neutral", 20, 1],
    ["change", 21, 1],
  ]);
  expect(rows[1]!.text).toBe("2 edits without effect");
  expect(rows.map(({ before }) => before)).toEqual([null, 0.5, 0.5, 0.6, 0.601, 0.6, 0.6]);
});

test("of many changes the small ones are told together, and gains still add up", () => {
  const rows = ancestryRows(line, { ...options, most: 2 });
  expect(rows.map(({ kind, edits }) => [kind, edits])).toEqual([
    ["seed", 0],
    ["neutral", 2],
    ["change", 1],
    ["minor", 3],
    ["change", 1],
  ]);
  expect(rows[3]!.text).toBe("3 edits, of which 2 with a small effect each");
  const gains = rows.map(({ before, after }) => (before === null ? 0 : after - before));
  expect(gains.reduce((a, b) => a + b)).toBeCloseTo(0.2);
});

test("a restart is named", () => {
  const rows = ancestryRows([line[0]!, step(5, "a", 0.5, "restart"), line[4]!], options);
  expect(rows[1]).toMatchObject({ kind: "neutral", edits: 0, text: "restart from the best" });
});

test("edits are told with the statements they touch, each after those before it", () => {
  const language: ProgramLanguage = {
    familyOf: () => null,
    familyNameOf: () => null,
    statesOf: () => null,
    replay: (_, steps) => [["s0"], ...steps.map((_edits, index) => [`s${index + 1}`])],
  };
  const edits = [
    { kind: "modify", at: 0, argument: 0, to: "v" },
    { kind: "delete", at: 0 },
  ] as const;
  const rows = ancestryRows([line[0]!, { ...line[4]!, edits }], { language, seedProgram: "", most: 5 });
  expect(rows[1]!.text).toBe("line 1: s0 becomes s1; delete line 1, s1");
});

test("without a language, edits are told by number", () => {
  expect(editText({ kind: "insert", at: 4, target: "v3", fn: "sign", args: ["m"] })).toBe(
    "insert v3 = sign(m) as line 5",
  );
  expect(editText({ kind: "delete", at: 0 })).toBe("delete line 1");
  expect(editText({ kind: "modify", at: 2, argument: 1, to: 0.9 })).toBe("line 3: argument 2 becomes 0.9");
});

test("what was proposed says so", () => {
  const texts = (reason: AncestryStep["reason"]) =>
    ancestryRows([step(0, "a", 0.5, "seed"), step(3, "b", 0.6, reason)], options).map(({ text }) => text)[1];
  expect(texts("proposal")).toBe(`proposed: ${texts("mutation")}`);
});
