import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { HostedKind } from "../../src/jobs/postgres/held-job.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { jobStatus } from "../../src/jobs/postgres/job-status.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { WorkerHost, type WorkerHostOptions } from "../../src/jobs/postgres/worker-host.ts";
import { processorNeed } from "../../src/jobs/processor-need.ts";
import { describeQueue, follow, type TinyKind, type TinyOrder } from "../../src/jobs/queue.conformance.ts";
import type { JobQueue } from "../../src/jobs/queue.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { build, isAlive } from "../study/harness.ts";

const { openWorkerPool }: typeof import("../../src/jobs/worker-pool.ts") = await import(
  pathToFileURL(join(build, "jobs", "worker-pool.js")).href
);
const module = new URL("./tiny-job.mjs", import.meta.url).href;
const server = postgres === null ? null : await JobServer.open(postgresAddress(await newDatabase()));
afterAll(() => server?.close());

const tiny = (ahead: number): TinyKind => ({ name: "tiny job", module, ahead });

interface HostOptions extends Partial<Pick<WorkerHostOptions, "provide" | "onWord" | "processor">> {
  readonly slots: number;
  readonly ahead?: number;
  /** It begins when this has resolved. */
  readonly after?: Promise<void>;
}

/** A host on this machine, with processes of its own. */
function startHost(version: string, { slots, ahead = 0, after = Promise.resolve(), ...options }: HostOptions) {
  const pool = openWorkerPool({ workers: slots });
  const leaving = new AbortController();
  const hosted = {
    kind: tiny(ahead),
    isPartial: (result) => result === "stopped",
    missed: (_, order) => ((order as TinyOrder).value === "a thing" ? "a thing" : null),
  } satisfies HostedKind;
  const host = new WorkerHost(server!, pool, {
    ...{ version, slots, processor: "a processor", device: "cpu" },
    ...options,
    kinds: new Map([
      ["tiny job", hosted],
      ["tinier job", { ...hosted, kind: tiny(31) }],
      ["missing job", { ...hosted, kind: { ...hosted.kind, module: "file:///none.mjs" } }],
    ]),
  });
  const gone = after.then(() => host.run(leaving.signal)).finally(() => pool.close());
  return {
    gone,
    leave: (): Promise<void> => {
      leaving.abort();
      return gone;
    },
  };
}

let versions = 0;

