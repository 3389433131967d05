import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type TinyChanges,
  tinyConfig,
  tinyDataset,
  tinyModel,
  tinyNormedModel,
  tinyResidualModel,
} from "../../test/samples/tiny-trial.ts";
import { folderBlobs } from "../blobs/folder.ts";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { fakeClock } from "../core/clock.ts";
import { decodeSafetensors } from "../core/safetensors.ts";
import { cifarCnnOf } from "../models/cifar-cnn.ts";
import { revisionMember } from "../models/revision.ts";
import { trialKey } from "../records/identity.ts";
import type { TrialConfig } from "../records/records.ts";
import type { TrainerEvent } from "./events.ts";
import { runTrial, type TrialOptions } from "./run-trial.ts";

const dataset = tinyDataset();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-trial-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = (changes: Partial<TrialOptions> = {}): TrialOptions => ({
  dataset,
  model: tinyModel,
  checkpoints: null,
  clock: fakeClock({ tickSeconds: 0.01 }),
  shouldStop: () => false,
  ...changes,
});

/** Events of a trial of the given model, planned for its revision. */
async function eventsOf(config: TrialConfig, given: TrialOptions): Promise<TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  const model = { ...config.model, ...revisionMember(given.model!) };
  for await (const event of runTrial({ ...config, model }, given)) events.push(event);
  return events;
}

/** Keeps weights as a file. */
const keepAt = (path: string) => (bytes: Uint8Array) => writeFileAtomically(path, bytes);

/** What a store keeps of events: epoch records and the result. */
function recordsOf(events: readonly TrainerEvent[]) {
  return {
    epochs: events.flatMap((event) => (event.kind === "epoch" ? [event.record] : [])),
    result: events.flatMap((event) => (event.kind === "finished" ? [event.result] : [])).at(-1) ?? null,
  };
}

const run = async (changes: TinyChanges, given: Partial<TrialOptions> = {}) =>
  recordsOf(await eventsOf(tinyConfig(dataset, changes), options(given)));

test("a trial tells its events in order and learns", async () => {
  const path = join(folder, "t.safetensors");
  const events = await eventsOf(tinyConfig(dataset), options({ checkpoints: folderBlobs(path) }));
  const kinds = events
    .map(({ kind }) => kind)
    .filter((kind, i, all) => kind !== "progress" || all[i - 1] !== "progress");
  const epoch = ["progress", "epoch", "checkpoint"];
  expect(kinds).toEqual(["started", ...Array.from({ length: 6 }, () => epoch).flat(), "finished"]);
  expect(events[0]).toEqual({ kind: "started", parameters: 163, epochs: 6, stepsPerEpoch: 11, resumedFromStep: 0 });
  const { epochs, result } = recordsOf(events);
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(epochs.at(-1)!.trainLoss).toBeLessThan(0.95 * epochs[0]!.trainLoss);
  expect(result).toMatchObject({ status: "finished", stopped: "all-epochs", epochs: 6, divergedAtStep: null });
  expect(result!.test!.accuracy).toBeGreaterThan(0.5);
});

test("records do not depend on the clock, and so not on the size of stretches", async () => {
  const normal = await run({ optimizer: "lion", lr: 0.01 });
  for (const clock of [fakeClock(), fakeClock({ tickSeconds: 60 })]) {
    expect(await run({ optimizer: "lion", lr: 0.01 }, { clock })).toEqual(normal);
  }
});

