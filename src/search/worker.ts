/**
 * Entry of a worker process: scores the programs it is given, one after another.
 *
 * A worker ends when its coordinator does, however that happens (the channel between them closes), and leaves Ctrl-C, which
 * the terminal sends to both, to the coordinator.
 */
import { systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { ProxyEvaluator } from "../trainer/proxy-evaluator.ts";
import type { EvaluationOrder, EvaluationReport } from "./messages.ts";

type SuiteOrder = Extract<EvaluationOrder, { kind: "suite" }>;
type EvaluateOrder = Extract<EvaluationOrder, { kind: "evaluate" }>;

const suites = new Map<number, Promise<ProxyEvaluator>>();
let last: Promise<void> = Promise.resolve();

process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", (order: EvaluationOrder) => {
  if (order.kind === "evaluate") {
    last = last.then(() => evaluate(order));
    return;
  }
  const opened = openSuite(order);
  opened.catch(() => {}); // told with the first evaluation that needs it
  suites.set(order.suite, opened);
});
report({ kind: "ready" });

async function openSuite({ tasks, dataDir, evaluatorModule }: SuiteOrder): Promise<ProxyEvaluator> {
  const module: typeof import("./evaluator-module.ts") = await (evaluatorModule === null
    ? import("./evaluator-module.ts")
    : import(evaluatorModule));
  return module.createProxyEvaluator({ tasks, dataDir: dataDir ?? undefined });
}

async function evaluate({ id, suite, program, options }: EvaluateOrder): Promise<void> {
  try {
    const evaluator = await suites.get(suite)!;
    const start = systemClock.now();
    const evaluation = await evaluator.evaluate(program, options);
    report({ kind: "evaluated", id, evaluation, seconds: systemClock.now() - start });
  } catch (error) {
    report(failureOf(id, error));
  }
  await messagesHandled();
}

function failureOf(id: number, error: unknown): EvaluationReport {
  if (error instanceof LabError) return { kind: "refused", id, code: error.code, sentence: error.message };
  return { kind: "faulted", id, sentence: faultOf(error) };
}

/** The message and the place it was thrown, on one line. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
  return `${error.message} (${place.trim()})`;
}

function report(message: EvaluationReport): void {
  if (process.connected) process.send?.(message);
}

/** Lets the end of the coordinator in: evaluations may follow each other without a pause. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
