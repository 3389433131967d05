import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import type { ProxyUse } from "../records/search-records.ts";
import { createProxyEvaluator, proxyUse, proxyUses } from "./proxy-evaluator.ts";

let folder = "";
let tasks: readonly ProxyUse[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-evaluator-"));
  writeSampleFashion(folder, { train: 1200, test: 30 });
  tasks = await proxyUses(["mlp-b256", "mlp"], { seeds: [1, 2], dataDir: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

const program = (update: string): string => `def train(w, g, m, v, lr):
  m = interp(g, m, 0.9)
  lr = lr * 0.003
  ${update}
  return update, m, v
`;
const good = program("update = sign(m)\n  update = update * lr");
const bad = program("update = exp(w)\n  update = exp(update)");

test("a suite scores every task and seed, in its order, and the fitness is their mean", async () => {
  const suite = await createProxyEvaluator({ tasks, dataDir: folder });
  const { fitness, status, scores } = suite.evaluate(good);
  expect(status).toBe("finished");
  expect(scores.map(({ task, seed }) => [task, seed])).toEqual([
    ["mlp-b256", 1],
    ["mlp-b256", 2],
    ["mlp", 1],
    ["mlp", 2],
  ]);
  expect(fitness).toBeCloseTo(scores.reduce((sum, { score }) => sum + score, 0) / 4, 12);
  expect(fitness).toBeGreaterThan(0.5);
  expect(suite.evaluate(good)).toEqual({ fitness, status, scores });
  const fresh = suite.evaluate(good, { seeds: [3] });
  expect(fresh.scores.map(({ seed }) => seed)).toEqual([3, 3]);
});

test("after a failed run the rest is skipped and the fitness is 0", async () => {
  const suite = await createProxyEvaluator({ tasks, dataDir: folder });
  const { fitness, status, scores } = suite.evaluate(bad);
  expect([fitness, status]).toEqual([0, "diverged"]);
  expect(scores.map((score) => score.status)).toEqual(["diverged", "skipped", "skipped", "skipped"]);
});

test("a program whose runs so far lie too far below those of its parent is spared the others", async () => {
  const use = await proxyUse({ name: "mlp", seeds: [1, 2, 3] }, { dataDir: folder });
  const suite = await createProxyEvaluator({ tasks: [use], dataDir: folder });
  const against = suite.evaluate(good).scores;
  const idle = program("update = g * 1e-9");
  const race = { factor: 100, from: 0, against };
  const spared = suite.evaluate(idle, { race: { ...race, slack: 0.02 } });
  expect(spared).toMatchObject({ fitness: 0, status: "stopped" });
  expect(spared.scores.map(({ status }) => status)).toEqual(["finished", "skipped", "skipped"]);
  // The slack of n runs is 1/sqrt(n) of that of one: 0.05 behind is too much for the second run, not for the first.
  const ahead = against.map((one) => ({ ...one, score: one.score + 0.05 }));
  const second = suite.evaluate(good, { race: { ...race, slack: 0.06, against: ahead } });
  expect(second.scores.map(({ status }) => status)).toEqual(["finished", "finished", "skipped"]);
  expect(suite.evaluate(idle, { race }).status).toBe("finished");
  expect(suite.evaluate(good, { race: { ...race, slack: 0 } })).toMatchObject({ status: "finished", scores: against });
  const last = against.map((one, at) => (at === 2 ? { ...one, score: one.score + 1 } : one));
  expect(suite.evaluate(good, { race: { ...race, slack: 0, against: last } }).status).toBe("finished"); // nothing is left to spare
  // Only the mean counts: a first run that is ahead makes up for a second one that is behind.
  const [first, middle, third] = against.map((one) => one.score) as [number, number, number];
  const uneven = against.map((one, at) => ({ ...one, score: [first - 0.1, middle + 0.05, third][at]! }));
  expect(suite.evaluate(good, { race: { ...race, slack: 0, against: uneven } }).status).toBe("finished");
  const swapped = against.map((one, at) => ({ ...one, score: [first + 0.05, middle - 0.1, third][at]! }));
  expect(suite.evaluate(good, { race: { ...race, slack: 0, against: swapped } }).status).toBe("stopped");
});

test("a race is run against the scores of the same task and seed", async () => {
  const suite = await createProxyEvaluator({ tasks, dataDir: folder });
  const against = suite.evaluate(good).scores;
  const idle = program("update = m * 1e-9");
  const raced = suite.evaluate(idle, { race: { factor: 1.5, from: 2, against } });
  expect(raced.status).toBe("stopped");
  expect(raced.scores[0]!.curve).toHaveLength(3);
  expect(suite.evaluate(idle, { race: { factor: 1.5, from: 2, against: [] } }).status).toBe("finished");
});

test("texts that are no programs and suites that changed are refused", async () => {
  const suite = await createProxyEvaluator({ tasks, dataDir: folder });
  expect(() => suite.evaluate("update = ")).toThrow(expect.objectContaining({ code: "program-syntax" }));
  for (const changed of [{ steps: 7 }, { fingerprint: "other" }]) {
    const opening = createProxyEvaluator({ tasks: [{ ...tasks[0]!, ...changed }], dataDir: folder });
    await expect(opening).rejects.toMatchObject({ code: "proxy-changed" });
  }
});

test("a suite may scale gradients and rates of any task, seed by seed, and only then is that recorded", async () => {
  const plain = await proxyUse({ name: "mlp", seeds: [1] }, { dataDir: folder });
  const scaled = await proxyUse({ name: "mlp", seeds: [1], gradientDoublings: 6 }, { dataDir: folder });
  expect(scaled).toEqual({ ...plain, gradientDoublings: 6 });
  expect(await proxyUse({ name: "mlp", seeds: [1], gradientDoublings: 0 }, { dataDir: folder })).toEqual(plain);
  const few = await proxyUse({ name: "mlp-few", seeds: [1], gradientDoublings: 6 }, { dataDir: folder });
  expect(few).not.toHaveProperty("gradientDoublings"); // its own
  const varied = await proxyUse({ name: "mlp", seeds: [1], rateDoublings: 1.5 }, { dataDir: folder });
  expect(varied).toEqual({ ...plain, rateDoublings: 1.5 });
  expect(await proxyUse({ name: "mlp", seeds: [1], rateDoublings: 0 }, { dataDir: folder })).toEqual(plain);
  const fitness = async (use: ProxyUse, text: string): Promise<number> =>
    (await createProxyEvaluator({ tasks: [use], dataDir: folder })).evaluate(text).fitness;
  const descent = program("update = g * lr");
  expect(await fitness(varied, good)).not.toBe(await fitness(plain, good));
  expect(await fitness(scaled, good)).toBeCloseTo(await fitness(plain, good), 2); // the sign of an average knows no scale
  expect(Math.abs((await fitness(scaled, descent)) - (await fitness(plain, descent)))).toBeGreaterThan(0.05);
});
