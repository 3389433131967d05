import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { keptHeapSettings } from "../../src/core/kept-heap.ts";
import { describeQueue, follow, type TinyKind } from "../../src/jobs/queue.conformance.ts";
import { build, childrenOf, isAlive } from "../study/harness.ts";

const { openWorkerPool }: typeof import("../../src/jobs/worker-pool.ts") = await import(
  pathToFileURL(join(build, "jobs", "worker-pool.js")).href
);
const module = new URL("./tiny-job.mjs", import.meta.url).href;
const kind: TinyKind = { name: "tiny job", module, ahead: 1 };

describeQueue("worker processes", { open: (workers) => openWorkerPool({ workers }), module, isAlive });

test.runIf(process.platform === "linux")("a worker killed before it could work takes no job with it", async () => {
  const queue = openWorkerPool({ workers: 1 });
  const before = new Set(childrenOf(process.pid));
  const jobs = [1, 2].map((value) => follow(queue, kind, { do: "echo", value }));
  const [worker] = childrenOf(process.pid).filter((pid) => !before.has(pid));
  process.kill(worker!, "SIGKILL");
  expect(await Promise.all(jobs.map(({ last }) => last))).toEqual([1, 2].map((result) => ({ kind: "done", result })));
  await queue.close();
});

test("workers that cannot start are told of every job that waits", async () => {
  const { NODE_OPTIONS } = process.env;
  process.env.NODE_OPTIONS = "--require=/nonexistent/module.cjs";
  const queue = openWorkerPool({ workers: 1 });
  try {
    const jobs = [1, 2, 3].map((value) => follow(queue, kind, { do: "echo", value }));
    for (const { last } of jobs) {
      const report = await last;
      expect(report.kind).toBe("broken");
      if (report.kind === "broken")
        expect(report.error.message).toMatch(/ended with exit code 1 before it was ready: /);
    }
  } finally {
    if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = NODE_OPTIONS;
    await queue.close();
  }
});

test("workers are started with a heap that keeps its memory, where there is such a one", async () => {
  const queue = openWorkerPool({ workers: 1 });
  const possible = Object.keys(keptHeapSettings()).length > 0;
  expect(await follow(queue, kind, { do: "heap" }).last).toEqual({ kind: "done", result: possible });
  await queue.close();
});
