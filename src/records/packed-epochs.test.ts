/** What is packed is read back, in the same members and digits, however little of it is kept unpacked. */
import { expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { epochReader, epochRow } from "./epoch-rows.ts";
import { EpochTable } from "./epoch-table.ts";
import { Unpacker } from "./packed-epochs.ts";
import type { TrialRecord } from "./records.ts";
import { DamagedValue } from "./stored.ts";
import { accuracyOfEpoch, epochAt, epochCount, PackedTrial, timingFigures } from "./trial-epochs.ts";

const { trials } = syntheticStudy({ optimizers: ["lion"], rates: 4, epochs: 5, patience: null });
const [first] = trials as [TrialRecord];
const odd: TrialRecord = {
  ...first,
  epochs: first.epochs.map((epoch, i) => ({
    ...epoch,
    trainLoss: i === 1 ? Number.NaN : -0,
    ...(i === 2 ? { steps: [{ lr: 0.1, step: 1, trainAccuracy: 0, trainLoss: 1 }], validationTop5: 0.5 } : {}),
  })),
};
const even: TrialRecord = { ...first, epochs: first.epochs.map((epoch) => ({ ...epoch, lr: 0.25 })) };

/** The trials with their epochs in one table; those without timings are imported ones. */
function packed(all: readonly TrialRecord[], { most, sealed }: { readonly most?: number; readonly sealed: boolean }) {
  const filling = new EpochTable();
  const lengths = all.map((trial) => filling.add(trial.key, valuesOf(trial)));
  const [table, unpacking] = [sealed ? new EpochTable(structuredClone(filling.seal())) : filling, new Unpacker(most)];
  let from = 0;
  return all.map((trial, i) => {
    const epochs = table.epochs(from, lengths[i]!);
    from += lengths[i]!;
    return new PackedTrial(trial, { packed: epochs, timed: trial.timings.length > 0, unpacking });
  });
}

function valuesOf({ key, epochs, timings }: TrialRecord) {
  return epochs.map((record, i) => {
    const timing = timings[i] ?? { epoch: record.epoch, trainSeconds: 0, evaluateSeconds: 0, imagesPerSecond: 0 };
    const row = epochRow(key, record, timing);
    return epochReader(Object.keys(row))(Object.values(row));
  });
}

it("reads back what was packed, one trial after another and again", () => {
  const all = [odd, ...trials, { ...first, epochs: [], timings: [] }, { ...first, timings: [] }];
  for (const sealed of [false, true]) {
    const read = packed(all, { most: 7, sealed });
    for (let turn = 0; turn < 2; turn++) {
      expect(read.map((trial) => ({ ...trial }))).toStrictEqual(all);
      expect(JSON.stringify(read)).toBe(JSON.stringify(all));
    }
  }
  expect(packed([even], { sealed: true }).map((trial) => ({ ...trial }))).toStrictEqual([even]);
});

it("tells of a packed trial what it tells of its records", () => {
  const all = [odd, { ...first, epochs: [], timings: [] }, { ...first, timings: [] }];
  const seconds = ({ trainSeconds }: TrialRecord["timings"][number]): number => trainSeconds;
  for (const [i, trial] of packed(all, { sealed: true }).entries()) {
    const plain = all[i]!;
    expect(epochCount(trial)).toBe(epochCount(plain));
    expect(timingFigures(trial, seconds)).toEqual(timingFigures(plain, seconds));
    for (const index of [0, 2, 4, 5]) {
      expect(epochAt(trial, index)).toStrictEqual(epochAt(plain, index));
      expect(accuracyOfEpoch(trial, index)?.validationAccuracy).toBe(plain.epochs[index]?.validationAccuracy);
      expect(accuracyOfEpoch(trial, index)?.epoch).toBe(plain.epochs[index]?.epoch);
    }
  }
});

it("has room for any number of epochs", () => {
  const many = Array.from({ length: 100 }, () => odd);
  expect(packed(many, { sealed: true }).map(({ epochs }) => epochs)).toStrictEqual(many.map(({ epochs }) => epochs));
});

it("keeps the trials that were read last, and lets the others go", () => {
  const read = packed(trials, { most: 2 * first.epochs.length, sealed: true });
  const before = read.map(({ epochs }) => epochs);
  expect(read.at(-1)!.epochs).toBe(before.at(-1));
  expect(read[0]!.epochs).not.toBe(before[0]);
  expect(read[0]!.epochs).toEqual(before[0]);
});

it("takes a trial whose epochs do not count from one on for damage", () => {
  const damage = new DamagedValue(`the epochs of trial ${first.key}`);
  expect(() => packed([{ ...first, epochs: first.epochs.slice(1) }], { sealed: true })).toThrow(damage);
});
