import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { optimizers } from "../optimizers/index.ts";
import type { Program } from "./ast.ts";
import { bindProgram } from "./bind.ts";
import { checkProgram, checkText, requireValid, showDiagnostic } from "./check.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";

function codes(text: string, hyperparameters = {}): string[] {
  return checkProgram(parseProgram(text), hyperparameters).map(({ code }) => code);
}

const library: readonly (readonly [string, readonly string[]])[] = [
  ["w = w - lr * g", []],
  ["w = w - lr * q", ["unknown-name"]],
  ["w = w - lr * sgin(g)", ["unknown-function"]],
  ["c = m\nstate m = zeros\nw = w - c", ["used-before-assignment"]],
  ["w = w - max(g)", ["wrong-arguments"]],
  ["w = w - get_pi(g)", ["wrong-arguments"]],
  ["m = g", ["missing-update"]],
  ["w = w - (g if lr else 0)", ["wrong-type"]],
  ["w = w - (g if w > 0 else 0)", ["wrong-type"]],
  ["w = w - (step == 1)", ["wrong-type"]],
  ["w = step == 1", ["wrong-type"]],
  ["w = w - (1 if step == 1 else True)", ["wrong-type"]],
  ["w = w - g if step == 1 and lr > 0.5 or not step < 3 else w", []],
  ["return w", ["wrong-return", "missing-update"]],
  ["state w = zeros\nw = g", ["wrong-declaration"]],
  ["state m = g\nw = m", ["wrong-declaration"]],
  ["state m = zeros\nstate m = ones\nw = m", ["wrong-declaration"]],
  ["scalar p = 1\np = p * lr\nw = w - p * g", ["wrong-type"]],
  ["scalar p = 1\np = p * norm(g)\nw = w - p * g", ["wrong-type"]],
  ["scalar p = 1\np = p * 0.5\nw = w - p * g", []],
  ["hyper rho = 0.9\nw = w - rho * g", []],
  ["hyper rho = g\nw = w - rho * g", ["wrong-declaration"]],
  ["hyper lr = 1\nw = w - lr * g", ["wrong-declaration"]],
  ["w = a + b\nx = c", ["unknown-name", "unknown-name", "unknown-name"]],
  ["w = interp(g, w, 0.5) - lr * sqrt(norm(g))", []],
];

describe("library programs", () => {
  for (const [text, expected] of library) test(JSON.stringify(text), () => expect(codes(text)).toEqual(expected));
});

const paper: readonly (readonly [string, readonly string[]])[] = [
  ["def train(w, g, m, v, lr):\n update = g * lr\n return update, m, v", []],
  ["def train(weight, gradient, momentum, lr): update = gradient * lr; return update, momentum", []],
  ["def train(w, g, m, v, lr): update = g * lr", ["missing-return"]],
  ["def train(w, g, m, v, lr): return g, m", ["wrong-return"]],
  ["def train(w, g, lr): return g; return g", ["wrong-return"]],
  ["def train(w, g): return g", ["wrong-parameters"]],
  ["def train(w, w, lr): return w", ["wrong-parameters"]],
  ["def train(w, g, lr): state m = zeros; return g", ["wrong-declaration"]],
  ["def train(w, g, lr): return g * step", ["unknown-name"]],
  ["def train(w, g, lr): return masked(g)", ["unknown-function"]],
  ["def train(w, g, lr): return invert(g)", ["wrong-type"]],
];

describe("paper programs", () => {
  for (const [text, expected] of paper) test(text, () => expect(codes(text)).toEqual(expected));
});

test("hyperparameters are known names", () => {
  expect(codes("w = w - rate * g", { rate: 0.1 })).toEqual([]);
  expect(codes("w = w - (g if fast else lr * g)", { fast: true })).toEqual([]);
  expect(codes("w = w - fast * g", { fast: true })).toEqual(["wrong-type"]);
});

test("names of things that every object has are not known", () => {
  expect(codes("w = constructor(g) + toString + __proto__")).toEqual([
    "unknown-function",
    "unknown-name",
    "unknown-name",
  ]);
  expect(codes("hyper constructor = 1\nw = w - constructor * g")).toEqual([]);
  expect(codes("hyper __proto__ = 1\nw = w - g")).toEqual(["wrong-declaration"]);
});

