import { expect, test } from "vitest";
import type { Tensor } from "../../src/core/tensor.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { ops } from "../../src/graph/ops/index.ts";
import type { Op } from "../../src/graph/ops/op.ts";
import { stackCases } from "../../src/graph/stack/stack.conformance.ts";
import { lowerGraph } from "../../src/onnx/lower.ts";
import { openSession } from "../../src/onnx/session.ts";

const device = "webgpu";
const count = 3;

test.each(Object.values<Op>(ops).map((op) => [op.name, op] as const))(
  "slices of a stacked %s hold the bits of single calls",
  async (_, op) => {
    for (const { name, single, feeds, stacked, stackedFeeds } of stackCases(op, { count })) {
      const all = (await run(stacked, [stackedFeeds]))[0]!;
      const alone = await run(single, feeds);
      const size = all.data.length / count;
      for (const [i, y] of alone.entries()) expect(bits(all, i * size, size), name).toEqual(bits(y, 0, size));
    }
  },
);

async function run(graph: Graph, feeds: readonly { readonly [name: string]: Tensor }[]): Promise<readonly Tensor[]> {
  const session = await openSession(lowerGraph(graph, { name: "stack", device }), { device });
  const results: Tensor[] = [];
  for (const feed of feeds) results.push((await session.run(feed)).y!);
  await session.close();
  return results;
}

function bits({ data }: Tensor, start: number, size: number): readonly number[] {
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = data;
  return [...new Uint8Array(buffer, byteOffset + start * BYTES_PER_ELEMENT, size * BYTES_PER_ELEMENT)];
}
