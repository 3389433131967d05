/**
 * Entry of a worker process: does the jobs it is given, of any kind, one after another, and reports what they tell.
 *
 * A worker ends when the process that started it does, however that happens (the channel between them closes), and leaves
 * Ctrl-C and a closed terminal, which reach both, to that process.
 */
import { systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { JobOrder, WorkerOrder, WorkerReport } from "./messages.ts";
import type { JobKind, JobRun } from "./queue.ts";

type Run = JobRun<JobKind<unknown, unknown, unknown>>;

/** Longest time in which a worker does one small job after another without letting messages in. */
const secondsUnheard = 0.05;

const runs = new Map<string, Promise<Run>>();
const stopped = new Set<number>();
const dropped = new Set<number>();
const atHand: JobOrder[] = [];
/** Reports that are still to be sent. */
const kept: WorkerReport[] = [];
let working = false;
/** When messages were let in for the last time. */
let lastHeard = systemClock.now();

for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));
process.on("exit", sendKept);
process.on("message", (order: WorkerOrder) => {
  switch (order.kind) {
    case "run":
      for (const { id, stopped: stop } of order.jobs) if (stop) stopped.add(id);
      atHand.push(...order.jobs);
      if (!working) void workOff();
      return;
    case "stop":
      stopped.add(order.id);
      return;
    case "drop":
      dropped.add(order.id);
      return;
  }
});
kept.push({ kind: "ready" });
sendKept();

/** Does what is at hand, until nothing is. */
async function workOff(): Promise<void> {
  working = true;
  let begun = false;
  for (let job = atHand.shift(); job !== undefined; job = atHand.shift()) {
    const { report, told } = await outcomeOf(job, { begun });
    if (begun && atHand.length === 0) await messagesHandled(); // more may have come meanwhile
    const next = report.kind === "done" ? nextAtOnce() : null;
    begun = next !== null;
    kept.push(report.kind === "done" ? { ...report, next } : report);
    if (!begun || told || atHand.length < 2) sendKept();
    stopped.delete(job.id);
    dropped.delete(job.id);
    if (!begun) await messagesHandled();
  }
  working = false;
}

/** The job that is begun without letting messages in before; null where there is none. */
function nextAtOnce(): number | null {
  const [next] = atHand;
  const heard = systemClock.now() - lastHeard < secondsUnheard;
  return next !== undefined && heard && !dropped.has(next.id) ? next.id : null;
}

/** What came of a job, and whether it told events. `begun`: whether that it is worked on is told already. */
async function outcomeOf(
  { id, module, order }: JobOrder,
  { begun }: { readonly begun: boolean },
): Promise<{ readonly report: WorkerReport; readonly told: boolean }> {
  let told = false;
  const tell = (event: unknown): Promise<void> => {
    told = true;
    kept.push({ kind: "event", id, event });
    sendKept();
    return messagesHandled();
  };
  const ended = (report: WorkerReport) => ({ report, told });
  if (!begun) {
    if (dropped.has(id)) return ended({ kind: "dropped", id });
    kept.push({ kind: "begun", id });
    sendKept();
  }
  try {
    const run = await runOf(module);
    const result = await run(order, { tell, shouldStop: () => stopped.has(id) });
    return ended({ kind: "done", id, result, next: null });
  } catch (error) {
    if (error instanceof LabError) return ended({ kind: "refused", id, code: error.code, sentence: error.message });
    return ended({ kind: "threw", id, sentence: faultOf(error) });
  }
}

function runOf(module: string): Promise<Run> {
  const run = runs.get(module) ?? import(module).then((loaded: { readonly run: Run }) => loaded.run);
  runs.set(module, run);
  return run;
}

/** The message and the place it was thrown, on one line. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
  return `${error.message} (${place.trim()})`;
}

function sendKept(): void {
  const reports = kept.splice(0);
  if (process.connected) process.send?.(reports);
}

/** Lets messages in, and the end of the other process: a job's own waiting may never reach the event loop. */
async function messagesHandled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  lastHeard = systemClock.now();
}
