import { afterEach, beforeEach, expect, test } from "vitest";
import { openStorage } from "../records/open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "../records/samples.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { Growth } from "./growth.ts";
import type { StudyPlan } from "./plan.ts";
import { listSource, type TrialSource } from "./source.ts";

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage(":memory:", { mode: "run" });
});
afterEach(() => storage.close());

/** Two trials at first; of every result one whose rate is told by the results until there are five. */
function source(): TrialSource {
  return {
    next: (results) => {
      if (results.length === 0) return [sampleTrial(1), sampleTrial(2)];
      if (results.length > 3) return [];
      return [sampleTrial(10 * results.length + results.at(-1)!.best!.epoch)];
    },
  };
}

const first = [sampleTrial(1), sampleTrial(2)];
const outline = [1, 2, 3, 4, 5].map((lr) => sampleTrial(lr));
const plan: StudyPlan = { study: sampleStudy(first), trials: first, source, outline };
const rates = (trials: readonly PlannedTrial[]) => trials.map(({ config }) => config.lr);

async function finish(trial: PlannedTrial, epochs = 1): Promise<void> {
  for (let epoch = 1; epoch <= epochs; epoch++) await storage.appendEpoch(trial.key, sampleEpoch(epoch));
  await storage.finishTrial(trial.key, sampleResult(epochs));
}

test("a study grows by its results, in its own order, and its record with it", async () => {
  const growth = await Growth.open(plan, storage);
  expect([rates(growth.trials), rates(growth.unborn)]).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  await finish(first[1]!, 2);
  expect(await growth.settle(first[1]!.key)).toEqual([]); // the first has no result yet
  await finish(first[0]!);
  expect(rates(await growth.settle(first[0]!.key))).toEqual([11, 22]);
  expect([rates(growth.trials), rates(growth.unborn)]).toEqual([[1, 2, 11, 22], [5]]);
  expect(await storage.getStudy("sample")).toEqual(sampleStudy(growth.trials));
});

test("a run that begins again comes to where the last one was, also where a kill came before the record grew", async () => {
  const growth = await Growth.open(plan, storage);
  for (const trial of growth.trials) await finish(trial);
  for (const again of [await Growth.open(plan, storage), await Growth.open(plan, storage)]) {
    expect(rates(again.trials)).toEqual([1, 2, 11, 21]);
    expect(await storage.getStudy("sample")).toEqual(sampleStudy(again.trials));
  }
});

test("what another study of the store has computed is seen and not run again", async () => {
  await storage.putStudy(sampleStudy([sampleTrial(11)], "other"), [sampleTrial(11)]);
  const growth = await Growth.open(plan, storage);
  await finish(sampleTrial(11));
  await finish(first[1]!, 2);
  await finish(first[0]!);
  await growth.settle(first[1]!.key);
  expect(rates(await growth.settle(first[0]!.key))).toEqual([11, 22, 31]);
  expect([growth.hasResult(sampleTrial(11).key), growth.hasResult(sampleTrial(22).key)]).toEqual([true, false]);
});

test("a list of trials is put as it is, and its results are not looked at", async () => {
  const growth = await Growth.open({ ...plan, source: () => listSource(first), outline: first }, storage);
  await finish(first[0]!);
  expect(await growth.settle(first[0]!.key)).toEqual([]);
  expect([rates(growth.trials), growth.unborn]).toEqual([[1, 2], []]);
});

test("a source that asks for times sees those that are stored, in the run that measured them as in the next", async () => {
  const told: (readonly (number | undefined)[])[] = [];
  const timedPlan: StudyPlan = {
    ...plan,
    timed: true,
    source: () => ({
      next: (results) => {
        told.push(results.map(({ trainSeconds }) => trainSeconds));
        return source().next(results);
      },
    }),
  };
  const growth = await Growth.open(timedPlan, storage);
  const seconds = (epochs: number): number =>
    Array.from({ length: epochs }, (_, i) => sampleEpoch(i + 1).timing.trainSeconds).reduce((a, b) => a + b, 0);
  await finish(first[0]!, 2);
  await finish(first[1]!);
  await growth.settle(first[0]!.key);
  await growth.settle(first[1]!.key);
  expect(told).toEqual([[], [seconds(2)], [seconds(2), seconds(1)]]);
  told.length = 0;
  expect(rates((await Growth.of(timedPlan, storage)).trials)).toEqual(rates(growth.trials));
  expect(told).toEqual([[], [seconds(2)], [seconds(2), seconds(1)]]);
});

test("of a study with a budget of time those that judge are to come, however many tune", async () => {
  const judging = [8, 9].map((lr) => sampleTrial(lr));
  const tuning = (trial: PlannedTrial): PlannedTrial => ({ ...trial, config: { ...trial.config, test: "never" } });
  const timedPlan: StudyPlan = {
    ...plan,
    timed: true,
    trials: first.map(tuning),
    outline: [...first.map(tuning), ...judging],
    source: () => ({ next: (results) => (results.length === 0 ? first.map(tuning) : []) }),
  };
  const growth = await Growth.open(timedPlan, storage);
  expect(rates(growth.unborn)).toEqual([8, 9]);
});
