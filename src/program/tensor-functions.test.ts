/** Functions of whole tensors, by the interpreter: what each gives on a small tree, and what is refused. */
import { describe, expect, test } from "vitest";
import { bindProgram } from "./bind.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";
import { tensorFunctions } from "./tensor-functions.ts";

const leaves = leavesOf([[2, 3], [4]]);
const gradient = [1, -2, 2, 0, 3, -4, 0.5, -6, 2, 0];

const tested = new Set<string>();

/** The tree that an expression of g gives. */
function treeOf(expression: string): number[] {
  for (const { name } of tensorFunctions) if (expression.includes(`${name}(`)) tested.add(name);
  const text = `w = ${expression} + 0 * lr`;
  const rule = bindProgram(parseProgram(text), {}, text);
  const facts = () => ({ step: 1, lr: 1, peakLr: 1, totalSteps: 100 });
  return [...interpret(rule, { leaves, w0: new Float64Array(10), gradients: [gradient], facts })[0]!];
}

describe("functions of whole tensors", () => {
  test.each([
    ["tensor_sum(g)", [0, -3.5]],
    ["tensor_max(g)", [3, 2]],
    ["rows(g)", [2, 4]],
    ["columns(g)", [3, 1]],
    ["kth_largest(abs(g), 0.5)", [2, 2]],
    ["kth_largest(abs(g), 0.001)", [4, 6]],
  ])("%s is one number for each tensor", (expression, [first, second]) => {
    expect(treeOf(`g * 0 + ${expression}`)).toEqual([...Array(6).fill(first), ...Array(4).fill(second)]);
  });

  test("row_norm is the norm of each row of a matrix, and of a vector as a whole", () => {
    const norm = Math.hypot(0.5, 6, 2);
    const wanted = [3, 3, 3, 5, 5, 5, norm, norm, norm, norm];
    for (const [i, value] of treeOf("row_norm(g)").entries()) expect(value).toBeCloseTo(wanted[i]!, 12);
  });

  test("on_matrices takes the first value in matrices and the second elsewhere", () => {
    expect(treeOf("on_matrices(g, 7)")).toEqual([1, -2, 2, 0, 3, -4, 7, 7, 7, 7]);
  });

  test("polar makes rows orthonormal, and a vector one of length 1", () => {
    const y = treeOf("polar(g)");
    const [a, b, rest] = [y.slice(0, 3), y.slice(3, 6), y.slice(6)];
    const dot = (u: readonly number[], v: readonly number[]) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
    for (const [found, wanted] of [
      [dot(a, a), 1],
      [dot(b, b), 1],
      [dot(a, b), 0],
      [dot(rest, rest), 1],
    ] as const) {
      expect(found).toBeCloseTo(wanted, 12);
    }
  });

  test("newton_schulz leaves singular values between 0.68 and 1.13", () => {
    const squares = treeOf("newton_schulz(g / norm(g))")
      .slice(6)
      .reduce((sum, value) => sum + value ** 2, 0);
    expect(Math.sqrt(squares)).toBeCloseTo(0.6964364, 6); // a single singular value of 1, five times through the polynomial
  });

  test("top_singular of all singular values is the polar factor", () => {
    const [polar, top] = [treeOf("polar(g)"), treeOf("top_singular(g, 2)")];
    for (const [i, value] of top.entries()) expect(value).toBeCloseTo(polar[i]!, 9);
  });

  test("0 stays 0", () => {
    for (const name of ["polar(0 * w)", "newton_schulz(0 * w)", "top_singular(0 * w, 1)", "row_norm(0 * w)"]) {
      expect(treeOf(`g * 0 + ${name}`)).toEqual(Array(10).fill(0));
    }
  });

  test("a share that depends on the step is refused", () => {
    expect(() => treeOf("kth_largest(g, step)")).toThrow(/share of kth_largest must be a number above 0/);
  });

  test("every one of them is tested above", () => {
    expect([...tested].sort()).toEqual(tensorFunctions.map(({ name }) => name).sort());
  });
});