test("diagnostics name the nearest and show the place", () => {
  const text = "state m = zeros\nm = lerp(g, m, 0.9)\nw = w - lr * sgin(m)";
  const [first] = checkProgram(parseProgram(text));
  expect(showDiagnostic(first!, text)).toMatch(
    /no function "sgin"\. Did you mean sin, min, sign\?\n.*line 3, column 14:\n {2}3 \| w = w.*\n +\^$/,
  );
  expect(() => requireValid(parseProgram("w = a + b"), {})).toThrow(/"a" has no value here.*and 1 more/s);
});

const wrongPrograms: readonly (readonly [string, string, RegExp])[] = [
  [
    "does not parse",
    "  update = (g * lr\n  return update, m, v",
    /"\)" should stand here, not "return".*line 3, column 3/s,
  ],
  ["an unknown name", "  return g * lrr, m, v", /"lrr" has no value here\. Did you mean lr\?.*line 2, column 14/s],
  ["an unknown function", "  return sgn(g), m, v", /no function "sgn"\. Did you mean.*sign.*line 2, column 10/s],
  ["wrong arity", "  m = interp(g, m)\n  return m, m, v", /interp takes 3 \(x, y, a\), but 2.*line 2, column 7/s],
  ["no return", "  update = g * lr", /ends with "return update, m, v"\..*line 2, column 3/s],
  ["a return too short", "  return g * lr", /one value for each; it returns 1 value\..*line 2, column 3/s],
  ["used too early", "  m = a\n  a = g\n  return a, m, v", /"a" is used before it is assigned\..*line 2, column 7/s],
  ["a wrong type", "  return g if g > 0 else m, m, v", /not values of tensors\..*line 2, column 15/s],
  ["integers alone", "  return invert(g), m, v", /takes integers, and programs hold floats\..*line 2, column 10/s],
  [
    "a loop of references",
    "  return a(g), m, v\ndef a(x): return b(x)\ndef b(x): return a(x)",
    /a calls itself: a -> b -> a\..*line 4, column 18/s,
  ],
];

describe("one sentence says what is wrong, where, and what was expected", () => {
  for (const [kind, body, sentence] of wrongPrograms) {
    test(kind, () => {
      const text = `def train(w, g, m, v, lr):\n${body}\n`;
      expect(() => requireValid(parseProgram(text), {}, text)).toThrow(LabError);
      expect(() => requireValid(parseProgram(text), {}, text)).toThrow(sentence);
    });
  }
});

test("thousands of wrong or endless names take no time", () => {
  const lines = Array.from({ length: 3_000 }, (_, i) => `x${i} = y${i} + f${i}(y)\n`).join("");
  const long = `a${"b".repeat(50_000)}`;
  const start = process.cpuUsage();
  expect(checkProgram(parseProgram(`${lines}w = ${long} + c${long}`))).toHaveLength(6_003);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
});

test("any program that parses is checked without a fault, and one without mistakes runs", () => {
  const operand = fc.constantFrom(
    "w",
    "g",
    "m",
    "lr",
    "step",
    "x",
    "0.5",
    "0",
    "True",
    "-w",
    "sqrt(g)",
    "norm(w)",
    "clip(g, lr)",
    "(",
    ")",
  );
  const rest = fc
    .tuple(fc.constantFrom("+", "-", "*", "/", "**", "<", "== 1 and", "if step == 2 else", ","), operand)
    .map((pair) => pair.join(" "));
  const expression = fc.tuple(operand, fc.array(rest, { maxLength: 3 })).map(([first, others]) => [first, ...others]);
  const line = fc.tuple(fc.constantFrom("w =", "w =", "m =", "x =", "state m =", "scalar x ="), expression);
  let ran = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const text = lines.map(([start, pieces]) => `${start} ${pieces.join(" ")}`).join("\n");
      const program = parsed(text);
      if (program === null || checkProgram(program).length > 0) return;
      ran += 1;
      const run = {
        leaves: leavesOf([[2], [1]]),
        w0: [1, -2, 0],
        gradients: [
          [1, 0, 3],
          [0, 0, 0],
        ],
        facts: (step: number) => ({ step, lr: 0, peakLr: 1, totalSteps: 100 }),
      };
      expect(interpret(bindProgram(program, {}), run)).toHaveLength(2);
    }),
    { numRuns: 5_000, seed: 1 },
  );
  expect(ran).toBeGreaterThan(100);
});

