/** The two programs printed in the paper go to Lion by labelled steps, and the result is the library's Lion. */
import { describe, expect, it } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { optimizers } from "../../src/optimizers/index.ts";
import { resolveOptimizer } from "../../src/optimizers/resolve.ts";
import { bindProgram } from "../../src/program/bind.ts";
import { recognize } from "../../src/program/families/recognize.ts";
import { interpret, leavesOf } from "../../src/program/interpret.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { printProgram } from "../../src/program/print.ts";
import { type SimplifyStep, simplestText, simplify } from "../../src/program/simplify/simplify.ts";
import { rawDiscoveredText } from "../samples/raw-discovered.ts";
import { compareBehaviour } from "./behaviour.ts";

const discovered = optimizers.find(({ name }) => name === "paper-discovered")!.conventions.paper!.program;

const cases = [
  {
    name: "Program 8, raw",
    text: rawDiscoveredText,
    beta1: 0.8999999761581421,
    beta2: 0.8999999761581421 * 1.109133005142212,
    decay: 0.4601978361606598,
    rate: 0.0002171761734643951,
    rules: [
      "dead statement exact",
      "dead state exact",
      "interp of interp exact",
      "root of square exact",
      "factor out of a quotient exact",
      "common factor exact",
      "sign by division tolerant",
      "drop near identity empirical",
      "drop clip empirical",
      "names and order exact",
    ],
  },
  {
    name: "Program 4, without redundant statements",
    text: discovered,
    beta1: 0.899,
    beta2: 0.899 * 1.109,
    decay: 0.4602,
    rate: 0.0002,
    rules: [
      "dead state exact",
      "interp of interp exact",
      "root of square exact",
      "sign by division tolerant",
      "drop near identity empirical",
      "drop clip empirical",
      "names and order exact",
    ],
  },
];

/** Program 1 of the paper with numbers, and the rate that the programs have inside. */
function lionText({ beta1, beta2, decay, rate }: (typeof cases)[number]): string {
  return `def train(w, g, m, lr):
  update = interp(g, m, ${beta1})
  update = sign(update)
  m = interp(g, m, ${beta2})
  update = update + w * ${decay}
  lr = lr * ${rate}
  update = update * lr
  return update, m
`;
}

function trajectories(texts: readonly string[], gradientScale: number): Float64Array[][] {
  const leaves = leavesOf([[20], [12]]);
  const rng = createRng(5, "paper to lion");
  const tree = (scale: number) => Float64Array.from({ length: 32 }, () => scale * rng.normal());
  const w0 = tree(1);
  const gradients = Array.from({ length: 60 }, () => tree(gradientScale));
  const facts = (step: number) => ({
    step,
    lr: 0.5 * (1 + Math.cos((Math.PI * step) / 61)),
    peakLr: 1,
    totalSteps: 100,
  });
  return texts.map((text) => interpret(bindProgram(parseProgram(text), {}), { leaves, w0, gradients, facts }));
}

/** One per cent of a step of these programs, whose rate is 2e-4. */
const perCent = 2e-6;

function largestDifference([a, b]: readonly (readonly Float64Array[])[]): number {
  return Math.max(...a!.flatMap((weights, t) => [...weights].map((w, i) => Math.abs(w - b![t]![i]!))));
}

