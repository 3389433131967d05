import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { genomeOf } from "./genome-of.ts";
import { applyEdit } from "./mutate/apply-edit.ts";
import { operandList } from "./operands.ts";
import { parseProgram } from "./parse.ts";

setFlagsFromString("--allow-natives-syntax");
const isListOfAnything = runInThisContext("(list) => %HasObjectElements(list)") as (list: unknown) => boolean;

test("operands are kept in one way, whether they are names or numbers, in a program and after any edit", () => {
  expect([isListOfAnything([1, 2]), isListOfAnything([0.5])]).toEqual([false, false]);
  for (const operands of [[], [1, 2], [0.5], ["m", 1], ["m", "g"]]) {
    expect(operandList(operands)).toEqual(operands);
    expect(isListOfAnything(operandList(operands))).toBe(true);
  }
  const seed = genomeOf(parseProgram("def train(w, g, lr):\n  a = 2 * 0.5\n  b = sin(1)\n  return a\n"));
  const inserted = applyEdit(seed, { kind: "insert", at: 0, target: "c", fn: "max", args: [1, 2] });
  const modified = applyEdit(inserted, { kind: "modify", at: 0, argument: 1, to: 0.5 });
  for (const { args } of [seed, inserted, modified].flatMap(({ body }) => body))
    expect(isListOfAnything(args)).toBe(true);
});
