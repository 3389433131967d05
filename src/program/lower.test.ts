import { expect, test } from "vitest";
import { createRng, type Rng } from "../core/rng.ts";
import { relativeDifference } from "../optimizers/relative-difference.ts";
import { runUpdates } from "../optimizers/trace.ts";
import { bindProgram } from "./bind.ts";
import { type InterpretInput, interpret, leavesOf } from "./interpret.ts";
import { lowerUpdate } from "./lower.ts";
import { parseProgram } from "./parse.ts";

const leaves = leavesOf([[1], [3], [2, 2]]);
const facts = (step: number) => ({ step, lr: 1 / step, peakLr: 1, totalSteps: 100 });

function given(rng: Rng): InterpretInput {
  const tree = () => Array.from({ length: 8 }, () => 2 * rng.uniform() - 1);
  return { leaves, w0: tree(), gradients: [tree(), tree(), tree()], facts };
}

/** Functions without poles or steep slopes, so that float32 stays near float64. */
const calls = [
  "sin(A)",
  "arctan(A)",
  "tanh(A)",
  "cosh(tanh(A))",
  "sqrt(A)",
  "square(A)",
  "abs(A)",
  "norm(A)",
  "global_norm(A)",
].concat([
  "A + B",
  "A - B",
  "A * lr",
  "max(A, B)",
  "min(A, B)",
  "interp(A, B, 0.9)",
  "clip(A, lr)",
  "dot(A, B) * 0.1",
  "A / (2 + abs(B))",
]);

function randomProgram(rng: Rng): string {
  const names = ["w", "g", "m", "v"];
  const pick = (list: readonly string[]) => list[Math.floor(rng.uniform() * list.length)]!;
  const lines = Array.from({ length: 12 }, (_, i) => {
    const value = pick(calls)
      .replaceAll("A", () => pick(names))
      .replaceAll("B", () => pick(names));
    const target = rng.uniform() < 0.5 ? pick(["g", "m", "v"]) : `x${i}`;
    if (!names.includes(target)) names.push(target);
    return `  ${target} = tanh(${value})`;
  });
  return ["def train(w, g, m, v, lr):", ...lines, `  update = ${pick(names)} * 0.1`, "  return update, m, v"].join(
    "\n",
  );
}

test("random programs: the graph agrees with the interpreter", async () => {
  const rng = createRng(7, "random programs");
  for (let i = 0; i < 40; i++) {
    const text = randomProgram(rng);
    const rule = bindProgram(parseProgram(text), {});
    const input = given(rng);
    const apart = relativeDifference(leaves, interpret(rule, input), await runUpdates(rule, input));
    expect(apart, text).toBeLessThan(1e-4);
  }
});

const programs = [
  "w = w - (g if step == 2 else 0.5)",
  "w = w - lr * (g + 0.1 * masked(w) + masked(1))",
  "state m = 0.3\nm = lerp(m, norm(g), 0.5) if step > 1 else norm(g)\nw = w - m * g",
  "w = lr",
  "state a = ones\na = norm(g)\nw = w - a * a",
  "state m = zeros\nm = lerp(g, m, 0.9)\nw -= lr * where(m * g > 0 and abs(w) <= 0.5, m, where(norm(w) >= 1, 0.1, w))",
  "w -= lr * (1 - step / total_steps) * g if step % 2 == 1 else 0.01",
  "w %= 0.3\nw += floor(3 * g) * where(not (g != g or w < 0.1), 1, 0)",
  "scalar p = 1\np = p / 2\nw = w - p * cosine_sim(w, g)",
];

for (const text of programs) {
  test(`${JSON.stringify(text)}: the graph agrees with the interpreter`, async () => {
    const rule = bindProgram(parseProgram(text), {});
    const input = { ...given(createRng(1)), decayMask: [0, 1, 1, 0, 1, 0, 1, 1], clipGlobalNorm: 0.7 };
    expect(relativeDifference(leaves, interpret(rule, input), await runUpdates(rule, input))).toBeLessThan(1e-6);
  });
}

test("one parameter tensor alone has its own norm", async () => {
  const rule = bindProgram(parseProgram("w = w - lr * g / norm(g)"), {});
  const input = { leaves: leavesOf([[2]]), w0: [0, 0], gradients: [[3, 4]], facts };
  expect([...interpret(rule, input)[0]!]).toEqual([expect.closeTo(-0.6, 12), expect.closeTo(-0.8, 12)]);
  expect((await runUpdates(rule, input))[0]![0]).toBeCloseTo(-0.6, 6);
});

test("the graph of Lion is small", () => {
  const text = "state m = zeros\nc = lerp(g, m, 0.9)\nm = lerp(g, m, 0.99)\nw = w - lr * sign(c)";
  const { nodes, inputs } = lowerUpdate(bindProgram(parseProgram(text), {}), leaves);
  expect(Object.keys(inputs).sort()).toEqual(["g", "scalars", "slot m", "w"]);
  const computing = nodes.filter(({ op }) => op !== "input" && op !== "constant" && op !== "slice" && op !== "reshape");
  expect(computing.map(({ op }) => op).sort()).toEqual([
    "add",
    "add",
    "mul",
    "mul",
    "mul",
    "mul",
    "mul",
    "sign",
    "sub",
  ]);
});
