import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LabError } from "../../core/errors.ts";
import { lowerGraph } from "../../onnx/lower.ts";
import { openSession } from "../../onnx/session.ts";
import { createBuilder } from "../builder.ts";
import { evaluateOp } from "../eager.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import { parseGraph } from "../parse-graph.ts";
import { printGraph } from "../text.ts";
import { verifyGraph } from "../verify.ts";
import { ops } from "./index.ts";
import { centralDifferences, opCase, relativeDifference, roundedSamples } from "./op.conformance.ts";
import type { Op } from "./op.ts";

const list: readonly Op[] = Object.values<Op>(ops);

describe.each(list.map((op) => [op.name, op] as const))("%s", (_, op) => {
  const plain = opCase(op, { rewrite: false });

  test("has samples, and declares what it evaluates to", () => {
    expect(op.samples.length).toBeGreaterThan(0);
    for (const { inputs, attrs } of op.samples) {
      const { dtype, shape } = evaluateOp(op, inputs, attrs);
      const declared = op.result(inputs, attrs ?? {});
      expect({ dtype, shape }).toEqual({ dtype: declared.dtype, shape: declared.shape });
    }
  });

  test("agrees with a session, forward and backward", async () => {
    const session = await openSession(lowerGraph(plain.graph, { name: op.name }));
    const found = await session.run(plain.feeds);
    await session.close();
    for (const [name, { dtype, shape, data }] of Object.entries(plain.expected)) {
      expect(found[name]).toMatchObject({ dtype, shape });
      expect(relativeDifference(found[name]!.data, data), name).toBeLessThan(op.rounding?.largest ?? 5e-6);
    }
  });

  test("has the gradient of central differences", () => {
    for (const [i, sample] of roundedSamples(op).entries()) {
      if (sample.skip?.gradient || sample.skip?.session) continue;
      for (const k of sample.inputs.keys()) {
        const found = plain.expected[`g${i}.${k}`];
        if (found) expect(relativeDifference(found.data, centralDifferences(op, sample, k))).toBeLessThan(1e-6);
      }
    }
  });

  test("keeps its meaning when graphs are rewritten, and its graphs verify", () => {
    const rewritten = opCase(op, { rewrite: true });
    expect(verifyGraph(plain.graph)).toEqual([]);
    expect(verifyGraph(rewritten.graph)).toEqual([]);
    for (const [name, { data }] of Object.entries(plain.expected)) {
      expect(relativeDifference(rewritten.expected[name]!.data, data), name).toBeLessThan(1e-12);
    }
  });

  test("prints and parses", () => {
    const text = printGraph(plain.graph);
    const parsed = parseGraph(text);
    expect(printGraph(parsed)).toBe(text);
    expect(evaluateGraph(parsed, plain.feeds)).toEqual(plain.expected);
  });

  test("rejects what it says it rejects", () => {
    for (const { inputs, attrs, code } of op.rejects ?? []) {
      expect(codeOf(() => evaluateOp(op, inputs, attrs))).toBe(code);
    }
  });
});

test("the list holds every op of the folder under its own name", () => {
  const shared = ["axes", "elementwise", "index", "op", "product", "reduce", "samples", "stacked"];
  const files = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".conformance.ts"))
    .map((file) => file.slice(0, -3))
    .filter((name) => !shared.includes(name));
  expect(Object.keys(ops).sort()).toEqual(files.sort());
  for (const [name, op] of Object.entries<Op>(ops)) expect(op.name).toBe(name);
});

test("a builder refuses wrong operands in one sentence", () => {
  const b = createBuilder();
  const x = b.input("x", { dtype: "float", shape: [2] });
  const n = b.input("n", { dtype: "int", shape: [2] });
  expect(codeOf(() => b.exp(n))).toBe("op-input-dtype");
  expect(codeOf(() => b.add(x, n))).toBe("dtypes-differ");
  expect(codeOf(() => b.apply("add", [x]))).toBe("op-inputs");
  expect(codeOf(() => b.apply("tanhh", [x]))).toBe("unknown-op");
  expect(codeOf(() => b.input("x", { dtype: "float", shape: [] }))).toBe("input-redefined");
  expect(codeOf(() => b.exp(createBuilder().scalar(1)))).toBe("foreign-value");
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
  return "nothing was thrown";
}
