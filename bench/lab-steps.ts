// One process of the laboratory's side of the step benchmarks: prints one JSON line of times.
// usage: lab-steps.js CASE THREADS STEPS [DEVICE [PART]]
// CASE: one of `stepCases`. PART: most images of a part of the batch, or `whole`; without it as trials are planned on this processor.
import { sizeOf } from "../src/core/tensor.ts";
import type { LoadedDataset } from "../src/data/dataset.ts";
import { onnxEngine } from "../src/engine/onnx-engine.ts";
import { revisionMember } from "../src/models/revision.ts";
import { deviceNamed } from "../src/onnx/device.ts";
import { resolveOptimizer } from "../src/optimizers/resolve.ts";
import type { TrialConfig } from "../src/records/records.ts";
import { partSizesHere } from "../src/study/part-sizes-here.ts";
import { partedBatch, partSizeMember } from "../src/trainer/batch-parts.ts";
import { engineMember } from "../src/trainer/engine-revision.ts";
import { stretchSeconds } from "../src/trainer/pace.ts";
import { initialStatistics } from "../src/trainer/parameters.ts";
import { openStretchRunner } from "../src/trainer/stretch.ts";
import { planTrial } from "../src/trainer/trial-plan.ts";
import { stepCases } from "./step-cases.ts";

const [name = "fashion-cnn", threads = "1", steps = "40", device = "cpu", part] = process.argv.slice(2);
const { model, batchSize, optimizer, warmup, perCall: wanted } = stepCases[name as keyof typeof stepCases];
const partSize = part === undefined ? partSizesHere()[model.name] : part === "whole" ? batchSize : Number(part);
let perCall = wanted === "as a trial" ? 1 : wanted;
const times: number[] = [];
const runner = await openStretchRunner(planOf(), { engine: onnxEngine({ threads: Number(threads) }) });
const plan = planOf();
runner.load({
  weights: Float32Array.from({ length: model.parameterCount }, (_, i) => 0.05 * Math.sin(i * 1.7)),
  statistics: initialStatistics(model),
  slots: plan.rule.slots.map(() => new Float32Array(model.parameterCount)),
});
for (let call = 0, from = 0; call < warmup + Math.ceil(Number(steps) / perCall); call++) {
  const start = performance.now();
  await runner.run({ epoch: 1, from, steps: perCall });
  from += perCall;
  const seconds = (performance.now() - start) / 1e3 / perCall;
  if (call >= warmup) times.push(1e3 * seconds);
  else if (wanted === "as a trial") {
    const size = model.parameterCount * (1 + plan.rule.slots.length);
    perCall = Math.min(Number(steps), Math.max(1, Math.floor(stretchSeconds(size) / seconds)));
  }
}
await runner.close();
times.sort((a, b) => a - b);
const median = times[times.length >> 1]!;
const meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
console.log(
  JSON.stringify({
    medianMs: median,
    meanMs,
    medianUs: 1e3 * median,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    batchSize,
    version: `Node ${process.version}`,
  }),
);

function planOf() {
  const { convention, hyperparameters, program } = resolveOptimizer({ name: optimizer });
  const plain: TrialConfig = {
    schemaVersion: 1,
    data: { name: "bench", fingerprint: "bench", limitTrain: null, validation: 0.1 },
    model: { name: model.name, ...revisionMember(model) },
    optimizer: { name: optimizer, label: optimizer, convention, program, hyperparameters },
    lr: 1e-4,
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: 1,
      batchSize,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: deviceNamed(device),
    seed: 0,
  };
  const parts = partSizeMember({ ...partedBatch(model, plain), partSize });
  const config = { ...plain, training: { ...plain.training, ...parts } };
  return planTrial({ ...config, ...engineMember(config) }, { dataset: datasetOf(), model });
}

/** Random-looking images: what they show does not matter to the time a step takes. */
function datasetOf(): LoadedDataset {
  const pixels = sizeOf(model.input);
  const most = typeof wanted === "number" ? wanted : Number(steps);
  const count = Math.ceil((most * (warmup + 1) + Number(steps)) * batchSize * 1.2);
  const images = Uint8Array.from({ length: count * pixels }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
  const labels = Uint8Array.from({ length: count }, (_, i) => (Math.imul(i, 40503) >>> 8) % 10);
  const part = { count, images, labels };
  return {
    name: "bench",
    shape: model.input,
    classes: Array.from({ length: 10 }, (_, i) => String(i)),
    train: part,
    test: part,
    fingerprint: "bench",
    origin: "bench",
  };
}
