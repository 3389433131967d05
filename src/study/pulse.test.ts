import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeClock } from "../core/clock.ts";
import { InternalError, LabError } from "../core/errors.ts";
import type { RunPulse } from "../records/run-progress.ts";
import { withPulse } from "./pulse.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Counted extends RunPulse {
  readonly seen: number;
}

/** A run of these events; what it wrote, each write at another second. */
function run(
  events: AsyncIterable<{ readonly kind: string }>,
  { fault, refusal }: { readonly fault?: Error; readonly refusal?: Error } = {},
) {
  const written: Counted[] = [];
  const passed = withPulse<{ readonly kind: string }, Counted>(events, {
    begin: async () => {
      if (refusal !== undefined) throw refusal;
    },
    launch: { argv: ["compare", "mine"], cwd: "/there" },
    first: { seen: 0 },
    moves: (pulse, { kind }) => ({
      ...pulse,
      seen: pulse.seen + 1,
      ...(kind === "ended" ? { state: "complete" } : {}),
    }),
    write: async (pulse) => {
      written.push(pulse);
      if (fault !== undefined) throw fault;
    },
    clock: fakeClock({ start: 1000, tickSeconds: 1 }),
  });
  return { passed, written, lines: () => written.map(({ state, seen }) => `${state} ${seen}`) };
}

async function* of(kinds: readonly string[], error?: Error) {
  for (const kind of kinds) yield { kind };
  if (error !== undefined) throw error;
}

test("a run is told of before its first event, with how it was started; the first event is written at once, others at the next second together, the last word before it is passed on", async () => {
  const { passed, written, lines } = run(of(["started", "a", "b", "ended"]));
  await passed.next();
  expect(lines()).toEqual(["running 0", "running 1"]);
  expect(written[0]!.launch).toEqual({ argv: ["compare", "mine"], cwd: "/there" });
  await passed.next();
  await passed.next();
  expect(lines()).toEqual(["running 0", "running 1"]);
  vi.advanceTimersByTime(2000);
  expect(lines()).toEqual(["running 0", "running 1", "running 3", "running 3"]);
  expect((await passed.next()).value).toEqual({ kind: "ended" });
  expect(lines().at(-1)).toBe("complete 4");
  expect((await passed.next()).done).toBe(true);
  vi.advanceTimersByTime(5000);
  expect(lines()).toHaveLength(5);
  const times = written.map(({ heardAt }) => heardAt);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  expect(new Set(written.map(({ startedAt, pid }) => `${startedAt} ${pid}`))).toEqual(new Set([`1000 ${process.pid}`]));
});

test("a run that fails says why, one that is left says that it stopped, one that is refused says nothing", async () => {
  const failing = run(of(["started"], new LabError("disk-full", "The disk is full.")));
  await failing.passed.next();
  await expect(failing.passed.next()).rejects.toThrow("The disk is full.");
  expect(failing.written.at(-1)).toMatchObject({ state: "failed", sentence: "The disk is full.", seen: 1 });
  const left = run(of(["started", "a"]));
  for await (const _ of left.passed) break;
  expect(left.lines()).toEqual(["running 0", "running 1", "stopped 1"]);
  const refused = run(of(["started"]), { refusal: new LabError("already-running", "It runs.") });
  await expect(refused.passed.next()).rejects.toThrow("It runs.");
  expect(refused.written).toEqual([]);
  vi.advanceTimersByTime(5000);
  expect([failing, left, refused].map(({ written }) => written.length)).toEqual([3, 3, 0]);
});

test("a write that the disk refuses costs the run nothing; a fault of ours is thrown", async () => {
  const full = run(of(["started", "ended"]), { fault: new LabError("disk-full", "The disk is full.") });
  const kinds: string[] = [];
  for await (const { kind } of full.passed) kinds.push(kind);
  expect(kinds).toEqual(["started", "ended"]);
  const broken = run(of(["started"]), { fault: new InternalError("no") });
  await expect(broken.passed.next()).rejects.toThrow("no");
});
