/**
 * Entry of a worker process: does the jobs it is given, of any kind, one after another, and reports what they tell.
 *
 * A worker ends when the process that started it does, however that happens (the channel between them closes), and leaves
 * Ctrl-C and a closed terminal, which reach both, to that process.
 */
import { LabError } from "../core/errors.ts";
import type { WorkerOrder, WorkerReport } from "./messages.ts";
import type { JobKind, JobRun } from "./queue.ts";

type Run = JobRun<JobKind<unknown, unknown, unknown>>;
type RunOrder = Extract<WorkerOrder, { kind: "run" }>;

const runs = new Map<string, Promise<Run>>();
const stopped = new Set<number>();
const dropped = new Set<number>();
let last: Promise<void> = Promise.resolve();

for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", (order: WorkerOrder) => {
  switch (order.kind) {
    case "run":
      if (order.stopped) stopped.add(order.id);
      last = last.then(() => work(order));
      return;
    case "stop":
      stopped.add(order.id);
      return;
    case "drop":
      dropped.add(order.id);
      return;
  }
});
report({ kind: "ready" });

async function work(order: RunOrder): Promise<void> {
  report(await outcomeOf(order));
  stopped.delete(order.id);
  dropped.delete(order.id);
  await messagesHandled();
}

async function outcomeOf({ id, module, order }: RunOrder): Promise<WorkerReport> {
  if (dropped.has(id)) return { kind: "dropped", id };
  report({ kind: "begun", id });
  try {
    const run = await runOf(module);
    const tell = (event: unknown): Promise<void> => {
      report({ kind: "event", id, event });
      return messagesHandled();
    };
    return { kind: "done", id, result: await run(order, { tell, shouldStop: () => stopped.has(id) }) };
  } catch (error) {
    if (error instanceof LabError) return { kind: "refused", id, code: error.code, sentence: error.message };
    return { kind: "threw", id, sentence: faultOf(error) };
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

function report(message: WorkerReport): void {
  if (process.connected) process.send?.(message);
}

/** Lets messages in, and the end of the other process: a job's own waiting may never reach the event loop. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