test.each([
  ["without", tinyModel],
  ["with", tinyNormedModel],
])(
  "stopped at any moment and started again, a trial of a model %s statistics leaves the same records",
  async (_, model) => {
    const config = tinyConfig(dataset, { optimizer: "nadam", training: { epochs: 3 } });
    const undisturbed = recordsOf(await eventsOf(config, options({ model })));
    for (const stopAt of [1, 2, 11, 12, 13, 27, 37]) {
      const path = join(folder, `${stopAt}.safetensors`);
      const clock = fakeClock({ tickSeconds: 60 }); // single steps, a checkpoint after each
      let asked = 0;
      const stopped = await eventsOf(
        config,
        options({ model, checkpoints: folderBlobs(path), clock, shouldStop: () => ++asked === stopAt }),
      );
      const again = await eventsOf(config, options({ model, checkpoints: folderBlobs(path) }));
      expect(stopped.some(({ kind }) => kind === "finished")).toBe(false);
      expect(recordsOf(again)).toEqual(undisturbed);
      const before = recordsOf(stopped).epochs;
      expect(undisturbed.epochs.slice(0, before.length)).toEqual(before);
      const last = stopped.filter((event) => event.kind === "checkpoint").at(-1);
      expect(again[0]).toMatchObject({ kind: "started", resumedFromStep: last?.step ?? 0 });
    }
  },
);

test("a trial whose checkpoint has a flipped bit says so and leaves the same records", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 3 } });
  const undisturbed = recordsOf(await eventsOf(config, options()));
  const path = join(folder, "flipped.safetensors");
  const stopped = await eventsOf(
    config,
    options({ checkpoints: folderBlobs(path), clock: fakeClock({ tickSeconds: 60 }), shouldStop: stopAfter(27) }),
  );
  expect(stopped.some(({ kind }) => kind === "finished")).toBe(false);
  const newest = join(path, (await folderBlobs(path).list("")).toSorted((a, b) => stepOf(a) - stepOf(b)).at(-1)!);
  const bytes = readFileSync(newest);
  bytes[Math.floor(bytes.length / 2)]! ^= 64;
  writeFileSync(newest, bytes);
  const again = await eventsOf(config, options({ checkpoints: folderBlobs(path) }));
  expect(again[0]).toMatchObject({ kind: "started", checkpointDamaged: true });
  expect(recordsOf(again)).toEqual(undisturbed);
});

const stepOf = (key: string): number => Number.parseInt(key.split("/")[1]!, 10);

/** Asks to stop the n-th time that it is asked. */
function stopAfter(times: number): () => boolean {
  let asked = 0;
  return () => ++asked === times;
}

test("stopped and started again, a trial that augments leaves the same records, with any stretches", async () => {
  const augment = { crop: { padding: 1 }, flip: true, cutout: 2, mixup: 0.2 } as const;
  const config = tinyConfig(dataset, { data: { augment, normalize: "dataset" }, training: { epochs: 3 } });
  const undisturbed = recordsOf(await eventsOf(config, options()));
  expect(recordsOf(await eventsOf(config, options({ clock: fakeClock({ tickSeconds: 60 }) })))).toEqual(undisturbed);
  for (const stopAt of [2, 12, 27]) {
    const path = join(folder, `${stopAt}.safetensors`);
    const clock = fakeClock({ tickSeconds: 60 });
    let asked = 0;
    await eventsOf(config, options({ checkpoints: folderBlobs(path), clock, shouldStop: () => ++asked === stopAt }));
    expect(recordsOf(await eventsOf(config, options({ checkpoints: folderBlobs(path) })))).toEqual(undisturbed);
  }
  const plain = recordsOf(await eventsOf(tinyConfig(dataset, { training: { epochs: 3 } }), options()));
  expect(plain).not.toEqual(undisturbed);
});

test("killed at any event, a trial goes on from its last checkpoint with the same records and timings", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 2 } });
  const undisturbed = recordsOf(await eventsOf(config, options()));
  for (const killAt of [1, 4, 13, 16, 30]) {
    const path = join(folder, `${killAt}.safetensors`);
    const seen: TrainerEvent[] = [];
    for await (const event of runTrial(
      config,
      options({ checkpoints: folderBlobs(path), clock: fakeClock({ tickSeconds: 4 }) }),
    )) {
      seen.push(event);
      if (seen.length === killAt) break;
    }
    const again = await eventsOf(config, options({ checkpoints: folderBlobs(path) }));
    expect(recordsOf(again)).toEqual(undisturbed);
    const kept = seen.filter(
      (event, i) => event.kind === "epoch" && seen.slice(i).some(({ kind }) => kind === "checkpoint"),
    );
    expect(again.filter(({ kind }) => kind === "epoch").slice(0, kept.length)).toEqual(kept);
  }
});

