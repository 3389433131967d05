import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { LabError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import type { ForeignFile } from "./foreign-run.ts";
import { type ImportedRecords, importedRecords } from "./imported-study.ts";
import { readForeign } from "./read-foreign.ts";

const words = { name: "x", command: "c", model: "imported", data: "imported", validationAsTest: false };

function read(
  path: string,
  content: string | Uint8Array,
  more: { hyperparameters?: string; lowerIsBetter?: boolean } = {},
): Promise<ForeignFile> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const { lowerIsBetter = false, ...beside } = more;
  return readForeign({ path, place: path, bytes, ...beside }, { lowerIsBetter });
}

function records(...files: readonly ForeignFile[]): ImportedRecords {
  return importedRecords(files, words);
}

const samples = {
  long: "optimizer,lr,seed,weight_decay,val_accuracy,test_accuracy,note\nlion,1e-4,0,0.1,0.9,0.89,x\nlion,1e-4,1,0.1,0.91,0.88,x\nadamw,1e-3,0,0.1,0.8,0.79,x\n",
  wide: "seed;lion;adamw\n0;90.5;89\n1;91;88.5\n",
  keras:
    "epoch,accuracy,learning_rate,loss,val_accuracy,val_loss\n0,0.5,0.003,1.5,0.6,1.25\n1,0.7,0.002,1,0.75,0.5\n2,0.8,0.001,0.8,0.7,0.75\n",
  algoperf:
    "train/accuracy,train/loss,validation/accuracy,validation/loss,validation/num_examples,test/accuracy,test/loss,score,global_step\n0.1,2.3,0.1,2.3,10000,0.1,2.3,5,0\n0.9,0.3,0.8,0.5,10000,0.75,0.625,10,500\n",
};

describe("tables of other tools", () => {
  it("reads a long table: settings, seeds and figures, and leaves what it lacks open", async () => {
    const file = await read("long.csv", samples.long);
    expect(file.remarks).toEqual(["not read: note."]);
    const { trials } = records(file);
    expect(trials.map(({ config }) => [config.optimizer.label, config.lr, config.seed])).toEqual([
      ["lion", 1e-4, 0],
      ["lion", 1e-4, 1],
      ["adamw", 1e-3, 0],
    ]);
    expect(trials[0]!.config.optimizer.hyperparameters).toEqual({ weight_decay: 0.1 });
    expect(trials[0]!.epochs).toEqual([
      {
        epoch: 1,
        trainLoss: Number.NaN,
        trainAccuracy: Number.NaN,
        validationLoss: Number.NaN,
        validationAccuracy: 0.9,
        lr: 1e-4,
      },
    ]);
    expect(trials[0]!.result.test).toEqual({ loss: Number.NaN, accuracy: 0.89 });
  });

  it("reads a wide table, in per cent, by semicolons; one figure a run is both, which is said", async () => {
    const { trials, imported } = records(await read("wide.csv", samples.wide));
    expect(
      trials.map(({ config, result }) => [config.optimizer.label, config.lr, config.seed, result.test!.accuracy]),
    ).toEqual([
      ["lion", Number.NaN, 0, 0.905],
      ["lion", Number.NaN, 1, 0.91],
      ["adamw", Number.NaN, 0, 0.89],
      ["adamw", Number.NaN, 1, 0.885],
    ]);
    expect(imported.remarks.join(" ")).toContain("read as per cent");
    expect(imported.remarks.join(" ")).toContain("the test figure stands for it");
  });

  it("takes the rate of Keras' log for a curve with its peak as the rate, and the best epoch of validation", async () => {
    const file = await read("logs/lion-seed3.csv", samples.keras);
    expect(file.tool).toBe("log of Keras' CSVLogger");
    const [trial] = records(file).trials;
    expect(trial!.config).toMatchObject({ lr: 0.003, seed: 3, optimizer: { name: "lion" } });
    expect(trial!.epochs.map(({ lr }) => lr)).toEqual([0.003, 0.002, 0.001]);
    expect(trial!.epochs[1]).toMatchObject({ epoch: 2, trainLoss: 1, trainAccuracy: 0.7, validationLoss: 0.5 });
    expect(trial!.result).toMatchObject({ bestEpoch: 2, test: null });
    const judged = importedRecords([file], { ...words, validationAsTest: true });
    expect(judged.trials[0]!.result.test).toEqual({ loss: 0.5, accuracy: 0.75 });
    expect(judged.imported.remarks.join(" ")).toContain("flatters whoever tried more");
  });

  it("reads a log that Keras wrote", async () => {
    const path = new URL("../../test/fixtures/imports/keras-lion-0.csv", import.meta.url);
    const { trials } = records(await read("keras-lion-0.csv", await readFile(path)));
    expect(trials).toHaveLength(1);
    expect(trials[0]!.config).toMatchObject({ lr: 0.003000000026077032, seed: 0, optimizer: { name: "keras-lion" } });
    expect(trials[0]!.epochs).toHaveLength(5);
    expect(trials[0]!.epochs[4]).toMatchObject({
      validationLoss: 0.6651458144187927,
      trainAccuracy: 0.4722222089767456,
    });
  });

  it("reads AlgoPerf's measurements with the settings beside them; its study is the seed", async () => {
    const path = "nadamw/study_2/mnist_jax/trial_1/eval_measurements.csv";
    const file = await read(path, samples.algoperf, {
      hyperparameters: '{"learning_rate": 0.002, "one_minus_beta1": 0.1, "name": "x"}',
    });
    const [trial] = records(file).trials;
    expect(trial!.config).toMatchObject({
      lr: 0.002,
      seed: 2,
      optimizer: { name: "nadamw", hyperparameters: { one_minus_beta1: 0.1 } },
    });
    expect(trial!.result).toMatchObject({ epochs: 2, bestEpoch: 2, test: { loss: 0.625, accuracy: 0.75 } });
  });

  it("gives runs without seeds numbers that no other run has, so that no test pairs them", async () => {
    const { trials } = records(await read("w.csv", "lion,adamw\n0.9,0.8\n0.91,0.81\n"));
    expect(trials.map(({ config }) => config.seed)).toEqual([0, 1, 2, 3]);
  });

  it("takes what tools write for a run that failed for a diverged run", async () => {
    const { trials } = records(await read("w.csv", "seed,lion,adamw\n0,0.9,nan\n1,0.91,0.8\n"));
    expect(trials.map(({ result }) => [result.status, result.test === null])).toEqual([
      ["finished", false],
      ["finished", false],
      ["diverged", true],
      ["finished", false],
    ]);
  });
});

