import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import type { BinaryOperator, Expression, Helper, Program, Statement } from "./ast.ts";
import { keywords } from "./ast.ts";
import { parseProgram } from "./parse.ts";
import { printExpression, printProgram } from "./print.ts";

const at = { line: 1, column: 1 };

/** A program without its positions. */
function bare(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === "at" ? undefined : part)));
}

const name = fc.stringMatching(/^[a-z_][a-z_0-9]{0,5}$/).filter((text) => !keywords.includes(text));
const operators: readonly BinaryOperator[] = [
  "or",
  "and",
  "<",
  "<=",
  ">",
  ">=",
  "==",
  "!=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
];

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .double({ min: 0, noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ kind: "number", value: Math.abs(value), at })),
    fc.boolean().map((value) => ({ kind: "flag", value, at })),
    name.map((text) => ({ kind: "name", name: text, at })),
    fc.record({
      kind: fc.constant("call"),
      name,
      args: fc.array(tie("expression"), { maxLength: 3 }),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant("unary"),
      operator: fc.constantFrom("-", "not"),
      operand: tie("expression"),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant("binary"),
      operator: fc.constantFrom(...operators),
      left: tie("expression"),
      right: tie("expression"),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant("choice"),
      condition: tie("expression"),
      whenTrue: tie("expression"),
      whenFalse: tie("expression"),
      at: fc.constant(at),
    }),
  ) as fc.Arbitrary<Expression>,
}));

const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("assign" as const, "state" as const, "scalar" as const, "hyper" as const),
    target: name,
    value: expression,
    at: fc.constant(at),
  }),
  fc.record({
    kind: fc.constant("return" as const),
    values: fc.array(expression, { minLength: 1, maxLength: 3 }),
    at: fc.constant(at),
  }),
);

const helper: fc.Arbitrary<Helper> = fc.record({
  name: name.filter((text) => text !== "train"),
  parameters: fc.array(name, { maxLength: 3 }),
  statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
  at: fc.constant(at),
});