test("a finished trial that is started again tests once more and ends the same", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 1 } });
  const path = join(folder, "t.safetensors");
  const first = recordsOf(await eventsOf(config, options({ checkpoints: folderBlobs(path) })));
  const again = await eventsOf(config, options({ checkpoints: folderBlobs(path) }));
  expect(again.map(({ kind }) => kind)).toEqual(["started", "epoch", "finished"]);
  expect(recordsOf(again)).toEqual(first);
});

test("a trial that never reads the test set trains as one that does, without touching it, and finishes", async () => {
  const usual = tinyConfig(dataset);
  const sealed = {
    ...dataset,
    test: new Proxy(dataset.test, {
      get: (part, name) =>
        name === "count" ? part.count : expect.fail(`the ${String(name)} of the test set was read`),
    }),
  };
  const tuning = { ...usual, test: "never" } as const;
  const [tested, unread] = [
    recordsOf(await eventsOf(usual, options())),
    recordsOf(await eventsOf(tuning, options({ dataset: sealed, keepWeights: keepAt(join(folder, "w.safetensors")) }))),
  ];
  expect(unread.epochs).toEqual(tested.epochs);
  const { test: _, ...measuredOn } = tested.result!.measuredOn!;
  const { confusion, ...rest } = tested.result!;
  expect(confusion?.classes).toEqual(["a", "b", "c"]);
  expect(unread.result).toEqual({ ...rest, measuredOn, test: null });
  expect(unread.result?.status).toBe("finished");
  await expect(eventsOf(usual, options({ dataset: sealed }))).rejects.toThrow("the test set was read");
});

test.each([
  { kind: "constant", warmupSteps: 3 },
  { kind: "exponential", warmupSteps: 0, rate: 0.5, everyEpochs: 2 },
  { kind: "step", warmupSteps: 0, factor: 0.1, everyEpochs: 2 },
] as const)(
  "a longer trial goes on from a shorter one to the records that it has when it is trained anew: $kind",
  async (schedule) => {
    const lasting = (epochs: number) => {
      const config = tinyConfig(dataset);
      return { ...config, schedule, training: { ...config.training, epochs } };
    };
    const path = join(folder, "short.safetensors");
    await eventsOf(lasting(2), options({ checkpoints: folderBlobs(path) }));
    const goesOnFrom = trialKey({ ...lasting(2), model: { ...lasting(2).model, ...revisionMember(tinyModel) } });
    const own = path;
    const events = await eventsOf(lasting(5), options({ checkpoints: folderBlobs(own), goesOnFrom }));
    const started = events.find(({ kind }) => kind === "started");
    expect(started).toMatchObject({ resumedFromStep: 2 * (started as { stepsPerEpoch: number }).stepsPerEpoch });
    expect(recordsOf(events)).toEqual(recordsOf(await eventsOf(lasting(5), options())));
    const other = "0123456789abcdef";
    const anew = await eventsOf(
      lasting(5),
      options({ checkpoints: folderBlobs(join(folder, "new.safetensors")), goesOnFrom: other }),
    );
    expect(anew.find(({ kind }) => kind === "started")).toMatchObject({ resumedFromStep: 0 });
  },
);

