/** A file of its own, hence a process in which nothing has opened a session before. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSampleFashion } from "../../test/samples/fashion.ts";
import { ELEMENT, encodeModel, valueInfo } from "../onnx/model-proto.ts";
import { openSession } from "../onnx/session.ts";
import { createProxyEvaluator, proxyUses } from "./proxy-evaluator.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-subnormals-"));
  writeSampleFashion(folder, { train: 1200, test: 30 });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Its step is the sign of what lies below 2^-126. */
const signOfSubnormals = `def train(w, g, m, v, lr):
  m = g * 1e-30
  m = m * 1e-10
  lr = lr * 0.003
  update = sign(m)
  update = update * lr
  return update, m, v
`;

test("a program is scored alike before and after its process has trained", async () => {
  const tasks = await proxyUses(["mlp-b256"], { seeds: [1], dataDir: folder });
  const before = await createProxyEvaluator({ tasks, dataDir: folder });
  const first = before.evaluate(signOfSubnormals);
  const number = { elemType: ELEMENT.float, shape: [1] };
  const session = await openSession(
    encodeModel({
      name: "double",
      input: [valueInfo("x", number)],
      output: [valueInfo("y", number)],
      node: [{ opType: "Add", input: ["x", "x"], output: ["y"], attribute: [] }],
      initializer: [],
    }),
  );
  await session.close();
  expect(before.evaluate(signOfSubnormals)).toEqual(first);
  const after = await createProxyEvaluator({ tasks, dataDir: folder });
  expect(after.evaluate(signOfSubnormals)).toEqual(first);
});
