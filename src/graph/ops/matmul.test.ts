import { expect, test } from "vitest";
import { lowerGraph } from "../../onnx/lower.ts";
import { openSession } from "../../onnx/session.ts";
import { createBuilder } from "../builder.ts";
import { evaluateGraph } from "../evaluate-graph.ts";
import { relativeDifference } from "./op.conformance.ts";
import { spread } from "./samples.ts";

test("a long sum for a small result computes the same by either side", async () => {
  for (const [rows, columns] of [
    [3, 8],
    [8, 3],
  ] as const) {
    const b = createBuilder();
    const g = b.input("g", { dtype: "float", shape: [rows, 1500] });
    const x = b.input("x", { dtype: "float", shape: [columns, 1500] });
    const graph = b.build({ y: b.matmul(g, x, { transB: true }) });
    const feeds = { g: spread([rows, 1500], -1, 1), x: spread([columns, 1500], -0.9, 1) };
    const session = await openSession(lowerGraph(graph, { name: "weights" }));
    const found = await session.run(feeds);
    await session.close();
    expect(found.y!.shape).toEqual([rows, columns]);
    expect(relativeDifference(found.y!.data, evaluateGraph(graph, feeds).y!.data)).toBeLessThan(1e-4);
  }
});