test("early stopping waits for its patience and tests the best weights", async () => {
  const changes: TinyChanges = {
    optimizer: "sgd",
    lr: 3,
    training: { epochs: 30, patience: 2, monitor: "validationLoss" },
  };
  const { epochs, result } = await run(changes);
  const losses = epochs.map(({ validationLoss }) => validationLoss);
  const best = losses.indexOf(Math.min(...losses)) + 1;
  expect(result).toMatchObject({ stopped: "early", bestEpoch: best, epochs: best + 2 });
  const upToBest = await run({ ...changes, training: { ...changes.training, epochs: best, patience: null } });
  expect(upToBest.result!.test).toEqual(result!.test);
});

test("a diverging run is a result that names the step, whatever the stretches", async () => {
  const changes: TinyChanges = { optimizer: "sgd", lr: 1e12, training: { epochs: 2 } };
  const { epochs, result } = await run(changes);
  expect(result).toMatchObject({ status: "diverged", stopped: "diverged", test: null, epochs: epochs.length });
  expect(result!.divergedAtStep).toBeGreaterThan(1);
  expect(await run(changes, { clock: fakeClock({ tickSeconds: 60 }) })).toEqual({ epochs, result });
});

test("weights that stop being finite are found in the step that made them", async () => {
  const { result } = await run({ optimizer: "sgd", lr: 1e39, training: { clipGlobalNorm: 1 } });
  expect(result).toMatchObject({ status: "diverged", epochs: 0, bestEpoch: null, divergedAtStep: 1 });
});

test("law 3: at one seed, every optimizer and rate starts from the same weights, batches and masks", async () => {
  const firstLoss = async (changes: TinyChanges): Promise<number> => {
    const clock = fakeClock({ tickSeconds: 60 });
    for await (const event of runTrial(tinyConfig(dataset, changes), options({ clock }))) {
      if (event.kind === "progress") return event.trainLoss;
    }
    return Number.NaN;
  };
  const adam = await firstLoss({});
  expect(await firstLoss({ optimizer: "lion", lr: 1e-5 })).toBe(adam);
  expect(await firstLoss({ optimizer: "sgd", hyperparameters: { momentum: 0.9 } })).toBe(adam);
  expect(await firstLoss({ seed: 2 })).not.toBe(adam);
  const data = { augment: { crop: { padding: 1 }, flip: true, mixup: 0.2 } } as const;
  expect(await firstLoss({ data, optimizer: "lion" })).toBe(await firstLoss({ data }));
});

test("data that changed, a batch that is too large and a wrong model are refused before anything runs", async () => {
  const refused = (config: TrialConfig, code: string, given: Partial<TrialOptions> = {}) =>
    expect(eventsOf(config, options(given))).rejects.toMatchObject({ code });
  await refused(tinyConfig(dataset, { data: { fingerprint: "0".repeat(64) } }), "data-changed");
  await refused(tinyConfig(dataset, { training: { batchSize: 265 } }), "batch-too-large");
  await refused(tinyConfig(dataset, { data: { validation: 1 } }), "validation-share");
  await refused(tinyConfig(dataset), "model-data-mismatch", { model: { ...tinyModel, input: [1, 28, 28] } });
});

test("a finished trial keeps the weights that it tested; a diverged one keeps none", async () => {
  const weightsPath = join(folder, "weights", "t.safetensors");
  const changes: TinyChanges = { optimizer: "sgd", lr: 0.5, training: { monitor: "validationLoss" } };
  const config = tinyConfig(dataset, changes);
  const { result } = recordsOf(
    await eventsOf(config, options({ model: tinyNormedModel, keepWeights: keepAt(weightsPath) })),
  );
  const { tensors, metadata } = decodeSafetensors(readFileSync(weightsPath));
  const specs = [...tinyNormedModel.parameters, ...tinyNormedModel.statistics];
  expect(Object.entries(tensors).map(([name, { shape }]) => [name, shape])).toEqual(
    expect.arrayContaining(specs.map(({ name, shape }) => [name, shape])),
  );
  expect(metadata).toMatchObject({ model: "tiny-normed", input: "[1,4,4]", classes: '["a","b","c"]' });
  const best = { training: { ...changes.training, epochs: result!.bestEpoch! } };
  const upToBest = join(folder, "best.safetensors");
  const given = { model: tinyNormedModel, keepWeights: keepAt(upToBest) };
  await eventsOf(tinyConfig(dataset, { ...changes, ...best }), options(given));
  expect(decodeSafetensors(readFileSync(upToBest)).tensors).toEqual(tensors);
  expect(readdirSync(join(folder, "weights"))).toEqual(["t.safetensors"]);
  const none = join(folder, "none.safetensors");
  await run({ optimizer: "sgd", lr: 1e39 }, { keepWeights: keepAt(none) });
  expect(existsSync(none)).toBe(false);
});