function parsed(text: string): Program | null {
  try {
    return parseProgram(text);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return null;
  }
}

test("every program of the library is without mistakes", () => {
  for (const { conventions } of optimizers) {
    for (const { program, hyperparameters } of Object.values(conventions)) {
      const values = Object.fromEntries(
        Object.entries(hyperparameters).map(([key, { default: value }]) => [key, value]),
      );
      expect(checkProgram(parseProgram(program), values)).toEqual([]);
    }
  }
});

describe("checkText", () => {
  const found = (text: string) => checkText(text).map(({ code, at }) => `${at.line}:${at.column} ${code}`);

  test("finds every mistake of syntax, and what is wrong whatever the broken lines say", () => {
    const text =
      "hyper beta =\nstate m = zeros\nm = lerp(g, m, beta\nv = 3 @ 4\nx = max(1)\nw = w - lr * (signn(m) + * v)\nw = signn(v)";
    expect(found(text)).toEqual([
      "1:13 program-syntax",
      "4:1 program-syntax",
      "4:7 program-syntax",
      "5:5 wrong-arguments",
      "6:26 program-syntax",
      "7:5 unknown-function",
    ]);
    expect(checkText(text)[2]!.message).toBe('Programs have no character "@".');
  });

  test("says of names what it can know", () => {
    expect(found("v = 3 +\nw = w - v * u")).toEqual(["1:8 program-syntax", "2:13 unknown-name"]);
    expect(found("3 = v\nw = w - v * u")).toEqual(["1:1 program-syntax"]);
    expect(found("w = w - v * u")).toEqual(["1:9 unknown-name", "1:13 unknown-name"]);
  });

  test("goes on after a broken line of a function, and after a broken head", () => {
    expect(found("def train(w, g, m, lr):\n  x = (g\n  return g * lr, m +")).toEqual([
      "3:3 program-syntax",
      "3:21 program-syntax",
    ]);
    expect(found("def train(w, g, m lr):\n  return g")).toEqual(["1:19 program-syntax"]);
  });

  test("stops counting at twenty, and reads a text without one good line", () => {
    expect(checkText("x = )\n".repeat(1000))).toHaveLength(20);
    expect(checkText(")\n)\n")).toHaveLength(2);
    expect(checkText("def train(w, g, lr):\n  )\n")).toHaveLength(1);
    expect(checkText("")).toHaveLength(1);
  });
});

test("the one name that plain data cannot keep is no hyperparameter, declared or given", () => {
  expect(checkText("hyper __proto__ = 1\nw = w - g").map(({ code }) => code)).toEqual(["wrong-declaration"]);
  expect(checkText("w = w - g * __proto__", JSON.parse('{"__proto__":0.5}')).map(({ code }) => code)).toEqual([
    "unknown-name",
  ]);
  expect(checkText("w = w - g * toString", {}).map(({ code }) => code)).toEqual(["unknown-name"]);
});

test.each([
  ["w = w - (g if g > 0 else m)", "where(condition, a, b) chooses for each element"],
  ["m = g > 0\nw = m", "a condition cannot be assigned"],
  ["w = g * (g > 0)", "A number is needed here"],
  ["w = where(g, w, 0)", "A condition is needed here"],
  ["w = where(g > 0, w)", "where takes 3 (condition, x, y), but 2 were given"],
  ["scalar p = 1\np = p * total_steps\nw = w - p * g", "may depend on the step, other scalars"],
  ["total_steps = 3\nhyper total_steps = 3\nw = g", "is taken already"],
  ["def train(w, g, lr):\n  return where(g > 0, g, w)", "belongs to the library's dialect"],
  ["def train(w, g, lr):\n  return g % 2", "belongs to the library's dialect"],
  ["def half(x):\n  return x % 2\ndef train(w, g, lr):\n  return half(g)", "belongs to the library's dialect"],
])("%s", (text, sentence) => {
  expect(
    checkText(text)
      .map(({ message }) => message)
      .join(" "),
  ).toContain(sentence);
});
