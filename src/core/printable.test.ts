import { expect, test } from "vitest";
import { printable, printableJson, printableLines } from "./printable.ts";

test("escapes and line breaks are shown, not obeyed", () => {
  expect(printable("a\u001b[31mred\u001b[0m\nb\rc\td")).toBe("a\\x1b[31mred\\x1b[0m\\nb\\rc\\td");
  expect(printable("\u0000\u0007\u007f\u009b31m")).toBe("\\x00\\x07\\x7f\\x9b31m");
  expect(printable("\u202etxt.exe\u2066x\u2028y\ud800z")).toBe("\\u202etxt.exe\\u2066x\\u2028y\\ud800z");
});

test("letters, accents, other scripts, joined emoji and blanks stay as they are", () => {
  for (const text of ["", "größe", "e\u0301", "猫", "שלום", "👩‍🔬", "a  b", "C:\\new", "\u00a0"])
    expect(printable(text)).toBe(text);
});

test("what was escaped holds nothing more to escape", () => {
  const all = String.fromCharCode(...Array.from({ length: 0x3000 }, (_, code) => code));
  expect(printable(printable(all))).toBe(printable(all));
});

test("text of several lines keeps its line breaks and nothing else", () => {
  expect(printableLines("one\n  \u001b]0;title\u0007two\r\n")).toBe("one\n  \\x1b]0;title\\x07two\\r\n");
});

test("JSON keeps its value and holds nothing that a terminal obeys", () => {
  const value = { "a\u009b31m": ["\u001b[0m", "\u202e", "line\nbreak", "猫"] };
  const text = printableJson(JSON.stringify(value, null, 2));
  expect(JSON.parse(text)).toEqual(value);
  expect(printableLines(text)).toBe(text);
});
