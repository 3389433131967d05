import { describe, expect, it } from "vitest";
import { piecesOf } from "./highlight.ts";

const kinds = (line: string, wrong: readonly number[] = []) =>
  piecesOf(line, wrong)
    .filter(({ kind, wrong: marked }) => kind !== "blank" || marked)
    .map(({ text, kind, wrong: marked }) => `${text}:${kind}${marked ? "!" : ""}`);

describe("pieces of a line", () => {
  it.each([
    "  m = lerp(g, m, 0.9)  # an average",
    "def train(w, g, m, v, lr):",
    "x = @ $ ü 1e-8 ** -2; y = not True",
    "\tw -= lr*sign(c)",
    "#",
    "",
    "   ",
  ])("put together are the line: %j", (line) => {
    expect(
      piecesOf(line)
        .map(({ text }) => text)
        .join(""),
    ).toBe(line);
  });
  it("know functions by the bracket behind them, words of the language, and names that always have a value", () => {
    expect(kinds("state m = sign(g) * norm # n")).toEqual([
      ...["state:keyword", "m:name", "=:operator", "sign:function", "(:operator", "g:fact", "):operator"],
      ...["*:operator", "norm:name", "# n:comment"],
    ]);
  });
  it("mark the word in which a mistake begins, and the end of a line that lacks something", () => {
    expect(kinds("w = w - rl * g", [9])).toContain("rl:name!");
    expect(kinds("w = w -", [8]).at(-1)).toBe(":blank!");
    expect(kinds("w = w - @", [9])).toContain("@:bad!");
  });
  it("of a line that no one wrote by hand are one", () => {
    expect(piecesOf("x".repeat(5_000))).toHaveLength(1);
  });
});
