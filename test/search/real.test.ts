import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { temporaryFolder } from "../study/harness.ts";
import { discover, discovered, dumpOf } from "./harness.ts";
import { realDiscovery } from "./real-discovery.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

test("the real evaluator leaves the same archive with one worker, and with two that were killed in between", async () => {
  const order = await realDiscovery(folder.path, { evaluations: 30 });
  const { dump, lines } = await discovered({ ...order, folder: join(folder.path, "one"), workers: 1 });
  expect(lines.at(-1)).toEqual({ kind: "ended", outcome: "complete" });
  expect(dump.match(/"status":"finished"/g)?.length).toBeGreaterThan(10);

  const two = { ...order, folder: join(folder.path, "two"), workers: 2 };
  const first = discover(two);
  await first.seen((line) => line.kind === "progress" && line.progress.evaluations > 8);
  first.process.kill("SIGKILL");
  await first.ended;
  expect((await discover(two).ended).at(-1)).toEqual({ kind: "ended", outcome: "complete" });
  expect(await dumpOf(two)).toBe(dump);
});