test("a checkpoint is written after every so many steps, whatever the size of stretches", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 2 } });
  const undisturbed = recordsOf(await eventsOf(config, options()));
  const given = options({ checkpoints: folderBlobs(join(folder, "t.safetensors")), checkpointEverySteps: 4 });
  const events = await eventsOf(config, given);
  const saved = events.flatMap((event) => (event.kind === "checkpoint" ? [event.step] : []));
  expect(saved).toEqual([4, 8, 11, 12, 16, 20, 22]);
  expect(recordsOf(events)).toEqual(undisturbed);
});

/** All settings of fine-tuning together. */
const everything: TinyChanges = {
  optimizer: "adam",
  schedule: { kind: "cosine", floor: 0, warmupSteps: 2 },
  training: {
    epochs: 3,
    labelSmoothing: 0.1,
    stochasticDepth: 0.5,
    layerDecay: 0.75,
    accumulate: 3,
    ema: 0.9,
    curveEvery: 4,
    clipGlobalNorm: 1,
  },
};

test.each([1, 4, 12, 30])(
  "a trial whose bound is followed leaves the same records if it is stopped after %i stretches",
  async (stopAt) => {
    const config = tinyConfig(dataset, {
      optimizer: "lion",
      hyperparameters: { decay: 2 },
      training: { epochs: 3, certifyEvery: 4 },
    });
    const undisturbed = recordsOf(await eventsOf(config, options()));
    expect(undisturbed.epochs[1]!.bounds!.map(({ step }) => step)).toEqual([12, 16, 20, 22]);
    const path = join(folder, "bounds.safetensors");
    let asked = 0;
    await eventsOf(config, options({ checkpoints: folderBlobs(path), shouldStop: () => ++asked === stopAt }));
    expect(recordsOf(await eventsOf(config, options({ checkpoints: folderBlobs(path) })))).toEqual(undisturbed);
  },
);

test.each([
  ["branches", tinyResidualModel, ["head.bias"]],
  ["statistics", tinyNormedModel, ["conv1.*", "norm1.*"]],
])(
  "with every setting, a trial of a model with %s that is stopped anywhere leaves the same records",
  async (_, model, freeze) => {
    const training = { ...everything.training, freeze, freezeStatistics: true } as const;
    const config = tinyConfig(dataset, { ...everything, training });
    const undisturbed = recordsOf(await eventsOf(config, options({ model })));
    expect(undisturbed.result).toMatchObject({ status: "finished", epochs: 3 });
    for (const stopAt of [1, 2, 3, 5, 11, 12, 13, 14, 27, 36]) {
      const path = join(folder, `${stopAt}.safetensors`);
      let asked = 0;
      const clock = fakeClock({ tickSeconds: 60 });
      const stopping = options({ model, checkpoints: folderBlobs(path), clock, shouldStop: () => ++asked === stopAt });
      await eventsOf(config, stopping);
      expect(existsSync(path)).toBe(true);
      expect(recordsOf(await eventsOf(config, options({ model, checkpoints: folderBlobs(path) })))).toEqual(
        undisturbed,
      );
    }
  },
);

