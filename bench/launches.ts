/**
 * Launches: what a training step launches, moves and computes on WebGPU, for one trial and for stacks of trials. Needs no GPU.
 *
 * Counted from the graph of a step with Adam: operators of the loop's body without those that only rename memory; bytes read and written
 * by every node; multiplications and additions of products, and one for each number that any other node writes. Of stacked trials, each
 * trial's share.
 */
import { sizeOf } from "../src/core/tensor.ts";
import type { Graph, Value } from "../src/graph/graph.ts";
import { stackGraphs } from "../src/graph/stack/stack-graphs.ts";
import { modelNamed, models } from "../src/models/index.ts";
import { operatorsOf } from "../src/onnx/lower.ts";
import { resolveOptimizer } from "../src/optimizers/resolve.ts";
import { ruleFromConfig } from "../src/optimizers/resolve-text.ts";
import { imageClassification } from "../src/tasks/image-classification.ts";
import { scalarInputs } from "../src/trainer/step-update.ts";
import { buildTrainStep, carriedNames, trainingLoop } from "../src/trainer/train-graph.ts";
import { readCall } from "./call.ts";

const batchSize = 128;
const device = "webgpu";
const stacks = [1, 8, 28];
const { json, given } = readCall({ networks: { words: models.map(({ name }) => name) } });
const wanted =
  given.networks.length > 0
    ? given.networks
    : ["fashion-cnn", "cifar-cnn", "cifar-cnn-improved", "resnet-18", "vit-ti-4", "mixer-s-4"];
const renaming = new Set(["Reshape", "Squeeze", "Unsqueeze", "Identity"]);
const rule = ruleFromConfig({ ...resolveOptimizer({ name: "adam" }), label: "adam" });

/** One line of the table. */
interface Row {
  readonly model: string;
  readonly trials: number;
  readonly launches: number;
  readonly launchesPerTrial: number;
  readonly megabytesPerTrial: number;
  readonly gigaflopPerTrial: number;
}

const rows: Row[] = [];
for (const name of wanted) {
  const model = modelNamed(name);
  const step = buildTrainStep({
    model,
    task: imageClassification,
    rule,
    batchSize,
    images: 1,
    freeImages: true,
    clipGlobalNorm: null,
    decaySkipsBiases: false,
    device,
  });
  const own = new Set([...carriedNames(step, rule), ...scalarInputs(rule)]);
  const shared = new Set(Object.keys(step.body.inputs).filter((input) => !own.has(input)));
  for (const trials of stacks) {
    const body = trials === 1 ? step.body : stackGraphs(new Array<Graph>(trials).fill(step.body), { shared });
    const operators = operatorsOf({ ...trainingLoop({ ...step, body }, { rule, freeImages: true }), device });
    const launches = operators.filter((type) => !renaming.has(type)).length;
    const row = {
      model: name,
      trials,
      launches,
      launchesPerTrial: launches / trials,
      megabytesPerTrial: sumOf(body, bytes) / trials / 1e6,
      gigaflopPerTrial: sumOf(body, arithmetic) / trials / 1e9,
    };
    rows.push(row);
    if (!json) process.stdout.write(lineOf(row));
  }
}
if (json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);

function lineOf({ model, trials, launches, launchesPerTrial, megabytesPerTrial, gigaflopPerTrial }: Row): string {
  const stack = trials === 1 ? "alone" : `${trials} stacked`;
  return `${model.padEnd(20)} ${stack.padEnd(11)} ${String(launches).padStart(6)} launches, of each trial ${launchesPerTrial.toFixed(0).padStart(5)}, ${megabytesPerTrial.toFixed(0).padStart(5)} MB, ${gigaflopPerTrial.toFixed(1).padStart(6)} GFLOP\n`;
}

function sumOf({ nodes }: Graph, cost: (node: Value) => number): number {
  return nodes.reduce((sum, node) => sum + (["input", "constant", "reshape"].includes(node.op) ? 0 : cost(node)), 0);
}

function bytes(node: Value): number {
  return [node, ...node.inputs].reduce(
    (sum, { dtype, shape }) => sum + sizeOf(shape) * (dtype === "byte" || dtype === "bool" ? 1 : 4),
    0,
  );
}

/** Of a convolution, as a plain one: F(4×4, 3×3) does a quarter of the products. */
function arithmetic({ op, inputs, shape, attrs }: Value): number {
  const size = sizeOf(shape);
  if (op === "matmul") return 2 * size * inputs[0]!.shape.at(attrs.transA === true ? -2 : -1)!;
  if (op === "convolve3") return 18 * size * inputs[0]!.shape.at(-1)!;
  if (op === "convolve3Weights") return 2 * size * sizeOf(inputs[0]!.shape.slice(-3, -1));
  return size;
}
