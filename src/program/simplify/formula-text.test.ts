import { expect, test } from "vitest";
import { parseProgram } from "../parse.ts";
import { flowOf } from "./flow.ts";
import { formulasOf } from "./formula-text.ts";

const update = (expression: string): string =>
  formulasOf(flowOf(parseProgram(`def train(w, g, lr, step):\n  update = ${expression}\n  return update\n`)))!.update;

test.each([
  ["g * 0.9 ** step", "w ← w - g·0.9 ** step"],
  ["power(g + w, 2) / lr", "w ← w - (g + w) ** 2 / lr"],
  ["sqrt(g ** 3)", "w ← w - √(g ** 3)"],
])("powers are written as powers: %s", (expression, text) => {
  expect(update(expression)).toBe(text);
});