describe.each(cases)("$name", (which) => {
  const program = parseProgram(which.text);
  const steps = simplify(program, { labels: ["exact", "tolerant", "empirical"] });

  it("reaches Lion by these steps", () => {
    expect(steps.map(({ rule, label }) => `${rule} ${label}`)).toEqual(which.rules);
    expect(simplestText(program, steps)).toBe(lionText(which));
    for (const { reason } of steps) expect(reason).toMatch(/\.$/);
  });

  it("changes nothing by exact steps, and nearly nothing by tolerant ones", () => {
    for (const { rule, label, before, after } of steps) {
      if (label === "empirical") continue;
      const bound = label === "exact" ? 1e-12 : perCent;
      expect(largestDifference(trajectories([before, after], 0.01)), rule).toBeLessThan(bound);
      expect(compareBehaviour(before, after, { seed: 4 }).compared, rule).toBeGreaterThan(0);
    }
  });

  it("says that the empirical steps are no identities, and they are none", () => {
    const empirical = steps.filter(({ label }) => label === "empirical");
    for (const { reason, measured } of empirical) {
      expect(reason).toContain("No identity");
      expect(measured).toBeNull();
    }
    const [first, last] = [empirical[0]!.before, empirical.at(-1)!.after];
    expect(largestDifference(trajectories([first, last], 1))).toBeGreaterThan(1e-4);
  });

  it("without them stays at the live core", () => {
    const core = simplify(program);
    const text = simplestText(program, core);
    expect(core.every(({ label }) => label !== "empirical")).toBe(true);
    expect(text).toContain("clip(g, lr)");
    expect(text).toContain("arcsin(");
    expect(largestDifference(trajectories([printProgram(program), text], 0.01))).toBeLessThan(perCent);
  });

  it("ends at the library's Lion with these numbers", () => {
    const found = recognize(parseProgram(simplestText(program, steps)))!;
    expect(found).toMatchObject({ family: "lion", exact: true });
    expect(found.parameters.beta1).toBeCloseTo(which.beta1, 9);
    expect(found.parameters.beta2).toBeCloseTo(which.beta2, 9);
    const { beta1, beta2, rate, decay } = which;
    const library = resolveOptimizer({ name: "lion", hyperparameters: { beta1, beta2, decay } });
    const leaves = leavesOf([[6], [4]]);
    const rng = createRng(6, "library");
    const tree = () => Float64Array.from({ length: 10 }, () => rng.normal());
    const input = { leaves, w0: tree(), gradients: Array.from({ length: 50 }, tree) };
    const lr = (step: number) => 1 / step;
    const simplified = interpret(bindProgram(parseProgram(simplestText(program, steps)), {}), {
      ...input,
      facts: (step) => ({ step, lr: lr(step), peakLr: 1, totalSteps: 100 }),
    });
    const known = interpret(library.rule, {
      ...input,
      facts: (step) => ({ step, lr: rate * lr(step), peakLr: rate, totalSteps: 100 }),
    });
    expect(largestDifference([simplified, known])).toBeLessThan(1e-14);
  });
});

it("clipping is no identity: about one sign in eight changes on noise under a cosine", () => {
  const body = "m = interp(g, v, 0.9)\n  v = interp(g, v, 0.998)\n  update = sign(m)\n  return update, m, v";
  const leaves = leavesOf([[200]]);
  const rng = createRng(8, "signs");
  const gradients = Array.from({ length: 300 }, () => Float64Array.from({ length: 200 }, () => rng.normal()));
  const facts = (step: number) => ({
    step,
    lr: 0.5 * (1 + Math.cos((Math.PI * step) / 301)),
    peakLr: 1,
    totalSteps: 100,
  });
  const [clipped, free] = [`g = arcsin(clip(g, lr))\n  ${body}`, body].map((text) => {
    const rule = bindProgram(parseProgram(`def train(w, g, m, v, lr):\n  ${text}`), {});
    return interpret(rule, { leaves, w0: new Float64Array(200), gradients, facts });
  });
  const move = (run: readonly Float64Array[], t: number, i: number) => Math.sign(run[t]![i]! - run[t - 1]![i]!);
  let changed = 0;
  for (let t = 1; t < 300; t++) {
    for (let i = 0; i < 200; i++) if (move(clipped!, t, i) !== move(free!, t, i)) changed += 1;
  }
  expect(changed / (299 * 200)).toBeGreaterThan(0.08);
  expect(changed / (299 * 200)).toBeLessThan(0.16);
});

it("the constants of both programs give these half-lives", () => {
  const halfLife = ({ beta2 }: (typeof cases)[number]) => Math.log(0.5) / Math.log(beta2);
  expect(cases.map((which) => Math.round(halfLife(which)))).toEqual([389, 230]);
});

it("every step is told apart from the others by its texts", () => {
  const steps: SimplifyStep[] = simplify(parseProgram(rawDiscoveredText), {
    labels: ["exact", "tolerant", "empirical"],
  });
  expect(new Set(steps.map(({ after }) => after)).size).toBe(steps.length);
});