describe.skipIf(server === null)("jobs that are shared through a server", () => {
  describeQueue("obey the laws of queues", {
    open: (workers): JobQueue => {
      const version = `law-${++versions}`;
      const queue = new SharedQueue(server!, { name: "laws", version, device: "cpu", slots: workers });
      const host = startHost(version, { slots: workers, ahead: 1, after: queue.announce() });
      return {
        free: (kind) => queue.free(kind),
        start: (kind, order, listener) => queue.start(kind, order, listener),
        close: async () => {
          await queue.close();
          await host.leave();
        },
      };
    },
    module,
    isAlive,
  });

  test("go on elsewhere when a worker leaves, without a word to their owner", async () => {
    const queue = new SharedQueue(server!, { name: "leaving", version: "leaving", device: "cpu", slots: 4 });
    const first = startHost("leaving", { slots: 2 });
    const jobs = Array.from({ length: 2 }, () => follow(queue, tiny(0), { do: "until stopped" }));
    const before = await Promise.all(jobs.map(({ begun }) => begun));
    const second = startHost("leaving", { slots: 2 });
    await first.leave();
    await expect.poll(() => jobs.map(({ reports }) => reports.length), { timeout: 60_000 }).toEqual([2, 2]);
    const after = jobs.map(({ reports }) => reports[1]);
    expect(after).toMatchObject([{ kind: "event" }, { kind: "event" }]);
    expect(after.some((report) => report?.kind === "event" && before.includes(report.event))).toBe(false);
    for (const job of jobs) job.stop();
    expect(await Promise.all(jobs.map(({ last }) => last))).toEqual(
      jobs.map(() => ({ kind: "done", result: "stopped" })),
    );
    await queue.close();
    await second.leave();
  });

  test("are lost where their owner was not heard of for long, and it is told so when it is there again", async () => {
    const queue = new SharedQueue(server!, { name: "asleep", version: "asleep", device: "cpu" });
    const host = startHost("asleep", { slots: 1 });
    const job = follow(queue, tiny(0), { do: "until stopped" });
    await job.begun;
    let ended = false;
    void job.last.then(() => (ended = true));
    while (!ended)
      await server!.transact(({ rows }) =>
        rows("UPDATE job_owner SET seen_at = now() - interval '2 minutes' WHERE name = 'asleep'", []),
      );
    const sentence = "The worker of this tiny job let it go, for nothing was heard from here.";
    expect(await job.last).toEqual({ kind: "lost", sentence });
    expect(await follow(queue, tiny(0), { do: "echo", value: 1 }).last).toEqual({ kind: "done", result: 1 });
    await queue.close();
    await host.leave();
  });

  test("that need something are done by who has it, and hold up nobody who lacks it, who says so once", async () => {
    const words: string[] = [];
    const queue = new SharedQueue(server!, { name: "needy", version: "needs", device: "cpu", slots: 4 });
    const needy = { ...tiny(0), needs: ({ value }: TinyOrder) => [`data ${value}`] };
    const poor = startHost("needs", {
      slots: 1,
      provide: async (need) => (need === "data rare" ? "There is no rare data here." : null),
      onWord: (word) => words.push(word),
    });
    const rare = [1, 2, 3].map(() => follow(queue, needy, { do: "echo", value: "rare" }));
    const others = ["common", "plenty"].map((value) => follow(queue, needy, { do: "echo", value }));
    expect(await Promise.all(others.map(({ last }) => last))).toMatchObject([
      { result: "common" },
      { result: "plenty" },
    ]);
    expect(rare.flatMap(({ reports }) => reports)).toEqual([]);
    const rich = startHost("needs", { slots: 1 });
    expect(await Promise.all(rare.map(({ last }) => last))).toEqual(rare.map(() => ({ kind: "done", result: "rare" })));
    expect(words.filter((word) => /rare/.test(word))).toEqual(["leaves jobs to others: There is no rare data here."]);
    await queue.close();
    await Promise.all([poor.leave(), rich.leave()]);
  });

  test("that need a kind of processor are done where it is, though nothing else that is needed can be had there", async () => {
    const queue = new SharedQueue(server!, { name: "kinds", version: "kinds", device: "cpu" });
    const begun = { ...tiny(0), needs: () => [processorNeed("a processor")] };
    const [other, same] = ["another", "a processor"].map((processor) =>
      startHost("kinds", { slots: 1, processor, provide: async (need) => `Nothing is known of ${need}.` }),
    );
    expect(await follow(queue, begun, { do: "echo", value: 1 }).last).toEqual({ kind: "done", result: 1 });
    await queue.close();
    await Promise.all([other!.leave(), same!.leave()]);
  });

  test("are given back by who proves to lack what they need, without a word to their owner", async () => {
    const queue = new SharedQueue(server!, { name: "tried", version: "tried", device: "cpu", slots: 2 });
    const needy = { ...tiny(0), needs: ({ value }: TinyOrder) => [String(value)] };
    const words: string[] = [];
    const first = startHost("tried", { slots: 1, onWord: (word) => words.push(word) });
    const job = follow(queue, needy, { do: "refuse", value: "a thing" });
    await expect
      .poll(() => words, { timeout: 60_000 })
      .toEqual(["tried: took a tiny job", "leaves jobs to others: a thing", "gave back a tiny job"]);
    expect(job.reports).toEqual([]);
    await job.cancel();
    await queue.close();
    await first.leave();
  });

  test("that need what no worker has wait, and their owner is told so once", async () => {
    const words: string[] = [];
    const options = { name: "unmet", version: "unmet", device: "cpu", onWord: (word: string) => words.push(word) };
    const queue = new SharedQueue(server!, options);
    const lacking = startHost("unmet", { slots: 1, provide: async () => "Rare data are not here." });
    const job = follow(queue, { ...tiny(0), needs: () => ["data rare"] }, { do: "echo", value: 1 });
    const said = `No worker has what unmet needs: ${hostname()}: Rare data are not here.`;
    await expect.poll(() => words, { timeout: 60_000 }).toEqual([said]);
    const status = await jobStatus(server!.address);
    expect(status.unmet).toEqual([
      { run: "unmet", need: "data rare", sentences: [`${hostname()}: Rare data are not here.`] },
    ]);
    const having = startHost("unmet", { slots: 1 });
    expect(await job.last).toEqual({ kind: "done", result: 1 });
    expect(words).toEqual([said]);
    await queue.close();
    await Promise.all([lacking.leave(), having.leave()]);
  });

  test("end when they are asked to while no worker has what they need", async () => {
    const queue = new SharedQueue(server!, { name: "ended", version: "ended", device: "cpu" });
    const lacking = startHost("ended", { slots: 1, provide: async () => "Rare data are not here." });
    const needy = { ...tiny(0), needs: () => ["data rare"] };
    const [job, other] = [1, 2].map((value) => follow(queue, needy, { do: "echo", value }));
    job!.stop();
    const sentence = `No worker has what ended needs: ${hostname()}: Rare data are not here.`;
    expect(await job!.last).toEqual({ kind: "lost", sentence });
    expect(other!.reports).toEqual([]);
    await queue.close();
    await lacking.leave();
  });

  test("that were begun on a kind of processor are done by such workers, and leave room for others", async () => {
    const queue = new SharedQueue(server!, { name: "kinds", version: "kinds", device: "cpu" });
    const old = { ...tiny(0), needs: () => [processorNeed("an old one")] };
    const host = startHost("kinds", { slots: 1 });
    const job = follow(queue, old, { do: "echo", value: 1 });
    expect(queue.free(old)).toBe(1);
    await new Promise<void>((resolve) => queue.onRoom(resolve));
    expect(await follow(queue, tiny(0), { do: "echo", value: 2 }).last).toEqual({ kind: "done", result: 2 });
    const coming = startHost("kinds", { slots: 1, processor: "an old one" });
    expect(await job.last).toEqual({ kind: "done", result: 1 });
    await queue.close();
    await Promise.all([host.leave(), coming.leave()]);
  });

  test("are not begun by a worker of another version, which says which there is", async () => {
    const queue = new SharedQueue(server!, { name: "my-study", version: "2.0.0", device: "cpu" });
    const job = follow(queue, tiny(0), { do: "echo", value: 1 });
    await expect
      .poll(() => server!.transact(({ rows }) => rows("SELECT 1 FROM job_order WHERE title = 'my-study'", [])), {
        timeout: 60_000,
      })
      .toHaveLength(1);
    await expect(startHost("1.0.0", { slots: 1 }).gone).rejects.toThrow(
      "my-study is run by lionlab 2.0.0, and this worker is of 1.0.0, which may compute other numbers: install 2.0.0 here.",
    );
    const host = startHost("2.0.0", { slots: 1 });
    expect(await job.last).toEqual({ kind: "done", result: 1 });
    await queue.close();
    await host.leave();
  });
});
