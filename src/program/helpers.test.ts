import { describe, expect, test } from "vitest";
import { bindProgram } from "./bind.ts";
import { checkProgram } from "./check.ts";
import { helperDefinitions, programFunctions } from "./helpers.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";
import { printFunction } from "./print.ts";

const header = "def train(w, g, m, v, lr):\n";

const smooth = `def smooth(x, y):
  mean = x + y
  mean = mean * 0.5
  return mean
`;

/** Weights after two steps on a small bowl. */
function weights(text: string): number[] {
  const run = {
    leaves: leavesOf([[2], [1]]),
    w0: [1, -2, 3],
    gradients: [
      [0.5, -1, 2],
      [0.25, 1, -1],
    ],
    facts: (step: number) => ({ step, lr: 1 / step, peakLr: 1, totalSteps: 100 }),
  };
  return [...interpret(bindProgram(parseProgram(text), {}), run).at(-1)!];
}

test("a helper is what its body says, wherever it is defined", () => {
  const inlined = `${header}  s = g + m\n  m = s * 0.5\n  return m * lr, m, v`;
  expect(weights(`${smooth}${header}  m = smooth(g, m)\n  return m * lr, m, v`)).toEqual(weights(inlined));
  expect(weights(`${header}  m = smooth(g, m)\n  return m * lr, m, v\n${smooth}`)).toEqual(weights(inlined));
});

test("helpers call helpers, reductions and protected arithmetic", () => {
  const text = `def unit(x): return x / size(x)\ndef size(x): return norm(x)\n${header}  return unit(g) * -lr, m, v`;
  expect(weights(text)).toEqual(weights(`${header}  return g / norm(g) * -lr, m, v`));
});

test("an unused helper changes nothing, and a helper may have no parameters", () => {
  const text = `def rate(): return 0.1\n${smooth}${header}  return g * rate(), m, v`;
  expect(checkProgram(parseProgram(text))).toEqual([]);
  expect(weights(text)).toEqual(weights(`${header}  return g * 0.1, m, v`));
});

