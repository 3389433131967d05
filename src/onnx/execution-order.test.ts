import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { standingOrder } from "./execution-order.ts";
import type { NodeProto } from "./model-proto.ts";

const node = (output: string, input: readonly string[]): NodeProto => ({
  opType: "Sum",
  input: [...input],
  output: [output],
  attribute: [],
});

/** The order in which the runtime computes a list of nodes: back from the results, last operand first. */
function executed(nodes: readonly NodeProto[]): string[] {
  const at = new Map(nodes.map(({ output }, i) => [output[0]!, i]));
  const read = new Set(nodes.flatMap(({ input }) => input));
  const done: string[] = [];
  const visit = (i: number): void => {
    const { input, output } = nodes[i]!;
    if (done.includes(output[0]!)) return;
    const sources = input.flatMap((name) => at.get(name) ?? []);
    for (const source of sources.sort((a, b) => b - a)) visit(source);
    done.push(output[0]!);
  };
  const results = nodes.flatMap(({ output }, i) => (read.has(output[0]!) ? [] : [i]));
  for (const i of results.reverse()) visit(i);
  return done;
}

test("gradients of weights run as they were written, not after the whole backward pass", () => {
  const written = [
    node("a1", ["x"]),
    node("a2", ["a1"]),
    node("g2", ["a2"]),
    node("dw2", ["g2", "a1"]),
    node("g1", ["g2"]),
    node("dw1", ["g1", "x"]),
    node("joined", ["dw1", "dw2"]),
  ];
  const names = written.map(({ output }) => output[0]!);
  expect(executed(written)).not.toEqual(names); // what the runtime would do by itself
  expect(executed(standingOrder(written))).toEqual(names);
});

test("every node stands after what it reads, bodies included", () => {
  const rng = createRng(1, "order");
  for (let round = 0; round < 50; round++) {
    const written = Array.from({ length: 40 }, (_, i) => {
      const sources = Array.from({ length: 3 }, () => `n${Math.floor(rng.uniform() * (i + 3)) - 3}`);
      if (i % 7 !== 6) return node(`n${i}`, sources);
      const body = { name: "body", input: [], output: [], node: [node("inner", sources)], initializer: [] };
      return { ...node(`n${i}`, []), attribute: [{ name: "body", type: 5, g: body }] };
    });
    const ordered = standingOrder(written);
    expect(ordered).toHaveLength(written.length);
    const seen = new Set(["n-1", "n-2", "n-3"]);
    for (const { input, output, attribute } of ordered) {
      const names = [...input, ...attribute.flatMap(({ g }) => g!.node.flatMap((inner) => inner.input))];
      expect(names.filter((name) => !seen.has(name))).toEqual([]);
      seen.add(output[0]!);
    }
  }
});
