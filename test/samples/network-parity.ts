/**
 * Compares a network with what PyTorch computes: logits, loss, the gradient of every parameter, running statistics after
 * one step, and logits in evaluation with those statistics; stochastic depth with the masks that PyTorch had. All in float64, at weights and images made by formulas.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { floatTensor, intTensor, sizeOf, type Tensor } from "../../src/core/tensor.ts";
import { evaluateGraph } from "../../src/graph/evaluate-graph.ts";
import type { Model } from "../../src/models/model.ts";
import { dropPathInput } from "../../src/trainer/drop-path.ts";
import { networkGraph } from "./network-graph.ts";

/** Norm of a tensor, and the sum of its products with a wave. */
type Summary = readonly [number, number];

/** A case of a file that test/fixtures/models/make_torch.py wrote. Logits have one row an image. */
export interface NetworkCase {
  readonly label: string;
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly batch: number;
  readonly logits: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradients: { readonly [name: string]: Summary };
  readonly statistics: { readonly [name: string]: Summary };
  readonly evaluated: readonly (readonly number[])[];
  /** Masks of stochastic depth, a row for each branch in order; absent where every branch is kept. */
  readonly paths?: readonly (readonly number[])[];
}

/** The cases of `test/fixtures/models/NAME.json`. */
export function networkCases(name: string): readonly NetworkCase[] {
  const url = new URL(`../fixtures/models/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: NetworkCase[] }).cases;
}

/** Fails where the model and the case differ by more than `tolerance`, relative to the largest number compared. */
export function expectParity(model: Model, expected: NetworkCase, tolerance = 1e-8): void {
  const trained = runOnce(model, expected, null);
  expectNear(trained.logits, expected.logits.flat(), { tolerance, what: "logits" });
  expectNear([trained.loss], [expected.loss], { tolerance, what: "loss" });
  expect([...trained.gradients.keys()].sort()).toEqual(Object.keys(expected.gradients).sort());
  for (const [name, summary] of Object.entries(expected.gradients)) {
    expectNear(summaryOf(trained.gradients.get(name)!), summary, { tolerance, what: `gradient of ${name}` });
  }
  expect([...trained.statistics.keys()].sort()).toEqual(Object.keys(expected.statistics).sort());
  for (const [name, summary] of Object.entries(expected.statistics)) {
    expectNear(summaryOf(trained.statistics.get(name)!), summary, { tolerance, what: name });
  }
  const evaluated = runOnce(model, expected, trained.statistics);
  expectNear(evaluated.logits, expected.evaluated.flat(), { tolerance, what: "logits in evaluation" });
}

interface Pass {
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>;
  readonly statistics: ReadonlyMap<string, ArrayLike<number>>;
}

/** A training pass where `statistics` is null, else an evaluation with them. */
function runOnce(
  model: Model,
  { batch, classes, paths = [] }: NetworkCase,
  statistics: ReadonlyMap<string, ArrayLike<number>> | null,
): Pass {
  const training = statistics === null;
  const graph = networkGraph(model, { batch, training, branches: paths.length });
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  const feeds: Record<string, Tensor> = { x: imagesOf(model, batch), labels: intTensor([batch], labels) };
  for (const { name } of model.parameters) feeds[name] = startOf(model, name);
  for (const { name, shape, initial } of model.statistics) {
    feeds[name] = floatTensor(shape, statistics?.get(name) ?? new Array<number>(sizeOf(shape)).fill(initial));
  }
  if (training && paths.length > 0) feeds[dropPathInput] = floatTensor([paths.length, batch], paths.flat());
  const outputs = evaluateGraph(graph, feeds);
  const { data } = outputs.logits!;
  const named = (kind: string) =>
    new Map(
      Object.entries(outputs)
        .filter(([output]) => output.startsWith(`${kind} `))
        .map(([output, tensor]) => [output.slice(kind.length + 1), tensor.data]),
    );
  return {
    logits: Array.from({ length: batch * classes }, (_, i) => data[(i % classes) * batch + Math.floor(i / classes)]!),
    loss: outputs.loss!.data[0]!,
    gradients: named("gradient"),
    statistics: named("statistic"),
  };
}

/** Images, batch last, of the fixture's batch-first wave. */
function imagesOf({ input }: Model, batch: number): Tensor {
  const pixels = sizeOf(input);
  const images = wave([batch * pixels], 77, 1);
  const x = Array.from({ length: pixels * batch }, (_, i) => images[(i % batch) * pixels + Math.floor(i / batch)]!);
  return floatTensor([pixels, batch], x);
}

/** A wave by the length of the parameter's name, around 1 for scales of normalizations. */
function startOf(model: Model, name: string): Tensor {
  const { shape, initializer } = model.parameters.find((spec) => spec.name === name)!;
  const centre = initializer.kind === "ones" ? 1 : 0;
  return floatTensor(
    shape,
    wave(shape, 0.1 + name.length, 0.3).map((value) => centre + value),
  );
}

function wave(shape: readonly number[], phase: number, scale: number): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => scale * Math.sin(phase + i * 1.618 + i * i * 0.0137));
}

function summaryOf(values: ArrayLike<number>): number[] {
  let [squares, products] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    squares += values[i]! ** 2;
    products += values[i]! * Math.sin(0.5 + i * 1.618 + i * i * 0.0137);
  }
  return [Math.sqrt(squares), products];
}

function expectNear(
  found: readonly number[],
  expected: readonly number[],
  { tolerance, what }: { readonly tolerance: number; readonly what: string },
): void {
  const scale = Math.max(...expected.map(Math.abs));
  expect(found.length, what).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const difference = Math.abs(found[i]! - value);
    expect(difference, `${what} [${i}]: ${found[i]}, PyTorch ${value}`).toBeLessThan(tolerance * scale + 1e-12);
  }
}
