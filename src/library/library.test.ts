import { describe, expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { exportOptimizer, listTargets, readExported } from "./export-optimizer.ts";
import { listDatasets, listModels, listOptimizers } from "./lists.ts";
import { ownDataset } from "./own-data.ts";
import { startOptimizer } from "./run-optimizer.ts";
import { type ScoredProgram, searchPrograms } from "./search.ts";
import { solve } from "./solve-problem.ts";
import { planStudy, runStudy } from "./study.ts";
import { type TrialSettings, trainTrial } from "./trial.ts";

/** The sentence that a call is refused with, after its code. */
async function refusal(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof LabError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "not refused";
}

const pixels = 28 * 28;
const images = (count: number) => ({
  images: Uint8Array.from({ length: count * pixels }, (_, i) => (i * 31 + Math.floor(i / pixels) * 97) % 251),
  labels: Array.from({ length: count }, (_, i) => i % 2),
});
const tiny = { name: "tiny", shape: [1, 28, 28], classes: ["a", "b"], train: images(20), test: images(6) } as const;

describe("an optimizer on gradients of one's own", () => {
  test("takes the steps of its rule: Lion by hand", async () => {
    const start = { weights: [[1, -2]], steps: 2, lr: 0.1 };
    const run = await startOptimizer({ name: "lion", hyperparameters: { beta1: 0.5, beta2: 0.75, decay: 0 } }, start);
    expect([...run.step([[0.5, -3]])[0]!]).toEqual([0.9, -1.9]);
    // m = (0.125, -0.75); c = m / 2 + g / 2 with g = (-0.1, 4): signs (1, 1)
    expect([...run.step([[-0.1, 4]], 0.5)[0]!].map((w) => Math.round(1e9 * w) / 1e9)).toEqual([0.4, -2.4]);
    expect({ taken: run.taken, states: run.states }).toEqual({ taken: 2, states: ["m"] });
    expect(await refusal(async () => run.step([[1, 1]]))).toMatch(/^no-steps-left: All 2 planned steps/);
  });

  test("may be a program's text, with tensors of any shape and decay kept off some", async () => {
    const program = "hyper decay = 0.5\nw = w - lr * (g + decay * masked(w))";
    const start = { weights: [[2, 2, 2, 2], [2]], shapes: [[2, 2], [1]], steps: 1, lr: 1, decays: [true, false] };
    const run = await startOptimizer({ program }, start);
    expect(run.step([[0, 0, 0, 1], [0]]).map((tensor) => [...tensor])).toEqual([[1, 1, 1, 0], [2]]);
  });

  test("is refused in a sentence where names, shapes or counts are wrong", async () => {
    const start = { weights: [[1, 2]], steps: 3 };
    expect(await refusal(() => startOptimizer("loin", start))).toMatch(/^unknown-optimizer: .*lion/);
    expect(await refusal(() => startOptimizer({ program: "w = w - q" }, start))).toMatch(/^program-invalid: .*"q"/);
    expect(await refusal(() => startOptimizer("sgd", { ...start, shapes: [[3]] }))).toMatch(
      /^weights-shape: Tensor 0 of the weights must have 3 numbers, for its shape \[3\], but has 2\./,
    );
    expect(await refusal(() => startOptimizer("sgd", { ...start, steps: 0 }))).toMatch(/^step-count/);
    const run = await startOptimizer("sgd", start);
    expect(await refusal(async () => run.step([[1]]))).toMatch(/^gradient-shape/);
  });
});

describe("one trial", () => {
  const settings = async (change: Partial<TrialSettings> = {}): Promise<TrialSettings> => ({
    optimizer: "lion",
    data: await ownDataset(tiny),
    model: "fashion-cnn",
    training: { epochs: 2, batchSize: 4 },
    ...change,
  });

  test("trains on data of one's own, tells events in order, and gives the same records again", async () => {
    const kinds: string[] = [];
    const first = await trainTrial(await settings(), { onEvent: ({ kind }) => kinds.push(kind) });
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(first.result!.test!.accuracy).toBeGreaterThanOrEqual(0);
    expect({ first: kinds[0], last: kinds.at(-1) }).toEqual({ first: "started", last: "finished" });
    const again = await trainTrial(await settings());
    expect({ ...again, timings: null }).toEqual({ ...first, timings: null });
    expect(first.config.data.name).toBe("tiny");
  });

  test("is another trial for another rate, seed or program, and none where it is ended at once", async () => {
    const keyOf = async (change: Partial<TrialSettings>) =>
      (await trainTrial(await settings(change), { signal: AbortSignal.abort() })).key;
    const keys = await Promise.all([
      keyOf({}),
      keyOf({ lr: 0.5 }),
      keyOf({ seed: 1 }),
      keyOf({ optimizer: { program: "w = w - lr * g", name: "mine" } }),
    ]);
    expect(new Set(keys).size).toBe(4);
    expect((await trainTrial(await settings(), { signal: AbortSignal.abort() })).result).toBeNull();
  });

  test("is refused as a study file would be, with the path of the setting", async () => {
    const refused = async (change: object) => refusal(async () => trainTrial({ ...(await settings()), ...change }));
    expect(await refused({ model: "fashion-cmm" })).toMatch(/^study-config: the trial at model: .*fashion-cnn/);
    expect(await refused({ training: { epochs: 0 } })).toMatch(/^study-config: the trial at training\.epochs: /);
    expect(await refused({ training: { epochs: 1, batchsize: 4 } })).toMatch(/training\.batchsize: .*batchSize/);
    expect(await refused({ lr: -1 })).toMatch(/^study-config: the trial at optimizers\.0\.lr.*: /);
    expect(await refused({ training: { epochs: 1, batchSize: 400 } })).toMatch(/^batch-too-large/);
    expect(await refused({ data: "fashion-mnits" })).toMatch(/the trial at data\.name: .*fashion-mnist/);
  });
});

test("data of one's own is refused where it does not fit together", async () => {
  const refused = (change: object) => refusal(() => ownDataset({ ...tiny, ...change }));
  expect(await refused({ shape: [2, 28, 28] })).toContain("1 or 3 channels, but is [2, 28, 28]");
  expect(await refused({ classes: ["a"] })).toContain("at least 2 classes, but 1 were named");
  expect(await refused({ test: { images: new Uint8Array(7), labels: [0] } })).toContain(
    "784 for 1 labels, but 7 bytes",
  );
  expect(await refused({ train: { ...tiny.train, labels: tiny.train.labels.map(() => 2) } })).toContain("label 0 is 2");
  expect(await refused({ name: "../up" })).toContain('"../up"');
});

test("a study as data is refused with the path of the value, before any data is loaded", async () => {
  const study = { name: "x", data: { name: "fashion-mnist" }, model: "fashion-cnn", training: { epochs: 1 } } as const;
  expect(await refusal(() => planStudy({ ...study, optimizers: [{ name: "lion", lr: [-1] }] }))).toMatch(
    /^study-config: the study at optimizers\.0\.lr.*above 0/,
  );
  expect(await refusal(() => planStudy({ ...study, optimizers: ["loin"] }))).toMatch(/optimizers\.0.*lion/);
  const other = { name: "x", config: study, trialKeys: [] };
  expect(await refusal(async () => runStudy(other).next())).toMatch(/^not-planned: runStudy runs what planStudy gave/);
  expect(await refusal(() => planStudy("quickstrat"))).toMatch(/^unknown-preset: .*quickstart/);
});

describe("a search on a task of one's own", () => {
  /** Shorter programs are better, and more so with a square root. */
  const score = (program: string): number => program.split("\n").length * -1 + (program.includes("sqrt") ? 0 : 3);

  test("finds the same whatever is scored side by side, and never scores a program twice", async () => {
    const seen: string[] = [];
    const search = async (parallel: number) => {
      const told: ScoredProgram[] = [];
      const options = { evaluations: 40, seed: 5, population: 20, tournament: 4, parallel };
      const found = await searchPrograms({
        ...options,
        score: async (program) => {
          seen.push(program);
          if (program.length % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
          return score(program);
        },
        onEvaluation: (one) => told.push(one),
      });
      expect(told).toEqual(found.evaluations);
      return found;
    };
    const alone = await search(1);
    expect(new Set(seen).size).toBe(40);
    expect(await search(8)).toEqual(alone);
    expect(alone.best.score).toBeGreaterThan(alone.seed.score);
    expect(alone.evaluations).toHaveLength(40);
  });

  test("scores as many side by side as are asked for, and no more", async () => {
    let [now, most] = [0, 0];
    await searchPrograms({
      evaluations: 30,
      parallel: 3,
      score: async (program) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return score(program);
      },
    });
    expect(most).toBe(3);
  });

  test("ranks what diverged last, ends by its signal, and passes on what the score throws", async () => {
    const lost = await searchPrograms({ evaluations: 20, score: (p) => (p.includes("sqrt") ? 1 : Number.NaN) });
    expect(lost.best.score).toBe(1);
    expect(lost.evaluations.some(({ score: value }) => value === Number.NEGATIVE_INFINITY)).toBe(true);
    const stop = new AbortController();
    const onEvaluation = ({ number }: ScoredProgram): void => (number === 4 ? stop.abort() : undefined);
    const stopped = await searchPrograms({ evaluations: 1e6, score, onEvaluation, signal: stop.signal });
    expect(stopped.evaluations).toHaveLength(5);
    const fails = () => searchPrograms({ evaluations: 5, score: () => Promise.reject(new LabError("mine", "no")) });
    expect(await refusal(fails)).toBe("mine: no");
    expect(await refusal(() => searchPrograms({ evaluations: 0, score }))).toMatch(/^search-options: evaluations/);
    expect(await refusal(() => searchPrograms({ evaluations: 5, parallel: 65, score }))).toMatch(/from 1 to 64/);
    const bad = { mutation: { weights: { insert: -1, delete: 1, modify: 1 } } };
    expect(await refusal(() => searchPrograms({ evaluations: 5, score, ...bad }))).toMatch(/^bad-mutation/);
  });
});

describe("a Lion-K problem", () => {
  const box = { k: { kind: "l1" }, decay: 1, steps: 4000 };
  const target = Float64Array.of(3, 0.2);

  test("is solved alike as a text, as data with typed arrays, and with an f of one's own", async () => {
    const text = await solve(
      "{objective: {kind: quadratic, A: [[1, 0], [0, 1]], c: [3, 0.2]}, k: {kind: l1}, decay: 1, steps: 4000}",
    );
    const objective = { kind: "quadratic", A: [Float64Array.of(1, 0), [0, 1]], c: target };
    const data = await solve({ ...box, objective });
    expect(data).toEqual(text);
    expect([...text.x].map((x) => Math.round(1e3 * x) / 1e3)).toEqual([1, 0.2]);
    let points = 0;
    const f = { size: 2, convex: true, curvature: 1 };
    const value = (x: Float64Array) => x.reduce((sum, x_i, i) => sum + (x_i - target[i]!) ** 2 / 2, 0);
    const gradient = (x: Float64Array) => x.map((x_i, i) => x_i - target[i]!);
    const own = await solve({ ...box, objective: { ...f, value, gradient } }, { onPoint: () => points++ });
    expect([...own.x]).toEqual([...text.x]);
    expect(points).toBe(4001);
  });

  test("is refused with the path of what is wrong", async () => {
    const objective = { kind: "linear", b: [1, 2] };
    expect(await refusal(() => solve({ ...box, objective, k: { kind: "l7" } }))).toMatch(
      /^problem-config: the problem at k/,
    );
    expect(await refusal(() => solve({ ...box, objective, x0: [1] }))).toMatch(
      /the problem at x0: x0 must have 2 numbers/,
    );
    const csv = { kind: "linear", b: { csv: "b.csv", column: "b" } };
    expect(await refusal(() => solve({ ...box, objective: csv }))).toMatch(/^problem-files: .*b\.csv.*csvText/);
    expect(await refusal(() => solve({ ...box, objective }, { place: 1 }))).toMatch(/1 places, from 0, but place is 1/);
  });
});

test("optimizers are exported and read back; what there is, is listed", async () => {
  const { text, fileName, test: check } = await exportOptimizer({ name: "lion", to: "numpy", test: true });
  expect({ fileName, test: check?.fileName }).toEqual({ fileName: "lion.py", test: "test_lion.py" });
  expect(await readExported(text)).toContain("state m = zeros");
  expect((await exportOptimizer({ name: "adam", to: "onnx" })).bytes!.length).toBeGreaterThan(100);
  const own = await exportOptimizer({ program: "w = w - lr * sign(g)", name: "signs", to: "pytorch" });
  expect({ name: own.fileName, signed: own.text.includes("sign") }).toEqual({ name: "signs.py", signed: true });
  expect(await refusal(() => exportOptimizer({ name: "lion", to: "pytroch" }))).toMatch(/^unknown-target: .*pytorch/);
  expect((await listTargets()).map(({ name }) => name)).toContain("optax");
  expect((await listOptimizers()).map(({ name }) => name)).toContain("lion");
  expect((await listModels()).find(({ name }) => name === "fashion-cnn")).toMatchObject({
    parameters: 93_322,
    fits: true,
  });
  expect((await listDatasets()).find(({ name }) => name === "fashion-mnist")!.counts.train).toBe(60_000);
});
