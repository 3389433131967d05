import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { floatTensor, intTensor, sizeOf } from "../core/tensor.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { proxyNamed } from "../tasks/proxies/index.ts";
import type { ProxyExamples, ProxyTask } from "../tasks/proxy.ts";
import { leavesOf } from "./parameters.ts";
import { buildProxyStep, buildProxyValidation } from "./proxy-graphs.ts";

interface Recorded {
  readonly loss: number;
  readonly gradientNorms: { readonly [parameter: string]: number };
}

const path = new URL("../../test/fixtures/proxies/torch.json", import.meta.url);
const recorded = JSON.parse(readFileSync(path, "utf8")) as { readonly [proxy: string]: Recorded };
const shapes = { mlp: [4, 64], cnn: [4, 196], "row-transformer": [4, 64], "next-character": [4, 8] } as const;

/** The examples of the fixture's script. */
function examplesOf(proxy: keyof typeof shapes): ProxyExamples {
  const shape = shapes[proxy];
  const numbers = Array.from({ length: sizeOf(shape) }, (_, i) => i);
  const words = proxy === "next-character";
  const x = words
    ? intTensor(
        shape,
        numbers.map((i) => (11 * i) % 29),
      )
    : floatTensor(
        shape,
        numbers.map((i) => Math.sin(0.37 * i)),
      );
  const y = [0, 1, 2, 3].map((i) => (words ? (5 * i + 3) % 29 : (7 * i + 1) % 10));
  return { x, y: intTensor([4], y), count: 4 };
}

test.each(Object.keys(shapes) as (keyof typeof shapes)[])("%s: loss and gradients are PyTorch's", (name) => {
  const task: ProxyTask = { ...proxyNamed(name), batchSize: 4 };
  const examples = examplesOf(name);
  const w = floatTensor(
    [task.parameterCount],
    Array.from({ length: task.parameterCount }, (_, i) => 0.3 * Math.sin(1.3 * i + 0.2)),
  );
  const feeds = { w, x: examples.x, y: examples.y, index: intTensor([4], [2, 0, 3, 1]) };
  const { loss, g } = evaluateGraph(buildProxyStep(task, examples), feeds);
  const { loss: expected, gradientNorms } = recorded[name]!;
  expect(loss!.data[0]).toBeCloseTo(expected, 10);
  expect(evaluateGraph(buildProxyValidation(task, examples, 4), feeds).loss!.data[0]).toBeCloseTo(expected, 10);
  for (const leaf of leavesOf(task)) {
    const norm = Math.hypot(...g!.data.subarray(leaf.offset, leaf.offset + leaf.size));
    expect(norm, leaf.name).toBeCloseTo(gradientNorms[leaf.name]!, 9);
  }
});
