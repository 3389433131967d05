/** What is packed is read back, in the same members and digits, however little of it is kept unpacked. */
import { expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { trialPacker } from "./packed-epochs.ts";
import type { TrialRecord } from "./records.ts";

const { trials } = syntheticStudy({ optimizers: ["lion"], rates: 4, epochs: 5, patience: null });
const [first] = trials as [TrialRecord];
const odd: TrialRecord = {
  ...first,
  timings: first.timings.slice(1),
  epochs: first.epochs.map((epoch, i) => ({
    ...epoch,
    trainLoss: i === 1 ? Number.NaN : -0,
    ...(i === 2 ? { validationTop5: 0.5, steps: [{ step: 1, trainLoss: 1, trainAccuracy: 0, lr: 0.1 }] } : {}),
  })),
};

it("reads back what was packed, one trial after another and again", () => {
  const all = [odd, ...trials, { ...first, epochs: [], timings: [] }];
  const pack = trialPacker(7);
  const packed = all.map(pack);
  for (let turn = 0; turn < 2; turn++) {
    expect(packed.map((trial) => ({ ...trial }))).toStrictEqual(all);
    expect(JSON.stringify(packed)).toBe(
      JSON.stringify(all.map(({ epochs, timings, ...rest }) => ({ ...rest, epochs, timings }))),
    );
  }
});

it("keeps the trials that were read last, and lets the others go", () => {
  const packed = trials.map(trialPacker(2 * first.epochs.length));
  const before = packed.map(({ epochs }) => epochs);
  expect(packed.at(-1)!.epochs).toBe(before.at(-1));
  expect(packed[0]!.epochs).not.toBe(before[0]);
  expect(packed[0]!.epochs).toEqual(before[0]);
});