test("each setting changes what is trained or measured", async () => {
  const base = { training: { epochs: 2 } };
  const given = { model: tinyResidualModel };
  const plain = await run(base, given);
  const settings: Partial<TrialConfig["training"]>[] = [
    { labelSmoothing: 0.1 },
    { stochasticDepth: 0.5 },
    { freeze: ["head.bias"] },
    { layerDecay: 0.75 },
    { accumulate: 2 },
    { ema: 0.9 },
  ];
  for (const setting of settings) {
    expect(
      (await run({ training: { ...base.training, ...setting } }, given)).result,
      JSON.stringify(setting),
    ).not.toEqual(plain.result);
  }
});

test("accumulation of more batches than an epoch has and unknown names to freeze are refused", async () => {
  const refused = (training: Partial<TrialConfig["training"]>, code: string) =>
    expect(eventsOf(tinyConfig(dataset, { training }), options())).rejects.toMatchObject({ code });
  await refused({ accumulate: 12 }, "accumulate-too-large");
  await refused({ freeze: ["c.*"] }, "freeze-unknown");
});

test("a curve by steps has a point after every so many steps, over the ends of epochs", async () => {
  const schedule = { kind: "cosine", floor: 0, warmupSteps: 2 } as const;
  const { epochs } = await run({ schedule, training: { epochs: 3, curveEvery: 4 } });
  expect(epochs.map(({ steps }) => steps!.map(({ step }) => step))).toEqual([
    [4, 8],
    [12, 16, 20],
    [24, 28, 32],
  ]);
  const whole = await run({ schedule, training: { epochs: 3, curveEvery: 11 } });
  for (const { steps, trainLoss, trainAccuracy, lr, epoch } of whole.epochs) {
    expect(steps).toEqual([{ step: 11 * epoch, trainLoss, trainAccuracy, lr }]);
  }
  expect((await run({ training: { epochs: 1 } })).epochs[0]).not.toHaveProperty("steps");
});

const isStarted = (event: TrainerEvent): event is Extract<TrainerEvent, { kind: "started" }> =>
  event.kind === "started";

test("a tested trial keeps the answers to the validation images after the epoch that they chose, over a stop as well", async () => {
  const path = join(folder, "answers.safetensors");
  const training = { epochs: 4, monitor: "validationAccuracy" } as const;
  const whole = await run({ training });
  const { confusion, bestEpoch } = whole.result!;
  const answers = confusion!.validation!.flat();
  const right = confusion!.validation!.reduce((sum, row, label) => sum + row[label]!, 0);
  const images = answers.reduce((sum, n) => sum + n, 0);
  expect(images).toBe(whole.result!.measuredOn!.validation.images);
  expect(right / images).toBe(whole.epochs[bestEpoch! - 1]!.validationAccuracy);
  let asked = 0;
  const stopping = { checkpoints: folderBlobs(path), shouldStop: () => ++asked > 10 };
  expect((await run({ training }, stopping)).result).toBeNull();
  expect((await run({ training }, { checkpoints: folderBlobs(path) })).result).toEqual(whole.result);
});

