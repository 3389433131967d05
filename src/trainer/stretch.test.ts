import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { initialState } from "./state.ts";
import { openStretchRunner, rateAt, type StretchRunner } from "./stretch.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const plan = planTrial(
  tinyConfig(dataset, { optimizer: "nadam", schedule: { kind: "cosine", floor: 0, warmupSteps: 3 } }),
  { dataset, model: tinyModel },
);

async function inPieces(runner: StretchRunner, pieces: readonly number[]) {
  let { weights, statistics, slots } = initialState(plan);
  const losses: number[] = [];
  let from = 0;
  for (const steps of pieces) {
    const stretch = await runner.run({ epoch: 2, from, steps, weights, statistics, slots });
    ({ weights, statistics, slots } = stretch);
    losses.push(...stretch.losses);
    from += steps;
  }
  return { weights, statistics, slots, losses };
}

test("results do not depend on how steps are cut into stretches", async () => {
  const runner = await openStretchRunner(plan, { threads: 1 });
  try {
    const whole = await inPieces(runner, [11]);
    expect(await inPieces(runner, [1, 4, 6])).toEqual(whole);
    expect(await inPieces(runner, new Array<number>(11).fill(1))).toEqual(whole);
    expect(new Set(whole.losses).size).toBe(11);
  } finally {
    await runner.close();
  }
});

test("the rate follows the schedule over the whole run", () => {
  expect(rateAt(plan, 3)).toBe(plan.config.lr);
  expect(rateAt(plan, 1)).toBeCloseTo(plan.config.lr / 3, 15);
  expect(rateAt(plan, 66)).toBeLessThan(1e-3 * plan.config.lr);
});
