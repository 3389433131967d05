import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gradients } from "../autodiff/gradients.ts";
import { floatTensor, intTensor, sizeOf, type Tensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { Value } from "../graph/graph.ts";
import { imageClassification } from "../tasks/image-classification.ts";
import { cifarCnn, cifarCnnImproved, cifarCnnOf } from "./cifar-cnn.ts";
import type { Model } from "./model.ts";

/** Made by test/fixtures/models/cifar_cnn.py. */
interface Fixture {
  readonly channels: number;
  readonly size: number;
  readonly blocks: readonly number[];
  readonly hidden: number;
  readonly classes: number;
  readonly batch: number;
  readonly cases: readonly {
    readonly improved: boolean;
    readonly logits: readonly (readonly number[])[];
    readonly loss: number;
    readonly gradients: { readonly [name: string]: readonly number[] };
    readonly statistics: { readonly [name: string]: readonly number[] };
    readonly evaluated: readonly (readonly number[])[];
  }[];
}

const url = new URL("../../test/fixtures/models/cifar-cnn.json", import.meta.url);
const fixture = JSON.parse(readFileSync(url, "utf8")) as Fixture;
const { channels, size, blocks, hidden, classes, batch } = fixture;
const pixels = channels * size * size;

test("has the layers' sizes of the published network", () => {
  const counts = cifarCnn.layers.map(({ parameters }) => parameters).filter((count) => count > 0);
  expect(counts).toEqual([896, 9_248, 18_496, 36_928, 73_856, 147_584, 262_272, 1_290]);
  expect(cifarCnnImproved.parameterCount - cifarCnn.parameterCount).toBe(2 * (32 + 32 + 64 + 64 + 128 + 128 + 128));
});

describe.each(fixture.cases)("agrees with PyTorch, improved: $improved", (expected) => {
  const model = cifarCnnOf({
    name: "small",
    ...{ channels, size, classes, blocks, hidden, improved: expected.improved },
    parameterCount: 0,
  });
  const parameters = new Map(model.parameters.map((spec, i) => [spec.name, startOf(spec.name, spec.shape, i)]));

  test("logits, loss, every gradient, and running statistics in training", () => {
    const { outputs, statistics } = run(model, parameters, new Map());
    expectNear(transposed(outputs.logits!), expected.logits.flat(), "logits");
    expect(outputs.loss!.data[0]).toBeCloseTo(expected.loss, 9);
    expect(model.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const [name, values] of Object.entries(expected.gradients)) {
      expectNear([...outputs[`g ${name}`]!.data], values, `gradient of ${name}`);
    }
    expect([...statistics.keys()].sort()).toEqual(Object.keys(expected.statistics).sort());
    for (const [name, values] of Object.entries(expected.statistics)) {
      expectNear([...statistics.get(name)!], values, name);
    }
  });

  test("logits in evaluation, with the running statistics of that step", () => {
    const after = new Map(
      Object.entries(expected.statistics).map(([name, values]) => [name, floatTensor([values.length], values)]),
    );
    const { outputs } = run(model, parameters, after, { training: false });
    expectNear(transposed(outputs.logits!), expected.evaluated.flat(), "logits");
  });
});

/** One pass in float64. Statistics that are not given are at their start. */
function run(
  model: Model,
  parameters: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  { training = true } = {},
) {
  const b = createBuilder();
  const inputs = new Map<string, Value>();
  const feeds: { [name: string]: Tensor } = {};
  const input = (name: string, tensor: Tensor): Value => {
    feeds[name] = tensor;
    const value = inputs.get(name) ?? b.input(name, { dtype: tensor.dtype, shape: tensor.shape });
    inputs.set(name, value);
    return value;
  };
  const tracked = new Map<string, Value>();
  const image = (at: number) => wave([batch * pixels], 77, 1).data[at]!;
  const x = Array.from({ length: pixels * batch }, (_, i) => image((i % batch) * pixels + Math.floor(i / batch)));
  const statistic = (name: string): Value => {
    const spec = model.statistics.find((one) => one.name === name)!;
    return input(name, given.get(name) ?? floatTensor(spec.shape, new Array(sizeOf(spec.shape)).fill(spec.initial)));
  };
  const logits = model.forward(b, input("x", floatTensor([pixels, batch], x)), {
    batchSize: batch,
    training,
    parameter: (name) => input(name, parameters.get(name)!),
    statistic,
    track: (name, observed, momentum) => {
      const before = b.mul(b.scalar(1 - momentum), statistic(name));
      if (training) tracked.set(name, b.add(before, b.mul(b.scalar(momentum), observed)));
    },
    dropout: (h) => h,
  });
  const labels = input(
    "labels",
    intTensor(
      [batch],
      Int32Array.from({ length: batch }, (_, i) => i % classes),
    ),
  );
  const { losses } = imageClassification.examples(b, logits, labels);
  const loss = b.mean(losses, { axes: [0], keepDims: false });
  const names = model.parameters.map(({ name }) => name);
  const found = gradients(
    b,
    loss,
    names.map((name) => inputs.get(name)!),
  );
  const graph = b.build({
    logits,
    loss,
    ...Object.fromEntries(names.map((name, i) => [`g ${name}`, found[i]!])),
    ...Object.fromEntries([...tracked].map(([name, value]) => [`s ${name}`, value])),
  });
  const outputs = evaluateGraph(graph, feeds);
  const statistics = new Map([...tracked.keys()].map((name) => [name, outputs[`s ${name}`]!.data]));
  return { outputs, statistics };
}

function startOf(name: string, shape: readonly number[], index: number): Tensor {
  const one = name.includes("norm") && name.endsWith("weight") ? 1 : 0;
  const values = wave(shape, 0.1 + index, 0.3);
  return floatTensor(
    shape,
    Array.from(values.data, (value) => one + value),
  );
}

function wave(shape: readonly number[], phase: number, scale: number): Tensor {
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => scale * Math.sin(phase + i * 1.618 + i * i * 0.0137)),
  );
}

/** `[classes, batch]` to one row per image. */
function transposed({ data }: Tensor): number[] {
  return Array.from({ length: batch * classes }, (_, i) => data[(i % classes) * batch + Math.floor(i / classes)]!);
}

function expectNear(found: readonly number[], expected: readonly number[], what: string): void {
  const scale = Math.max(...expected.map(Math.abs));
  expect(found.length, what).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i]! - value), `${what} [${i}]: ${found[i]} and ${value}`).toBeLessThan(1e-8 * scale + 1e-12);
  }
}