const program: fc.Arbitrary<Program> = fc.oneof(
  fc.record({
    dialect: fc.constant("library" as const),
    helpers: fc.constant([]),
    parameters: fc.constant([]),
    statements: fc.array(statement, { minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    dialect: fc.constant("paper" as const),
    helpers: fc.array(helper, { maxLength: 2 }),
    parameters: fc.array(name, { minLength: 0, maxLength: 5 }),
    statements: fc.array(statement, { minLength: 1, maxLength: 6 }),
  }),
);

test("parsing what was printed gives the program back", () => {
  fc.assert(
    fc.property(program, (given) => {
      const text = printProgram(given);
      const parsed = parseProgram(text);
      expect(bare(parsed)).toEqual(bare(given));
      expect(printProgram(parsed)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("any text parses or fails with a sentence", () => {
  const piece = fc.constantFrom(
    "w",
    "=",
    "lr",
    "*",
    "(",
    ")",
    "if",
    "else",
    "not",
    "state",
    "1e3",
    "\n",
    ";",
    ",",
    "return",
    "-",
    "§",
    "def",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        parseProgram(pieces.join(" "));
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
        expect((error as LabError).data).toHaveProperty("line");
      }
    }),
    { numRuns: 500 },
  );
});

function reprint(text: string): string {
  const [first] = parseProgram(`w = ${text}`).statements;
  return first?.kind === "assign" ? printExpression(first.value) : "";
}

describe("precedence is Python's", () => {
  for (const [text, canonical] of [
    ["a-(b-c)", "a - (b - c)"],
    ["(a-b)-c", "a - b - c"],
    ["-a**b", "-a ** b"],
    ["(-a)**b", "(-a) ** b"],
    ["a**-b**c", "a ** -b ** c"],
    ["(a**b)**c", "(a ** b) ** c"],
    ["a*(b+c)/d", "a * (b + c) / d"],
    ["not (a and b) or c", "not (a and b) or c"],
    ["a if b else c if d else e", "a if b else c if d else e"],
    ["(a if b else c) if d else e", "(a if b else c) if d else e"],
    ["f( a,g() )", "f(a, g())"],
    [".5+1e-05", "0.5 + 0.00001"],
  ] as const) {
    test(text, () => expect(reprint(text)).toBe(canonical));
  }
});

test("lines, semicolons, comments, indentation and breaks inside parentheses", () => {
  const text = "# a comment\ndef train(w, g, lr):\r\n\tu = g; v = max(u,\n      lr) # why\n\n  return v\n";
  expect(printProgram(parseProgram(text))).toBe("def train(w, g, lr):\n  u = g\n  v = max(u, lr)\n  return v\n");
  expect(printProgram(parseProgram("def f(w, g, lr): u = g * lr; return u"))).toContain("u = g * lr\n");
});

test("a byte order mark before the text and any kind of line break are no part of it", () => {
  const text = "state m = zeros\nw = m\n";
  for (const lineBreak of ["\n", "\r\n", "\r"]) {
    expect(printProgram(parseProgram(`\uFEFF${text.replaceAll("\n", lineBreak)}`))).toBe(text);
  }
});

test("helpers are printed first, in order of definition; a single function may have any name", () => {
  const text = "def train(w, g, lr):\n  return half(g)\ndef one(): return 1\ndef half(x):\n  y = x / 2\n  return y";
  const canonical =
    "def one():\n  return 1\ndef half(x):\n  y = x / 2\n  return y\ndef train(w, g, lr):\n  return half(g)\n";
  expect(printProgram(parseProgram(text))).toBe(canonical);
  expect(printProgram(parseProgram(canonical))).toBe(canonical);
  expect(printProgram(parseProgram("def lion(w, g, lr): return g"))).toBe("def train(w, g, lr):\n  return g\n");
});

test("an error shows the line, the column, the source and a caret", () => {
  const text = "state m = zeros\nm = lerp(g, m beta)\n";
  expect(() => parseProgram(text)).toThrow(
    '")" should stand here, not "beta".\n  at line 2, column 15:\n  2 | m = lerp(g, m beta)\n                    ^',
  );
});

const wrong: readonly (readonly [string, RegExp])[] = [
  ["", /at least one statement/],
  ["   \n# nothing\n", /at least one statement/],
  ["w = 3 $ 4", /no character "\$"/],
  ["w = ", /An expression should stand here, not the end of the program/],
  ["stat m = zeros", /"=" should stand here, not "m". Did you mean "state"\?/],
  ["if = 3", /"if" is a word of the language/],
  ["w = a if b", /"else" should stand here/],
  ["w = 1 2", /A statement should end here/],
  ["w = 1e999", /too large/],
  ["w = g\0", /no character "\\u0000"\.\n.*line 1, column 6/],
  ["w\uFEFF = g", /no character "\uFEFF"/],
  ["w = \uD800", /no character "\\ud800"/],
  [`w = ${"g".repeat(1_000_000)}`, /may have 1000000 characters, but this text has 1000004/],
  ["w = g\ndef f(x): y = x", /begins with "def"/],
  ["def f(x): y = x\ndef h(x): y = x", /must be called "train"; found f, h\.\n.*line 2, column 1/],
  ["def train(x): y = x\ndef train(x): y = x", /one function "train"; here is a second one\.\n.*line 2/],
  ["def train(x):\ndef f(x): y = x", /at least one statement/],
  ["def f(x, ): y = x", /A parameter should stand here, not "\)"/],
  ["def max(x) y = x", /":" should stand here/],
  ["def if(x): y = x", /"if" is a word of the language/],
  [`w = ${"(".repeat(5000)}g${")".repeat(5000)}`, /nest 100 deep/],
  [`w = ${"-".repeat(5000)}g`, /nest 100 deep/],
  [`w = g${" + g".repeat(5000)}`, /500 operators/],
];

for (const [text, sentence] of wrong) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
    expect(() => parseProgram(text)).toThrow(LabError);
    expect(() => parseProgram(text)).toThrow(sentence);
  });
}

describe("assignments that apply an operator", () => {
  test.each(["+", "-", "*", "/", "%", "**"])("x %s= y", (operator) => {
    const program = parseProgram(`x = w; x ${operator}= g + 1; w ${operator}=-g`);
    expect(printProgram(program)).toBe(`x = w\nx = x ${operator} (g + 1)\nw = w ${operator} -g\n`);
    expect(bare(parseProgram(printProgram(program)))).toEqual(bare(program));
  });

  test("declare nothing", () => {
    expect(() => parseProgram("state m -= 1")).toThrow('"=" should stand here, not "-="');
    expect(printProgram(parseProgram("w =-g"))).toBe("w = -g\n");
  });
});