const refused: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "csv-empty"],
  ["names alone", "epoch,val_loss\n", "csv-empty"],
  ["a short row", "epoch,val_loss\n1\n", "csv-row"],
  ["a name twice", "epoch,epoch\n1,2\n", "csv-column"],
  ["a comma for the point", 'epoch;val_loss\n1;"0,5"\n', "csv-number"],
  ["an epoch twice", "epoch,val_loss\n1,0.5\n1,0.4\n", "import-epoch"],
  ["no figures", "name,note\nx,y\n", "no-figures"],
  ["training alone", "epoch,loss\n1,0.5\n", "no-figures"],
  ["an accuracy of 512", "seed,val_accuracy\n1,512\n", "import-accuracy"],
  ["a seed that is no whole number", "seed,val_accuracy\n1.5,0.5\n", "import-seed"],
  ["a run twice", "seed,optimizer,val_loss\n1,a,0.5\n1,a,0.5\n", "import-epoch"],
];

describe("what is no log of runs", () => {
  it.each(refused)("refuses %s in one sentence", async (_, text, code) => {
    await expect(read("x.csv", text).then((file) => records(file))).rejects.toThrow(
      expect.objectContaining({ name: "LabError", code }),
    );
  });

  it("refuses a file that is given twice", async () => {
    const file = await read("lion-0.csv", samples.keras);
    expect(() => records(file, file)).toThrow(expect.objectContaining({ code: "import-same-run" }));
  });

  it("meets 4,000 damaged files with records or a sentence, never with another error", async () => {
    const rng = createRng(0, "damage");
    const texts = Object.values(samples);
    const counts = { read: 0, refused: 0 };
    for (let k = 0; k < 4000; k++) {
      const bytes = damaged(new TextEncoder().encode(texts[k % texts.length]!), () => rng.uniform());
      try {
        const { trials } = records(await read(k % 2 === 0 ? "a/study_1/w/trial_1/m.csv" : "lion-3.csv", bytes));
        for (const { epochs, result } of trials) {
          expect(epochs.every(({ epoch }, index) => epoch === index + 1)).toBe(true);
          const shares = epochs.flatMap(({ trainAccuracy, validationAccuracy }) => [trainAccuracy, validationAccuracy]);
          expect(shares.every((share) => Number.isNaN(share) || (share >= 0 && share <= 1))).toBe(true);
          expect(result.epochs).toBe(epochs.length);
        }
        counts.read += 1;
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        expect(error.message).not.toMatch(/undefined|NaN|\n/);
        counts.refused += 1;
      }
    }
    expect(counts.read).toBeGreaterThan(200);
    expect(counts.refused).toBeGreaterThan(200);
  });
});

/** A few bytes changed, taken out, doubled or put in, or the end cut off. */
function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  let list = [...bytes];
  for (let n = 1 + Math.floor(3 * random()); n > 0; n--) {
    const at = Math.floor(random() * list.length);
    const kind = Math.floor(5 * random());
    if (kind === 0) list[at] = Math.floor(256 * random());
    else if (kind === 1) list.splice(at, 1 + Math.floor(4 * random()));
    else if (kind === 2) list.splice(at, 0, ...list.slice(at, at + Math.floor(30 * random())));
    else if (kind === 3)
      list.splice(
        at,
        0,
        ...'\n,;\t"-e9\0'
          .slice(Math.floor(8 * random()))
          .split("")
          .map((c) => c.charCodeAt(0)),
      );
    else list = list.slice(0, at);
  }
  return Uint8Array.from(list);
}
