/**
 * Curves of PyTorch with exported optimizers, from the same weights on the same batches: ours are as near to its float64 as its own float32.
 *
 * The network is fashion-cnn without its dropout, on 48 images, 60 steps of 24. Rounding grows with the steps, most where a rule takes signs or divides
 * by small numbers; so the first steps are held to 1e-5, all of them to what PyTorch's float32 itself loses. `make_curves.mjs` and
 * `train_curves.py` made the golden file. LIONLAB_SHOW=1 prints the figures.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeNpz } from "../../src/core/npz.ts";
import { fingerprintOf } from "../../src/data/index.ts";
import { onnxEngine } from "../../src/engine/onnx-engine.ts";
import { fashionCnn } from "../../src/models/fashion-cnn.ts";
import type { Model } from "../../src/models/model.ts";
import { revisionMember } from "../../src/models/revision.ts";
import { resolveOptimizer } from "../../src/optimizers/resolve.ts";
import type { TrialConfig } from "../../src/records/records.ts";
import { engineMember } from "../../src/trainer/engine-revision.ts";
import { initialState, partsOf } from "../../src/trainer/state.ts";
import { openStretchRunner } from "../../src/trainer/stretch.ts";
import { planTrial } from "../../src/trainer/trial-plan.ts";

/** PyTorch's curve, and one weight in `every`; `losses` and `weights` in float32, the others in float64. */
interface Curve {
  readonly name: string;
  readonly losses: readonly number[];
  readonly exact: readonly number[];
  readonly weights: readonly number[];
  readonly exactWeights: readonly number[];
}

interface Golden {
  readonly batch: number;
  readonly every: number;
  readonly seed: number;
  readonly epochs: number;
  readonly validation: number;
  readonly labels: readonly number[];
  readonly cases: readonly Curve[];
}

const fixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
const golden = JSON.parse(fixture("codegen/curves.json").toString()) as Golden;

/** Rounding is not yet seen in so many steps. */
const firstSteps = 12;
/** Most of PyTorch's own float32 error. */
const most = 10;

test.each(golden.cases)("$name trains here as its export does in PyTorch", async (curve) => {
  const found = await train(curve.name);
  const { first, losses, weights } = distances(found, curve);
  if (process.env.LIONLAB_SHOW) console.log(curve.name, { first, losses, weights });
  expect(found.losses.length).toBe(60);
  expect(first).toBeLessThan(1e-5);
  expect(losses.ours).toBeLessThan(most * losses.pytorch);
  expect(weights.ours).toBeLessThan(most * weights.pytorch);
});

test("a rate that is a thousandth larger is seen", async () => {
  const [adamw] = golden.cases;
  expect(distances(await train(adamw!.name, 1.001), adamw!).first).toBeGreaterThan(1e-4);
});

interface Trained {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

/** Largest relative difference of a loss, and of the weights in their norm; `first`: of the first steps, from PyTorch's float32. */
function distances(found: Trained, { losses, exact, weights, exactWeights }: Curve) {
  const largest = (a: readonly number[], b: readonly number[]): number =>
    Math.max(...a.map((x, i) => Math.abs(x / b[i]! - 1)));
  const norm = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(...a.map((x, i) => x - b[i]!)) / Math.hypot(...b);
  return {
    first: largest(found.losses.slice(0, firstSteps), losses),
    losses: { ours: largest(found.losses, exact), pytorch: largest(losses, exact) },
    weights: { ours: norm(found.weights, exactWeights), pytorch: norm(weights, exactWeights) },
  };
}

/** Trains as a trial does; `factor`: of the default rate. */
async function train(name: string, factor = 1): Promise<Trained> {
  const plan = planOf(name, factor);
  const runner = await openStretchRunner(plan, { engine: onnxEngine() });
  try {
    runner.load(partsOf(initialState(plan)).steps);
    const losses: number[] = [];
    for (let epoch = 1; epoch <= golden.epochs; epoch++) {
      losses.push(...(await runner.run({ epoch, from: 0, steps: plan.stepsPerEpoch })).losses);
    }
    return { losses, weights: [...runner.weights()].filter((_, i) => i % golden.every === 0) };
  } finally {
    await runner.close();
  }
}

/** PyTorch cannot draw the masks of our dropout. */
const model: Model = {
  ...fashionCnn,
  forward: (ops, x, context) => fashionCnn.forward(ops, x, { ...context, dropout: (h) => h }),
};

function planOf(optimizer: string, factor: number) {
  const request = { name: optimizer };
  const { name, convention, program, lr, hyperparameters } = resolveOptimizer(request);
  const dataset = keptImages();
  const config: TrialConfig = {
    schemaVersion: 1,
    data: {
      name: dataset.name,
      fingerprint: dataset.fingerprint,
      limitTrain: null,
      validation: golden.validation,
    },
    model: { name: model.name, ...revisionMember(model) },
    optimizer: { name, label: name, convention, program, hyperparameters },
    lr: lr * factor,
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: golden.epochs,
      batchSize: golden.batch,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: "cpu",
    seed: golden.seed,
  };
  return planTrial({ ...config, ...engineMember(config) }, { dataset, model });
}

function keptImages() {
  const { data } = decodeNpz(fixture("models/images.npz")).tensors.get("fashion")!;
  const labels = Uint8Array.from(golden.labels);
  const part = { count: labels.length, images: Uint8Array.from(data), labels };
  const shape = [1, 28, 28] as const;
  const classes = Array.from({ length: 10 }, (_, i) => String(i));
  const fingerprint = fingerprintOf(part, part);
  return { name: "kept", shape, classes, train: part, test: part, fingerprint, origin: "memory" };
}
