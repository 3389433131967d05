import { expect, test } from "vitest";
import { fakeClock } from "../../src/core/clock.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { onnxEngine } from "../../src/engine/onnx-engine.ts";
import { createStack } from "../../src/engine/stack/stacked-engine.ts";
import { openEvaluator } from "../../src/trainer/evaluate.ts";
import { createPace } from "../../src/trainer/pace.ts";
import { initialState, type StepState } from "../../src/trainer/state.ts";
import { openStretchRunner } from "../../src/trainer/stretch.ts";
import { planTrial, type TrialPlan } from "../../src/trainer/trial-plan.ts";
import { configsOf, optionsOf, stackScenarios } from "../samples/stacked-trials.ts";

const request = { epoch: 1, from: 0, steps: 4 };

test.each([stackScenarios[0]!, stackScenarios[4]!].map((scenario) => [scenario.name, scenario] as const))(
  "steps and evaluations of stacked trials have the bits that they have alone: %s",
  async (_, scenario) => {
    const plans = configsOf(scenario, "webgpu")
      .slice(0, 2)
      .map((config) => planTrial(config, optionsOf(scenario)));
    const stacked = await together(plans);
    for (const [i, plan] of plans.entries()) expect(stacked[i]).toEqual(await onEngine(onnxEngine(), plan));
  },
);

/** What a few steps and an evaluation of each trial of a stack give. */
async function together(plans: readonly TrialPlan[]) {
  const lanes = createStack(plans.length);
  const found = await Promise.all(plans.map((plan, i) => onEngine(lanes[i]!.engine, plan)));
  for (const lane of lanes) await lane.leave();
  return found;
}

/** The same of one trial on an engine. */
async function onEngine(engine: Engine, plan: TrialPlan) {
  const trainer = await openStretchRunner(plan, { engine });
  trainer.load(initialState(plan));
  const { losses, correct } = await trainer.run(request);
  const evaluator = await openEvaluator(plan, { ...evaluationOf(plan), engine });
  const asked = { done: request.steps, shouldStop: () => false };
  const evaluation = await evaluator.evaluate(trainer.measured(), plan.split.validation, asked);
  const state = plainly(trainer.read());
  await trainer.close();
  await evaluator.close();
  return { losses: [...losses], correct: [...correct], evaluation, ...state };
}

function evaluationOf(plan: TrialPlan) {
  return { part: plan.dataset.train, pace: createPace(fakeClock({ tickSeconds: 0.01 })) };
}

function plainly({ weights, statistics, slots }: StepState) {
  return { weights: [...weights], statistics: [...statistics], slots: slots.map((slot) => [...slot]) };
}
