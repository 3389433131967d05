import { expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { floatTensor, intTensor } from "../core/tensor.ts";
import { createBuilder } from "./builder.ts";
import { parseGraph } from "./parse-graph.ts";
import { printGraph } from "./text.ts";
import { verifyGraph } from "./verify.ts";

const golden = `%0 = input {name: "a \\"b\\""} : float [2, 3]
%1 = constant {value: float [3] (-0 1e-7 -Infinity)} : float [3]
%2 = add (%0 %1) : float [2, 3]
%3 = clip (%2) {max: 1.5} : float [2, 3]
%4 = constant {value: int [2] (1 0)} : int [2]
%5 = gather (%3 %4) {axis: 0} : float [2, 3]
%6 = cast (%5) {to: "int"} : int [2, 3]
%7 = sum (%5) {axes: [0, 1], keepDims: true} : float [1, 1]
output "whole" = %6
output "total" = %7
`;

test("a graph prints as its golden text, and the text parses to a sound graph", () => {
  const b = createBuilder();
  const x = b.input('a "b"', { dtype: "float", shape: [2, 3] });
  const shifted = b.clip(b.add(x, b.constant(floatTensor([3], [-0, 1e-7, -Infinity]))), { max: 1.5 });
  const picked = b.gather(shifted, b.constant(intTensor([2], [1, 0])), { axis: 0 });
  const graph = b.build({
    whole: b.cast(picked, { to: "int" }),
    total: b.sum(picked, { axes: [0, 1], keepDims: true }),
  });
  expect(printGraph(graph)).toBe(golden);
  expect(verifyGraph(parseGraph(golden))).toEqual([]);
  expect(printGraph(parseGraph(golden))).toBe(golden);
});

test("equal nodes are one node", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2] });
  expect(b.exp(b.add(x, b.scalar(2)))).toBe(b.exp(b.add(x, b.scalar(2))));
  expect(b.sum(x)).not.toBe(b.sum(x, { keepDims: true }));
});

test("only what the outputs need is in a graph, numbered by position", () => {
  const b = createBuilder();
  const unused = b.input("unused", { dtype: "float", shape: [] });
  b.exp(unused);
  const graph = b.build({ y: b.neg(b.input("x", { dtype: "float", shape: [] })) });
  expect(Object.keys(graph.inputs)).toEqual(["x"]);
  expect(verifyGraph(graph)).toEqual([]);
});

test.each([
  ["%0 = input", '":"'],
  ["%0 = exp (%3) : float []", "%3 is not defined"],
  ['%0 = input {name: "x"} : double []', "float, int, bool or byte"],
  ['%0 = input {name: "x"} : float [] more', "the end of the line"],
  ["%0 = input {name: x} : float []", "a number"],
])("a syntax error names its line: %s", (line, expected) => {
  expect(() => parseGraph(`\n${line}\n`)).toThrow(LabError);
  expect(() => parseGraph(`\n${line}\n`)).toThrow(/Line 2/);
  expect(() => parseGraph(`\n${line}\n`)).toThrow(expected);
});

test.each([
  ["another shape", golden.replace("add (%0 %1) : float [2, 3]", "add (%0 %1) : float [3, 2]"), 2],
  ["another dtype", golden.replace("clip (%2) {max: 1.5} : float", "clip (%2) {max: 1.5} : int"), 3],
  ["a wrong position", golden.replace("%4 = constant", "%9 = constant"), 4],
  ["an unknown op", golden.replace("clip", "clap"), 3],
  ["an operand of a wrong kind", golden.replace("gather (%3 %4)", "gather (%3 %2)"), 5],
])("the verifier finds %s", (_, text, node) => {
  const problems = verifyGraph(parseGraph(text));
  expect(problems.map((problem) => problem.node)).toContain(node);
});
