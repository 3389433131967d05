import { expect, test } from "vitest";
import { ops } from "../../src/graph/ops/index.ts";
import { opCase, relativeDifference } from "../../src/graph/ops/op.conformance.ts";
import type { Op } from "../../src/graph/ops/op.ts";
import { lowerGraph } from "../../src/onnx/lower.ts";
import { openSession, probe } from "../../src/onnx/session.ts";

/**
 * What the shading language promises of its own functions where that is less than float32 rounding: sine and cosine to
 * 2^-11 absolute, inverse functions to 4096 units in the last place. Source: WGSL specification, section 15.7.4.
 */
const promised: { readonly [op: string]: number | undefined } = {
  sin: 2 ** -11,
  cos: 2 ** -11,
  tan: 2 ** -10,
  arcsin: 2 ** -11,
  arccos: 2 ** -11,
  arctan: 2 ** -11,
};

test("the device is there", async () => {
  expect(await probe("webgpu")).toEqual({ device: "webgpu", available: true, reason: "" });
});

test.each(Object.values<Op>(ops).map((op) => [op.name, op] as const))(
  "%s agrees with the reference, forward and backward",
  async (name, op) => {
    const { graph, feeds, expected } = opCase(op, { rewrite: false });
    const session = await openSession(lowerGraph(graph, { name, device: "webgpu" }), { device: "webgpu" });
    const found = await session.run(feeds);
    await session.close();
    for (const [output, { dtype, shape, data }] of Object.entries(expected)) {
      expect(found[output]).toMatchObject({ dtype, shape });
      expect(relativeDifference(found[output]!.data, data), output).toBeLessThan(
        promised[name] ?? op.rounding?.largest ?? 2e-5,
      );
    }
  },
);
