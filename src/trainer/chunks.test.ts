import { expect, test } from "vitest";
import { modelNamed } from "../models/index.ts";
import { bindProgram } from "../program/bind.ts";
import { parseProgram } from "../program/parse.ts";
import { chunkReachFor, chunkSizeFor, chunksOf, fromChunks, inChunks } from "./chunks.ts";
import { leavesOf } from "./parameters.ts";

const leaves = leavesOf({
  parameters: [
    { name: "a", shape: [2, 3] },
    { name: "b", shape: [3] },
    { name: "c", shape: [4, 4] },
    { name: "d", shape: [1] },
  ],
});

test("chunks are whole tensors: large ones by themselves, small ones together until they are large enough", () => {
  const facts = (size: number) =>
    chunksOf(leaves, size).map((chunk) => [
      chunk.suffix,
      chunk.size,
      chunk.leaves.map(({ name, offset }) => `${name} ${offset}`),
      chunk.origins,
    ]);
  expect(facts(Number.POSITIVE_INFINITY)).toEqual([["", 26, ["a 0", "b 6", "c 9", "d 25"], [0, 6, 9, 25]]]);
  expect(facts(64)).toEqual([
    [".0", 10, ["a 0", "b 6", "d 9"], [0, 6, 25]],
    [".1", 16, ["c 0"], [9]],
  ]);
  expect(facts(8).map(([, size]) => size)).toEqual([6, 3, 16, 1]);
});

test("small tensors of a chunk are neighbours, but where clipping adds up the norm chunk by chunk", () => {
  const named = (reach?: number) => chunksOf(leaves, 64, reach).map(({ leaves: own }) => own.map(({ name }) => name));
  expect(named(25)).toEqual([["a", "b"], ["c"], ["d"]]);
  expect(named(26)).toEqual([["a", "b", "d"], ["c"]]);
  expect(named(1)).toEqual([["a"], ["b"], ["c"], ["d"]]);
  expect(chunkReachFor(100, { clipGlobalNorm: null })).toBe(200);
  expect(chunkReachFor(100, { clipGlobalNorm: 1 })).toBe(Number.POSITIVE_INFINITY);
  const resnet = leavesOf(modelNamed("resnet-18"));
  const farApart = (clipGlobalNorm: number | null): boolean =>
    chunksOf(resnet, 2 ** 18, chunkReachFor(2 ** 18, { clipGlobalNorm })).some(
      ({ origins, leaves: own }) => origins.at(-1)! + own.at(-1)!.size - origins[0]! > 2 ** 19 && own.length > 1,
    );
  expect([farApart(null), farApart(1)]).toEqual([false, true]);
});

test("a vector goes in, as views where it can, and comes out as it was", () => {
  const flat = Float32Array.from({ length: 26 }, (_, i) => i);
  for (const size of [1, 8, 64, Number.POSITIVE_INFINITY]) {
    const chunks = chunksOf(leaves, size);
    const feeds = inChunks("w", flat, chunks);
    expect(fromChunks((name) => feeds[name]!.data, "w", chunks)).toEqual(flat);
  }
  const [small, large] = Object.values(inChunks("w", flat, chunksOf(leaves, 64)));
  expect([...small!.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 25]);
  expect(large!.data.buffer).toBe(flat.buffer);
});

test("a rule that adds up over all tensors keeps them together, and so does a GPU", () => {
  const ruleOf = (update: string) =>
    bindProgram(parseProgram(`def train(w, g, lr):\n  update = ${update}\n  return update`), {});
  expect(chunkSizeFor("cpu", ruleOf("g * lr"))).toBe(2 ** 18);
  expect(chunkSizeFor("cpu", ruleOf("g / norm(g)"))).toBe(2 ** 18);
  expect(chunkSizeFor("cpu", ruleOf("g / global_norm(g)"))).toBe(Number.POSITIVE_INFINITY);
  expect(chunkSizeFor("webgpu", ruleOf("g * lr"))).toBe(Number.POSITIVE_INFINITY);
});
