import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../../test/samples/tiny-trial.ts";
import { folderBlobs } from "../../blobs/folder.ts";
import { fakeClock } from "../../core/clock.ts";
import type { EpochRecord } from "../../records/records.ts";
import { runTrial } from "../run-trial.ts";
import { planTrial } from "../trial-plan.ts";
import { checkObservers, fitsObservers, stepObservers, stepsToPoint, withoutPoints } from "./index.ts";
import { describeObservers } from "./step-observer.conformance.ts";

const dataset = tinyDataset();

describeObservers({
  observers: stepObservers,
  epochsOf: async (changes, { stopAfter }) => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-observers-"));
    try {
      const epochs = new Map<number, EpochRecord>();
      for (const stretches of [...stopAfter, Number.POSITIVE_INFINITY]) {
        let asked = 0;
        const given = {
          dataset,
          model: tinyModel,
          checkpoints: folderBlobs(folder),
          clock: fakeClock({ tickSeconds: 0.01 }),
          shouldStop: () => asked++ === stretches,
        };
        for await (const event of runTrial(tinyConfig(dataset, changes), given))
          if (event.kind === "epoch") epochs.set(event.record.epoch, event.record);
      }
      return [...epochs.values()];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

const configOf = (training: object) => tinyConfig(dataset, { optimizer: "lion", training });

test("stretches end at the points of those who look at the weights", () => {
  const stepsAt = (training: object, done: number): number =>
    stepsToPoint(planTrial(configOf(training), { dataset, model: tinyModel }), done);
  expect(stepsAt({ certifyEvery: 5 }, 12)).toBe(3);
  expect(stepsAt({ certifyEvery: 5 }, 15)).toBe(5);
  expect(stepsAt({ curveEvery: 5 }, 12)).toBe(Number.POSITIVE_INFINITY);
});

test("the end of an epoch takes points and nothing else", () => {
  const state = { points: [{ step: 1 }], promised: 2 };
  expect(withoutPoints({ bounds: state })).toEqual({ bounds: { points: [], promised: 2 } });
});

test("a checkpoint fits where it has a state for each observer that is asked for, and no other", () => {
  const curve = { points: [] };
  expect(fitsObservers(configOf({ curveEvery: 2 }), { steps: curve })).toBe(true);
  expect(fitsObservers(configOf({}), {})).toBe(true);
  for (const observed of [{}, { bounds: curve }, { steps: curve, bounds: curve }, null]) {
    expect(fitsObservers(configOf({ curveEvery: 2 }), observed)).toBe(false);
  }
});

test("only observers that are asked for refuse a trial", () => {
  expect(() => checkObservers(configOf({ layerDecay: 0.5, curveEvery: 5 }))).not.toThrow();
  expect(() => checkObservers(configOf({ layerDecay: 0.5, certifyEvery: 5 }))).toThrow(
    expect.objectContaining({ code: "certify-layer-decay" }),
  );
});
