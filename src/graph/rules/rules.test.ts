import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Tensor } from "../../core/tensor.ts";
import { type Builder, createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import type { Value } from "../graph.ts";
import { spread } from "../ops/samples.ts";
import { printGraph } from "../text.ts";
import { verifyGraph } from "../verify.ts";
import { rules } from "./index.ts";

/** What each rule is for: an expression, and the ops that are left of it. */
const cases: readonly [rule: string, write: (b: Builder, x: Value) => Value, left: readonly string[]][] = [
  ["fold-constants", (b, x) => b.mul(x, b.exp(b.add(b.scalar(1), b.scalar(2)))), ["mul"]],
  ["fold-constants", (b, x) => b.softmax(b.mul(x, b.broadcastTo(b.scalar(2), { shape: [2, 3] }))), ["mul", "softmax"]],
  ["same-value", (b, x) => b.exp(b.reshape(x, { shape: [2, 3] })), ["exp"]],
  ["same-value", (b, x) => b.exp(b.transpose(x, { perm: [0, 1] })), ["exp"]],
  ["same-value", (b, x) => b.exp(b.concat([x], { axis: 1 })), ["exp"]],
  ["same-value", (b, x) => b.exp(b.slice(x, { axis: 1, start: 0, end: 3 })), ["exp"]],
  ["same-value", (b, x) => b.exp(b.cast(x, { to: "float" })), ["exp"]],
  ["same-value", (b, x) => b.exp(b.sum(x, { axes: [] })), ["exp"]],
  ["neutral-operand", (b, x) => b.exp(b.add(b.scalar(0), b.mul(x, b.scalar(1)))), ["exp"]],
  ["neutral-operand", (b, x) => b.exp(b.div(b.pow(b.sub(x, b.scalar(0)), b.scalar(1)), b.scalar(1))), ["exp"]],
  ["sign-change", (b, x) => b.exp(b.neg(b.mul(x, b.scalar(-1)))), ["exp"]],
  ["sign-change", (b, x) => b.exp(b.neg(b.mul(x, b.scalar(3)))), ["mul", "exp"]],
  ["reshape-chain", (b, x) => b.exp(b.reshape(b.reshape(x, { shape: [6] }), { shape: [3, 2] })), ["reshape", "exp"]],
  ["reshape-chain", (b, x) => b.sum(b.reshape(x, { shape: [6, 1] }), { axes: [1] }), ["reshape"]],
  ["implicit-broadcast", (b, x) => b.mul(x, b.broadcastTo(b.sum(x), { shape: [2, 3] })), ["sum", "mul"]],
  ["implicit-broadcast", (b, x) => b.add(b.reshape(b.sum(x), { shape: [1, 1] }), x), ["sum", "add"]],
  ["implicit-broadcast", (b, x) => b.add(b.reshape(b.sum(x, { axes: [0] }), { shape: [1, 3] }), x), ["sum", "add"]],
];

test.each(cases)("%s leaves less, of the same meaning (%#)", (_, write, left) => {
  const { graph, result } = compute(write, true);
  expect(graph.nodes.map(({ op }) => op).filter((op) => op !== "input" && op !== "constant")).toEqual(left);
  expect(verifyGraph(graph)).toEqual([]);
  expect(result).toEqual(compute(write, false).result);
});

test("every rule has a case and stands in its own file", () => {
  const names = rules.map(({ name }) => name).sort();
  expect([...new Set(cases.map(([name]) => name))].sort()).toEqual(names);
  const files = readdirSync(import.meta.dirname).filter(
    (file) => !/\.test\.ts$|^(index|rule|constant)\.ts$/.test(file),
  );
  expect(files.map((file) => file.slice(0, -3)).sort()).toEqual(names);
});

test("an operand that widens the result stays", () => {
  const graph = compute((b, x) => b.mul(b.sum(x), b.broadcastTo(b.reduceMax(x), { shape: [2, 3] })), true).graph;
  expect(printGraph(graph)).toContain("broadcastTo");
});

function compute(write: (b: Builder, x: Value) => Value, rewrite: boolean) {
  const b = createBuilder({ rewrite });
  const graph = b.build({ y: write(b, b.input("x", { dtype: "float", shape: [2, 3] })) });
  const feeds: { readonly [name: string]: Tensor } = { x: spread([2, 3]) };
  return { graph, result: evaluateGraph(graph, feeds).y };
}
