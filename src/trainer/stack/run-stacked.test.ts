import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  configsOf,
  type KeptRecords,
  optionsOf,
  recordsAlone,
  recordsStacked,
  stackScenarios,
} from "../../../test/samples/stacked-trials.ts";
import { folderBlobs } from "../../blobs/folder.ts";
import { fakeClock } from "../../core/clock.ts";
import type { TrialConfig } from "../../records/records.ts";
import type { TrainerEvent } from "../events.ts";
import { runTrial } from "../run-trial.ts";
import { runStacked } from "./run-stacked.ts";
import { stackKey } from "./stackable.ts";

test.each(stackScenarios.map((scenario) => [scenario.name, scenario] as const))(
  "trials of a stack are what they are alone, to rounding on a processor: %s",
  async (_, scenario) => {
    const alone = await recordsAlone(scenario, { device: "cpu" });
    const stacked = await recordsStacked(scenario, { device: "cpu" });
    for (const [i, records] of stacked.entries()) expectAlike(records, alone[i]!);
  },
);

test("trials go on from checkpoints of their own, wherever each was", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-stack-"));
  const [scenario] = stackScenarios;
  const checkpoints = folderBlobs(folder);
  const alone = await recordsAlone(scenario!, { device: "cpu" });
  for (const [i, config] of configsOf(scenario!, "cpu").entries()) {
    let left = 3 + 4 * i;
    const options = optionsOf(scenario!, { checkpoints, shouldStop: () => left-- <= 0 });
    for await (const _ of runTrial(config, options));
  }
  const stacked = await recordsStacked(scenario!, { device: "cpu", options: () => ({ checkpoints }) });
  for (const [i, records] of stacked.entries()) expectAlike(records, alone[i]!);
  rmSync(folder, { recursive: true });
});

test("a stack that is asked to stop leaves a checkpoint of each trial", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-stack-"));
  const [scenario] = stackScenarios;
  let asked = 0;
  const told: string[][] = scenario!.trials.map(() => []);
  const results = await runStacked(
    configsOf(scenario!, "cpu").map((config, i) => ({
      config,
      options: optionsOf(scenario!, {
        checkpoints: folderBlobs(folder),
        shouldStop: () => asked++ > 12,
      }),
      tell: (event) => void told[i]!.push(event.kind),
    })),
  );
  expect(results).toEqual([null, null, null]);
  for (const kinds of told) expect(kinds.at(-1)).toBe("checkpoint");
  rmSync(folder, { recursive: true });
});

test("a trial that cannot run leaves the others to their ends, and its fault is thrown", async () => {
  const [scenario] = stackScenarios;
  const ends = scenario!.trials.map(() => "");
  const trials = configsOf(scenario!, "cpu").map((config, i) => ({
    config: i === 1 ? { ...config, data: { ...config.data, fingerprint: "another" } } : config,
    options: optionsOf(scenario!),
    tell: (event: { readonly kind: string }) => void ends.splice(i, 1, event.kind),
  }));
  await expect(runStacked(trials)).rejects.toMatchObject({ code: "data-changed" });
  expect([ends[0], ends[2]]).toEqual(["finished", "finished"]);
});

test("what may be stacked differs in the rate and the optimizer's numbers alone", () => {
  const [rates] = configsOf(stackScenarios[0]!, "cpu");
  const key = stackKey(rates!);
  expect(stackKey({ ...rates!, lr: 1, optimizer: { ...rates!.optimizer, label: "other" } })).toBe(key);
  expect(
    stackKey({
      ...rates!,
      optimizer: { ...rates!.optimizer, hyperparameters: { ...rates!.optimizer.hyperparameters, beta1: 0 } },
    }),
  ).toBe(key);
  expect(stackKey({ ...rates!, seed: 2 })).not.toBe(key);
  expect(stackKey({ ...rates!, training: { ...rates!.training, batchSize: 8 } })).not.toBe(key);
  expect(stackKey({ ...rates!, optimizer: { ...rates!.optimizer, program: "w = w" } })).not.toBe(key);
});

/** Equal where nothing rounds, and numbers within what reordered sums leave over a short training. */
function expectAlike(found: KeptRecords, wanted: KeptRecords): void {
  expect(found.epochs.length).toBe(wanted.epochs.length);
  for (const [i, epoch] of found.epochs.entries()) expectNear(epoch, wanted.epochs[i]);
  expectNear(found.result, wanted.result);
}

function expectNear(found: unknown, wanted: unknown): void {
  if (typeof found === "number" && typeof wanted === "number") {
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(wanted)));
  } else if (typeof found === "object" && found !== null && typeof wanted === "object" && wanted !== null) {
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
    for (const [name, value] of Object.entries(found)) {
      expectNear(value, (wanted as Record<string, unknown>)[name]);
    }
  } else expect(found).toEqual(wanted);
}

test("the time of a call is shared by the trials of a stack", async () => {
  const [scenario] = stackScenarios;
  const [alone] = await secondsOf(configsOf(scenario!, "cpu").slice(0, 1));
  const stacked = await secondsOf(configsOf(scenario!, "cpu"));
  // the clock ticks once at every look, so a call that three wait for seems to take three times as long
  for (const seconds of stacked) expect(seconds).toBeLessThan(1.5 * alone!);

  /** Seconds that trials say their first epoch took. */
  async function secondsOf(configs: readonly TrialConfig[]): Promise<readonly number[]> {
    const clock = fakeClock({ tickSeconds: 1 });
    const found: number[] = [];
    const trials = configs.map((config) => ({
      config: { ...config, training: { ...config.training, epochs: 1 } },
      options: { ...optionsOf(scenario!), clock },
      tell: (event: TrainerEvent) => {
        if (event.kind === "epoch") found.push(event.timing.trainSeconds + event.timing.evaluateSeconds);
      },
    }));
    await runStacked(trials);
    return found;
  }
});
