import { expect, test } from "vitest";
import { oracleArena } from "../../test/samples/oracle-arena.ts";
import { tinyProxy, tinyProxyData } from "../../test/samples/tiny-proxy.ts";
import { createRng } from "../core/rng.ts";
import { floatTensor, intTensor, scalar, type Tensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { createArena } from "../kernels/arena.ts";
import { bindProgram } from "../program/bind.ts";
import { initialSlots } from "../program/interpret.ts";
import { parseProgram } from "../program/parse.ts";
import type { Rule } from "../program/rule.ts";
import { proxies, proxyNamed } from "../tasks/proxies/index.ts";
import type { ProxyData, ProxyExamples, ProxyTask } from "../tasks/proxy.ts";
import { initialWeights, leavesOf } from "./parameters.ts";
import { buildProxyStep } from "./proxy-graphs.ts";
import { batchOrder, gradientScale, openProxyRunner, rateScale } from "./proxy-run.ts";

const open = () => openProxyRunner(tinyProxy, tinyProxyData(), oracleArena());

function bind(...statements: readonly string[]): Rule {
  const body = [...statements, "return update, m, v"].map((line) => `  ${line}`).join("\n");
  return bindProgram(parseProgram(`def train(w, g, m, v, lr):\n${body}`), {});
}

const signMomentum = bind("m = interp(g, m, 0.9)", "s = sign(m)", "s = s * 0.02", "update = s * lr");
const descent = bind("update = g * lr");
const exploding = bind("m = m + g", "m = m * 30", "update = m * 1e6");
const notANumber = bind("z = g - g", "z = reciprocal(z)", "update = z - z");

test("a good rule finishes with a score in (0, 1) and a curve of ten falling tenths", () => {
  const score = open().score(signMomentum, { seed: 1 });
  expect(score).toMatchObject({ task: tinyProxy.name, seed: 1, status: "finished", stepsSurvived: tinyProxy.steps });
  expect(score.score).toBeCloseTo(1 - score.validationLoss! / tinyProxy.uncertainty, 12);
  expect(score.score).toBeGreaterThan(0.3);
  expect(score.score).toBeLessThan(1);
  expect(score.curve).toHaveLength(10);
  expect(score.curve[9]).toBeLessThan(score.curve[0]!);
});

test("a score depends on rule and options alone, not on what ran before", () => {
  const runner = open();
  const first = runner.score(signMomentum, { seed: 1 });
  for (const rule of [exploding, notANumber, descent]) runner.score(rule, { seed: 2 });
  expect(runner.score(signMomentum, { seed: 1 })).toEqual(first);
  expect(open().score(signMomentum, { seed: 1 })).toEqual(first);
  expect(runner.score(signMomentum, { seed: 2 }).validationLoss).not.toBe(first.validationLoss);
});

test("the multiplier of the rate is the peak of the schedule", () => {
  const runner = open();
  const tenfold = bind("rate = lr * 10", "update = g * rate");
  const multiplied = runner.score(descent, { seed: 1, rateMultiplier: 10 });
  expect(multiplied.validationLoss).toBeCloseTo(runner.score(tenfold, { seed: 1 }).validationLoss!, 6);
  expect(multiplied.validationLoss).not.toBe(runner.score(descent, { seed: 1 }).validationLoss);
});

test("where seeds differ in the scale of their gradients, rules that do not know it lose nothing, and others do", () => {
  const task = { ...tinyProxy, gradientDoublings: 6 };
  const scaled = openProxyRunner(task, tinyProxyData(), oracleArena());
  const seed = [1, 2, 3, 4, 5, 6].find((one) => Math.abs(Math.log2(gradientScale(task, one))) > 2)!;
  const scale = gradientScale(task, seed);
  expect(gradientScale(tinyProxy, seed)).toBe(1);
  expect(scaled.score(signMomentum, { seed })).toEqual(open().score(signMomentum, { seed }));
  const multiplied = bind(`u = g * ${scale}`, "update = u * lr");
  const { curve, score } = scaled.score(descent, { seed });
  expect(score).toBeCloseTo(open().score(multiplied, { seed }).score, 6);
  expect(curve[0]).toBeLessThan(2 * tinyProxy.uncertainty); // the loss itself is not scaled
  const seeds = Array.from({ length: 200 }, (_, i) => Math.log2(gradientScale(task, i)));
  expect(Math.max(...seeds)).toBeLessThanOrEqual(6);
  expect(Math.max(...seeds)).toBeGreaterThan(5);
  expect(Math.min(...seeds)).toBeGreaterThanOrEqual(-6);
  expect(Math.min(...seeds)).toBeLessThan(-5);
});

test("where seeds differ in the scale of their rates, each runs at the program's rate times its own factor", () => {
  const task = { ...tinyProxy, rateDoublings: 1.5 };
  const scaled = openProxyRunner(task, tinyProxyData(), oracleArena());
  const plain = open();
  for (const seed of [1, 2]) {
    const rateMultiplier = rateScale(task, seed);
    expect(Math.abs(Math.log2(rateMultiplier))).toBeGreaterThan(0.2);
    expect(scaled.score(signMomentum, { seed })).toEqual(plain.score(signMomentum, { seed, rateMultiplier }));
    expect(scaled.score(signMomentum, { seed, rateMultiplier: 2 })).toEqual(
      plain.score(signMomentum, { seed, rateMultiplier: 2 * rateMultiplier }),
    );
  }
  expect(rateScale(tinyProxy, 1)).toBe(1);
  const doublings = Array.from({ length: 200 }, (_, seed) => Math.log2(rateScale(task, seed)));
  expect(Math.min(...doublings)).toBeLessThan(-1.4);
  expect(Math.max(...doublings)).toBeGreaterThan(1.4);
  expect(Math.max(...doublings.map(Math.abs))).toBeLessThanOrEqual(1.5);
});

test.each([
  ["blows up", exploding],
  ["is not a number", notANumber],
])("a rule that %s is diverged in the step that shows it", (_, rule) => {
  const score = open().score(rule, { seed: 1 });
  expect(score).toMatchObject({ status: "diverged", score: 0, validationLoss: null });
  expect(score.stepsSurvived).toBeLessThan(4);
  expect(score.curve.every(Number.isFinite)).toBe(true);
});

test("weights that go bad in the last step are noticed", () => {
  // the rate is small only in the last step: 1 / lr^16 overflows there
  const late = bind("a = reciprocal(lr)", "a = power(a, 60)", "a = a * 1e-40", "update = g * a");
  const score = open().score(late, { seed: 1 });
  expect(score).toMatchObject({ status: "diverged", score: 0, validationLoss: null });
});

test("a run stops in the tenth in which it falls behind", () => {
  const runner = open();
  const { curve } = runner.score(signMomentum, { seed: 1 });
  const idle = bind("update = g * 1e-9");
  const stopped = runner.score(idle, { seed: 1, race: { curve, factor: 1.2, from: 3 } });
  expect(stopped.status).toBe("stopped");
  expect(stopped.score).toBe(0);
  expect(stopped.curve.length).toBeGreaterThanOrEqual(4);
  expect(stopped.stepsSurvived).toBe(stopped.curve.length * 3);
  expect(stopped.curve.at(-1)).toBeGreaterThan(1.2 * curve[stopped.curve.length - 1]!);
  expect(runner.score(idle, { seed: 1, race: { curve, factor: 100, from: 0 } }).status).toBe("finished");
  expect(runner.score(signMomentum, { seed: 1, race: { curve, factor: 1, from: 0 } }).status).toBe("finished");
});

const adamw = bind(
  "g2 = square(g)",
  "m = interp(g, m, 0.9)",
  "v = interp(g2, v, 0.999)",
  "update = m / sqrt(v)",
  "wd = w * 0.1",
  "update = update + wd",
  "rate = lr * 0.003",
  "update = update * rate",
);

/** Training losses of each step, all in float64. */
function oracleLosses(task: ProxyTask, data: ProxyData, { rule, seed }: { rule: Rule; seed: number }): number[] {
  const graph = buildProxyStep(task, data.train);
  const leaves = leavesOf(task);
  const order = batchOrder(task, { examples: data.train.count, seed });
  let w: Tensor = floatTensor([task.parameterCount], initialWeights(task, seed));
  let slots: readonly Tensor[] = initialSlots(rule, leaves);
  return Array.from({ length: task.steps }, (_, at) => {
    const index = intTensor([task.batchSize], order.subarray(at * task.batchSize, (at + 1) * task.batchSize));
    const { loss, g } = evaluateGraph(graph, { w, x: data.train.x, y: data.train.y, index });
    const lr = (1 + Math.cos((Math.PI * at) / task.steps)) / 2;
    const scalars = [...rule.hostScalars({ step: at + 1, lr, peakLr: 1, totalSteps: 100 })].map(scalar);
    ({ w, slots } = rule.apply(eager, { w, g: g!, slots, scalars }, leaves));
    return loss!.data[0]!;
  });
}

/** Noise of the shapes that a proxy wants. */
function noiseFor(task: ProxyTask, shape: readonly number[]): ProxyData {
  const part = (label: string): ProxyExamples => {
    const rng = createRng(1, "noise", label);
    const count = 24;
    const x = floatTensor(
      [count, ...shape],
      Array.from({ length: count * shape[0]! }, () => rng.normal()),
    );
    return {
      x,
      y: intTensor(
        [count],
        Array.from({ length: count }, () => rng.below(10)),
      ),
      count,
    };
  };
  return { train: part(`${task.name} train`), validation: part("validation"), fingerprint: "noise" };
}

test.each([
  ["mlp", [64]],
  ["cnn", [196]],
  ["row-transformer", [64]],
] as const)("%s: ten steps on the kernels follow the float64 oracle", (name, shape) => {
  const task = { ...proxyNamed(name), batchSize: 8, steps: 10 };
  const data = noiseFor(task, shape);
  const { curve } = openProxyRunner(task, data, createArena()).score(adamw, { seed: 3 });
  const expected = oracleLosses(task, data, { rule: adamw, seed: 3 });
  for (const [at, loss] of expected.entries()) expect(curve[at], `step ${at + 1}`).toBeCloseTo(loss, 4);
});

test("every proxy has steps for ten tenths", () => {
  for (const { steps } of proxies) expect(steps % 10).toBe(0);
});

test("kernels and oracle give the tiny task the same score", () => {
  const run = (arena: ReturnType<typeof createArena>) =>
    openProxyRunner(tinyProxy, tinyProxyData(), arena).score(adamw, { seed: 1 });
  const [fast, slow] = [run(createArena()), run(oracleArena())];
  expect(fast.validationLoss).toBeCloseTo(slow.validationLoss!, 4);
  expect(fast).toEqual(run(createArena()));
});
