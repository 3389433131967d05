/**
 * What a worker does with an evaluation: scores a program on tasks, which it makes ready once.
 */
import { systemClock } from "../core/clock.ts";
import type { JobRun } from "../jobs/queue.ts";
import type { ProxyEvaluator } from "../trainer/proxy-evaluator.ts";
import type { EvaluationOrder, evaluationJob } from "./evaluation-job.ts";

/** By the text of their tasks; a discovery has a handful. */
const evaluators = new Map<string, Promise<ProxyEvaluator>>();

/** Scores a program. */
export const run: JobRun<typeof evaluationJob> = async (order) => {
  const evaluator = await evaluatorFor(order);
  const start = systemClock.now();
  const evaluation = await evaluator.evaluate(order.program, order.options);
  return { evaluation, seconds: systemClock.now() - start };
};

function evaluatorFor(order: EvaluationOrder): Promise<ProxyEvaluator> {
  const { tasks, dataDir, evaluatorModule } = order;
  const text = JSON.stringify([tasks, dataDir, evaluatorModule]);
  const evaluator = evaluators.get(text) ?? openEvaluator(order);
  evaluators.set(text, evaluator);
  return evaluator;
}

async function openEvaluator({ tasks, dataDir, evaluatorModule }: EvaluationOrder): Promise<ProxyEvaluator> {
  const module: typeof import("./evaluator-module.ts") = await (evaluatorModule === null
    ? import("./evaluator-module.ts")
    : import(evaluatorModule));
  return module.createProxyEvaluator({ tasks, dataDir: dataDir ?? undefined });
}