test("top-5 accuracy is told for more than ten classes", async () => {
  const classes = Array.from({ length: 12 }, (_, k) => `class ${k}`);
  const model = cifarCnnOf({
    name: "twelve",
    channels: 1,
    size: 4,
    classes: 12,
    blocks: [3],
    hidden: 5,
    improved: true,
  });
  const training = { epochs: 1, monitor: "validationAccuracy" } as const;
  const config = tinyConfig(dataset, { training });
  const many = { ...dataset, classes };
  const { epochs, result } = recordsOf(await eventsOf(config, options({ dataset: many, model })));
  expect(epochs[0]!.validationTop5).toBeGreaterThan(epochs[0]!.validationAccuracy);
  expect(epochs[0]!.validationTop5).toBeLessThanOrEqual(1);
  expect(result!.test!.top5).toBeGreaterThan(result!.test!.accuracy);
  expect(epochs[0]!.trainTop5).toBeGreaterThan(epochs[0]!.trainAccuracy);
  expect(epochs[0]!.trainTop5).toBeLessThanOrEqual(1);
  const events = await eventsOf(config, options({ dataset: many, model }));
  const last = events.findLast((event) => event.kind === "progress");
  expect(last?.trainTop5).toBe(epochs[0]!.trainTop5);
  const whole = await eventsOf(
    tinyConfig(dataset, { training: { ...training, curveEvery: events.filter(isStarted)[0]!.stepsPerEpoch } }),
    options({ dataset: many, model }),
  );
  expect(recordsOf(whole).epochs[0]!.steps![0]!.trainTop5).toBe(epochs[0]!.trainTop5);
  const few = await run({ training });
  expect(few.epochs[0]).not.toHaveProperty("validationTop5");
  expect(few.epochs[0]).not.toHaveProperty("trainTop5");
  expect(few.result!.test).not.toHaveProperty("top5");
});

test("how a trial is cut into slices changes nothing of its records, and each slice comes further", async () => {
  const config = tinyConfig(dataset, { optimizer: "nadam", training: { epochs: 3 } });
  const undisturbed = recordsOf(await eventsOf(config, options()));
  const slow = () => fakeClock({ tickSeconds: 60 }); // single steps
  for (const [slice, clock, most] of [
    [{ stretches: 1 }, slow, 34],
    [{ stretches: 3 }, slow, 12],
    [{ seconds: 0.05 }, () => fakeClock({ tickSeconds: 0.01 }), 34],
  ] as const) {
    const checkpoints = folderBlobs(join(folder, JSON.stringify(slice).replace(/\W/g, "")));
    let slices = 0;
    let last: TrainerEvent[] = [];
    do {
      const before = last.findLast((event) => event.kind === "checkpoint")?.step ?? 0;
      last = await eventsOf(config, options({ checkpoints, slice, clock: clock() }));
      expect(last[0]).toMatchObject({ kind: "started", resumedFromStep: before });
      slices++;
    } while (recordsOf(last).result === null);
    expect(recordsOf(last)).toEqual(undisturbed);
    expect(slices).toBeGreaterThan(1);
    expect(slices).toBeLessThanOrEqual(most);
  }
});

test("a slice refuses what another kind of processor began, and leaves it to be finished there", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 2 } });
  const undisturbed = recordsOf(await eventsOf(config, options({ processor: "a made-up one" })));
  const checkpoints = folderBlobs(folder);
  const slice = { stretches: 5 };
  const clock = fakeClock({ tickSeconds: 60 });
  await eventsOf(config, options({ checkpoints, slice, clock, processor: "a made-up one" }));
  const before = await checkpoints.list("");
  const refused = await eventsOf(config, options({ checkpoints, slice, processor: "another" })).catch((error) => error);
  expect(refused).toMatchObject({ code: "other-processor", data: { processor: "a made-up one" } });
  expect(await checkpoints.list("")).toEqual(before);
  const rest = await eventsOf(config, options({ checkpoints, processor: "a made-up one" }));
  expect(recordsOf(rest)).toEqual(undisturbed);
  expect(undisturbed.result!.measuredOn!.processor).toBe("a made-up one");
});

test("a whole trial that was begun elsewhere goes on, and its result names both", async () => {
  const config = tinyConfig(dataset, { training: { epochs: 2 } });
  const checkpoints = folderBlobs(folder);
  const clock = fakeClock({ tickSeconds: 60 });
  for (const processor of ["one", "one", "another"]) {
    const stopped = options({ checkpoints, clock, processor, shouldStop: stopAfter(4) });
    expect(recordsOf(await eventsOf(config, stopped)).result).toBeNull();
  }
  const { result } = recordsOf(await eventsOf(config, options({ checkpoints, processor: "another" })));
  expect(result!.measuredOn!.processor).toBe("one, then another");
});