test("programFunctions gives the same objects for a program, callees first", () => {
  const program = parseProgram(`def b(x): return a(x) * 2\ndef a(x): return -x\n${header}  return b(g), m, v`);
  const found = programFunctions(program);
  expect(found.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(programFunctions(program)[1]).toBe(found[1]);
  expect(helperDefinitions([found[1]!]).map(printFunction)).toEqual([
    "def a(x):\n  return -x\n",
    "def b(x):\n  return a(x) * 2\n",
  ]);
  expect(programFunctions(parseProgram(`${header}  return g, m, v`))).toEqual([]);
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ["def f(x): return y", "1:18 unknown-name", /"y" has no value in f; a helper knows its parameters alone/],
  ["def f(x): return lr", "1:18 unknown-name", /"lr" has no value in f/],
  ["def f(x):\n  z = y\n  y = x\n  return z", "2:7 used-before-assignment", /"y" is used before/],
  ["def f(x): return sqr(x)", "1:18 unknown-function", /no function "sqr". Did you mean sqrt/],
  ["def f(x): return max(x)", "1:18 wrong-arguments", /max takes 2 \(a, b\), but 1 were given/],
  ["def f(x): return invert(x)", "1:18 wrong-type", /invert cannot be used/],
  ["def f(x): return f(x)", "1:18 circular-definition", /f calls itself: f -> f\./],
  [
    "def f(x): return h(x)\ndef h(x): return k(x)\ndef k(x):\n  y = f(x)\n  return y",
    "4:7 circular-definition",
    /f calls itself: f -> h -> k -> f\./,
  ],
  ["def f(x): return train(x)", "1:18 circular-definition", /"train" is the program itself/],
  ["def sqrt(x): return x", "1:1 wrong-definition", /"sqrt" is a function of the language/],
  ["def f(x): return x\ndef f(y): return y", "2:1 wrong-definition", /two helpers "f"/],
  ["def f(x, x): return x", "1:1 wrong-parameters", /a name of its own/],
  ["def f(x): y = x", "1:11 missing-return", /f must end with "return" and one value/],
  ["def f(x): return x, x", "1:11 wrong-return", /f returns 2/],
  ["def f(x): return x; return x", "1:11 wrong-return", /one "return" at its end/],
  ["def f(x): state y = x; return x", "1:11 wrong-return", /assignments and one "return"/],
  ["def f(x): return x if x > 0 else 1", "1:18 wrong-type", /comparisons and choices belong in train/],
];

describe("mistakes in helpers are said once, at their place", () => {
  for (const [text, place, sentence] of wrong) {
    test(text, () => {
      const found = checkProgram(
        parseProgram(`${text}\n${header}  return ${/def f\(x\)/.test(text) ? "f(g)" : "g"}, m, v`),
      );
      expect(found.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([place]);
      expect(found[0]!.message).toMatch(sentence);
    });
  }
});

test("calls of helpers are checked like others", () => {
  const codes = (line: string) =>
    checkProgram(parseProgram(`${smooth}${header}  ${line}\n  return g, m, v`)).map(({ code, message }) => [
      code,
      message,
    ]);
  expect(codes("g = smooth(g)")).toEqual([["wrong-arguments", "smooth takes 2 (x, y), but 1 were given."]]);
  expect(codes("g = smoth(g, m)")).toEqual([
    ["unknown-function", 'There is no function "smoth". Did you mean smooth?'],
  ]);
  expect(codes("g = train(g)")[0]![0]).toBe("circular-definition");
  expect(codes("g = smooth(lr < 1, m)")[0]![0]).toBe("wrong-type");
});

test("a few lines cannot come to millions of operations", () => {
  const doubling = Array.from({ length: 60 }, (_, i) => `def f${i + 1}(x): return f${i}(x) * f${i}(x)\n`).join("");
  const bomb = parseProgram(`def f0(x): return x * x\n${doubling}${header}  return f60(g), m, v`);
  expect(checkProgram(bomb)[0]!.message).toMatch(/comes to 8191 calls in all; 5000 are allowed/);
  const half = `def f0(x): return x * x\n${doubling.split("\n").slice(0, 10).join("\n")}\n`;
  const often = `${header}${"  g = f10(g)\n".repeat(50)}  return g, m, v`;
  expect(checkProgram(parseProgram(half + often)).map(({ code }) => code)).toEqual(["too-large"]);
  const many = Array.from({ length: 101 }, (_, i) => `def f${i}(x): return x\n`).join("");
  expect(checkProgram(parseProgram(`${many}${header}  return g, m, v`))[0]!.message).toMatch(/defines 101/);
});

test("a chain of a hundred long helpers does not exhaust the stack", () => {
  const sum = "+ 1 ".repeat(490);
  const chain = Array.from({ length: 99 }, (_, i) => `def f${i}(x): return f${i + 1}(x) ${i < 8 ? sum : ""}\n`).join(
    "",
  );
  const text = `${chain}def f99(x): return x\n${header}  return f0(g) ${sum}, m, v`;
  expect(checkProgram(parseProgram(text))).toEqual([]);
});

describe("the last parameter step counts the steps from 1", () => {
  for (const states of [[], ["m"], ["m", "v", "u"]]) {
    test(`with ${states.length} states`, () => {
      const inputs = ["w", "g", ...states, "lr"].join(", ");
      const text = `def train(${inputs}, step):\n  return ${["g * lr * step", ...states].join(", ")}`;
      expect(weights(text)).toEqual([1 - 0.5 - 0.25, -2 + 1 - 1, 3 - 2 + 1]);
    });
  }
  test("it is the step alone; before the rate it is a state; without a rate it is refused", () => {
    const rule = bindProgram(parseProgram("def train(w, g, lr, step): return g * 0.9 ** step"), {});
    expect([...rule.hostScalars({ step: 2, lr: 0, peakLr: 1, totalSteps: 100 })]).toEqual([0.9 ** 2]);
    expect(weights("def train(w, g, step, lr): return step, g")).toEqual([1 - 0.5, -2 + 1, 3 - 2]);
    expect(checkProgram(parseProgram("def train(w, g, step): return g"))[0]!.code).toBe("wrong-parameters");
  });
});
