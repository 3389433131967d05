import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Reply, Request } from "./messages.ts";
import { WorkerClient, type WorkerLike } from "./worker-client.ts";

class FakeWorker implements WorkerLike {
  readonly asked: Request[] = [];
  ended = false;
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  postMessage(request: Request): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  say(reply: Reply): void {
    this.onmessage!({ data: reply } as MessageEvent<Reply>);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started() {
  const workers: FakeWorker[] = [];
  const client = new WorkerClient(() => workers[workers.push(new FakeWorker()) - 1]!, 1000);
  const said: string[] = [];
  const run = (name: string): void =>
    client.run(
      "library",
      { of: "text", name },
      {
        part: (part) => said.push(`${name}: ${part.kind}`),
        ended: (failed) => said.push(`${name} ended: ${failed}`),
      },
    );
  return { workers, client, said, run };
}

it("hears the parts of the newest job of a lane alone", () => {
  const { workers, said, run } = started();
  run("a");
  run("b");
  const [worker] = workers;
  const part = { kind: "text", name: "x", text: "" } as const;
  worker!.say({ lane: "library", id: 1, part });
  worker!.say({ lane: "library", id: 2, part });
  worker!.say({ lane: "library", id: 1, done: true, failed: null });
  worker!.say({ lane: "library", id: 2, done: true, failed: null });
  worker!.say({ lane: "library", id: 2, part });
  expect(said).toEqual(["b: text", "b ended: null"]);
  expect(workers).toHaveLength(1);
});

it("gives up a worker that says nothing, tells whoever waits, and goes on with another", () => {
  const { workers, said, run } = started();
  run("a");
  vi.advanceTimersByTime(900);
  workers[0]!.say({ beat: true });
  vi.advanceTimersByTime(900);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(workers[0]!.ended).toBe(true);
  expect(said).toEqual([expect.stringContaining("was stopped")]);
  run("b");
  expect(workers).toHaveLength(2);
  workers[1]!.say({ lane: "library", id: 2, done: true, failed: null });
  expect(said.at(-1)).toBe("b ended: null");
});

it("waits for nothing once all is said, and is silent when it is closed", () => {
  const { workers, client, said, run } = started();
  run("a");
  workers[0]!.say({ lane: "library", id: 1, done: true, failed: null });
  vi.advanceTimersByTime(60_000);
  expect(workers[0]!.ended).toBe(false);
  run("b");
  client.close();
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual(["a ended: null"]);
});
