/**
 * The laws of the storage contract as tests, for any store.
 */
import { describe, expect, test } from "vitest";
import { dumpRecords } from "./dump.ts";
import { packedTrials } from "./packed-epochs.ts";
import type { TrialResult } from "./records.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "./samples.ts";
import type { Storage } from "./storage.ts";

/** A store under test: `open` gives an empty one, `reopen` the same one again as another process would see it. */
export interface StorageUnderTest {
  open(): Promise<Storage>;
  reopen(): Promise<Storage>;
}

const trials = [sampleTrial(0.3), sampleTrial(0.1), sampleTrial(0.2)];
const [first, second] = trials as [(typeof trials)[0], (typeof trials)[0]];

/** Declares the tests. */
export function describeStorage(name: string, { open, reopen }: StorageUnderTest): void {
  async function planned(): Promise<Storage> {
    const storage = await open();
    await storage.putStudy(sampleStudy(trials), trials);
    return storage;
  }
  async function finished(result = sampleResult(2)): Promise<Storage> {
    const storage = await planned();
    await storage.startTrial(first.key);
    for (let epoch = 1; epoch <= result.epochs; epoch++) await storage.appendEpoch(first.key, sampleEpoch(epoch));
    await storage.finishTrial(first.key, result);
    return storage;
  }

  describe(`${name} keeps the laws of storage`, () => {
    test("a study and its trials come back as they were put, in order, also to another process", async () => {
      const storage = await finished();
      const other = await reopen();
      for (const store of [storage, other]) {
        expect(await store.getStudy("sample")).toEqual(sampleStudy(trials));
        expect(await store.listStudies()).toEqual([sampleStudy(trials)]);
        expect((await store.listTrials("sample")).map(({ key, config }) => ({ key, config }))).toEqual(trials);
        expect(await store.getTrial(first.key)).toEqual({
          ...first,
          state: "finished",
          epochs: [sampleEpoch(1).record, sampleEpoch(2).record],
          timings: [sampleEpoch(1).timing, sampleEpoch(2).timing],
          result: sampleResult(2),
          failure: null,
        });
      }
      await other.close();
      await storage.close();
    });

    test("lists tell states and best epochs without the epochs", async () => {
      const storage = await finished();
      const [head, next] = await storage.listTrials("sample");
      expect(head).toEqual({
        ...first,
        state: "finished",
        epochsDone: 2,
        result: sampleResult(2),
        best: sampleEpoch(2).record,
        failure: null,
      });
      expect(next).toEqual({ ...second, state: "waiting", epochsDone: 0, result: null, best: null, failure: null });
      expect([...(await storage.listStates("sample"))]).toEqual([
        [first.key, "finished"],
        [second.key, "waiting"],
        [trials[2]?.key, "waiting"],
      ]);
      expect(await storage.listStandings()).toEqual([
        {
          name: "sample",
          trials: new Map([
            ["finished", 1],
            ["waiting", 2],
          ]),
          pulse: null,
        },
      ]);
      const heads = await storage.listTrials(null);
      expect([...(await storage.listStates(null))]).toEqual(heads.map(({ key, state }) => [key, state]));
      expect((await storage.listTrials(null)).map(({ key }) => key)).toEqual(trials.map(({ key }) => key).sort());
      expect(await storage.loadTrials("sample")).toEqual(
        await Promise.all(trials.map(({ key }) => storage.getTrial(key))),
      );
      const one: string[] = [];
      await storage.eachTrial("sample", ({ key }) => one.push(key));
      expect(one).toEqual(trials.map(({ key }) => key));
      expect(await packedTrials("sample", storage)).toEqual(await storage.loadTrials("sample"));
      expect(await storage.listTrials("none")).toEqual([]);
      expect(await storage.getStudy("none")).toBeNull();
      expect(await storage.getTrial("none")).toBeNull();
      await storage.close();
    });

    test("puts are idempotent, and an extended study keeps what was computed", async () => {
      const storage = await finished();
      const before = await dumpRecords(storage);
      await storage.putStudy(sampleStudy(trials), trials);
      expect(await dumpRecords(storage)).toBe(before);
      const extended = [sampleTrial(0.9), ...trials];
      await storage.putStudy(sampleStudy(extended), extended);
      const heads = await storage.listTrials("sample");
      expect(heads.map(({ state }) => state)).toEqual(["waiting", "finished", "waiting", "waiting"]);
      await storage.putStudy(sampleStudy([second]), [second]);
      expect(await storage.listTrials("sample")).toHaveLength(1);
      expect(await storage.getTrial(first.key)).toMatchObject({ state: "finished" });
      await storage.close();
    });

    test("a study grows at its end; what it has stays where it is, and what another study computed is kept", async () => {
      const storage = await finished();
      const [fourth, fifth] = [sampleTrial(0.4), sampleTrial(0.5)];
      await storage.extendStudy("sample", [fourth]);
      await storage.extendStudy("sample", [fourth, second, fifth]);
      const grown = [...trials, fourth, fifth];
      for (const store of [storage, await reopen()]) {
        expect(await store.getStudy("sample")).toEqual(sampleStudy(grown));
        expect((await store.listTrials("sample")).map(({ state }) => state)).toEqual([
          "finished",
          ...Array.from({ length: 4 }, () => "waiting"),
        ]);
        if (store !== storage) await store.close();
      }
      await storage.putStudy(sampleStudy([second], "other"), [second]);
      await storage.extendStudy("other", [first]);
      expect([...(await storage.listStates("other")).values()]).toEqual(["waiting", "finished"]);
      await expect(storage.extendStudy("none", [first])).rejects.toThrow("not stored");
      await storage.close();
    });

    test("what only some trials have comes back: top-5 accuracy and points of a curve", async () => {
      const storage = await open();
      await storage.putStudy(sampleStudy(trials), trials);
      const { record, timing } = sampleEpoch(1);
      const steps = [{ step: 5, trainLoss: 1 / 3, trainAccuracy: 0.1 + 0.2, lr: 1e-3 }];
      const rich = { ...record, validationTop5: 2 / 3, steps };
      const result = { ...sampleResult(1), test: { loss: 1, accuracy: 0.5, top5: 6 / 7 } };
      await storage.appendEpoch(first.key, { record: rich, timing });
      await storage.appendEpoch(first.key, { record: { ...rich, steps: [...steps] }, timing });
      await expect(storage.appendEpoch(first.key, { record, timing })).rejects.toMatchObject({
        code: "record-conflict",
      });
      await storage.finishTrial(first.key, result);
      await storage.finishTrial(first.key, result);
      expect(await storage.getTrial(first.key)).toMatchObject({ epochs: [rich], result });
      expect((await storage.listTrials("sample"))[0]).toMatchObject({ best: rich, result });
      const plain = { loss: 1, accuracy: 0.5 };
      await expect(storage.finishTrial(first.key, { ...result, test: plain })).rejects.toMatchObject({
        code: "record-conflict",
      });
      await storage.close();
    });

    test("an epoch and a result may say more than an earlier version stored of them, which stay as they were", async () => {
      const storage = await planned();
      const { record, timing } = sampleEpoch(1);
      await storage.appendEpoch(first.key, { record, timing });
      await storage.appendEpoch(first.key, { record: { ...record, trainTop5: 0.9 }, timing });
      const other = { ...record, trainTop5: 0.9, trainAccuracy: record.trainAccuracy / 2 };
      await expect(storage.appendEpoch(first.key, { record: other, timing })).rejects.toMatchObject({
        code: "record-conflict",
      });
      expect((await storage.getTrial(first.key))?.epochs).toEqual([record]);
      const images = { images: 4, commonest: 0.5 };
      const measuredOn = { classes: 2, validation: images, test: images };
      const counts = [
        [1, 0],
        [0, 1],
      ];
      const result = { ...sampleResult(1), measuredOn, confusion: { classes: ["a", "b"], counts } };
      await storage.finishTrial(first.key, result);
      const more = { ...result, confusion: { ...result.confusion, validation: counts } };
      await storage.finishTrial(first.key, more);
      const contrary = { ...more, confusion: { ...more.confusion, counts: [...counts].reverse() } };
      await expect(storage.finishTrial(first.key, contrary)).rejects.toMatchObject({ code: "record-conflict" });
      expect((await storage.getTrial(first.key))?.result).toEqual(result);
      await storage.close();
    });

    test("a finished trial never changes", async () => {
      const storage = await finished();
      const before = await dumpRecords(storage);
      await storage.finishTrial(first.key, sampleResult(2));
      await storage.startTrial(first.key);
      await storage.suspendTrial(first.key);
      await storage.failTrial(first.key, "no");
      await storage.appendEpoch(first.key, sampleEpoch(1));
      await expect(storage.appendEpoch(first.key, sampleEpoch(3))).rejects.toMatchObject({ code: "epoch-gap" });
      const other = { ...sampleResult(2), test: { loss: 1, accuracy: 0.5 } };
      await expect(storage.finishTrial(first.key, other)).rejects.toMatchObject({ code: "record-conflict" });
      expect(await dumpRecords(storage)).toBe(before);
      await storage.close();
    });

    test("epochs append in order; an equal one again is nothing, another one is refused, the first timing stays", async () => {
      const storage = await planned();
      await expect(storage.appendEpoch(first.key, sampleEpoch(2))).rejects.toMatchObject({ code: "epoch-gap" });
      await storage.appendEpoch(first.key, sampleEpoch(1));
      const again = sampleEpoch(1);
      await storage.appendEpoch(first.key, { ...again, timing: { ...again.timing, trainSeconds: 99 } });
      const other = { ...again, record: { ...again.record, trainLoss: again.record.trainLoss + 1e-16 } };
      await expect(storage.appendEpoch(first.key, other)).rejects.toMatchObject({ code: "record-conflict" });
      await expect(storage.finishTrial(first.key, sampleResult(2))).rejects.toMatchObject({ code: "epoch-gap" });
      const trial = await storage.getTrial(first.key);
      expect(trial?.epochs).toEqual([again.record]);
      expect(trial?.timings).toEqual([again.timing]);
      await storage.close();
    });

    test("states: running, failed with its sentence, running without it, waiting with its epochs", async () => {
      const storage = await planned();
      const state = async () => {
        const { state, failure, epochsDone } = (await storage.listTrials("sample"))[0]!;
        return [state, failure, epochsDone];
      };
      await storage.startTrial(first.key);
      await storage.appendEpoch(first.key, sampleEpoch(1));
      expect(await state()).toEqual(["running", null, 1]);
      await storage.failTrial(first.key, "The worker ended.");
      expect(await state()).toEqual(["failed", "The worker ended.", 1]);
      await storage.startTrial(first.key);
      expect(await state()).toEqual(["running", null, 1]);
      await storage.suspendTrial(first.key);
      expect(await state()).toEqual(["waiting", null, 1]);
      await storage.close();
    });

    test("a divergence is a result, and numbers without a finite value come back", async () => {
      const diverged: TrialResult = {
        ...sampleResult(0),
        status: "diverged",
        stopped: "diverged",
        bestEpoch: null,
        divergedAtStep: 17,
        test: null,
      };
      const storage = await finished(diverged);
      expect(await storage.getTrial(first.key)).toMatchObject({ state: "diverged", result: diverged });
      const epoch = sampleEpoch(1);
      await storage.appendEpoch(second.key, { ...epoch, record: { ...epoch.record, validationLoss: Number.NaN } });
      await storage.appendEpoch(second.key, { ...epoch, record: { ...epoch.record, validationLoss: Number.NaN } });
      expect((await storage.getTrial(second.key))?.epochs[0]?.validationLoss).toBeNaN();
      expect(await dumpRecords(storage)).toContain('"validationLoss":"NaN"');
      await storage.close();
    });

    test("numbers of every size come back to the last bit", async () => {
      const storage = await planned();
      const { record, timing } = sampleEpoch(1);
      const hard = { trainLoss: 5e-324, trainAccuracy: 1e-17, validationLoss: 1.7e308, validationAccuracy: 0.1 + 0.2 };
      const epoch = { record: { ...record, ...hard, lr: -1e-17 }, timing: { ...timing, trainSeconds: 1 / 3 } };
      await storage.appendEpoch(first.key, epoch);
      expect(await storage.getTrial(first.key)).toMatchObject({ epochs: [epoch.record], timings: [epoch.timing] });
      await storage.close();
    });

    test("a trial that never read the test set finishes without its figures", async () => {
      const unread: TrialResult = {
        ...sampleResult(1),
        measuredOn: { classes: 10, validation: { images: 7, commonest: 2 / 7 } },
        test: null,
      };
      const storage = await finished(unread);
      await storage.finishTrial(first.key, unread);
      expect(await storage.getTrial(first.key)).toMatchObject({ state: "finished", result: unread });
      expect((await storage.listTrials("sample"))[0]).toMatchObject({ best: sampleEpoch(1).record, result: unread });
      await expect(storage.finishTrial(first.key, sampleResult(1))).rejects.toMatchObject({ code: "record-conflict" });
      await storage.close();
    });

    test("an unplanned trial is not touched", async () => {
      const storage = await open();
      await expect(storage.startTrial("0123456789abcdef")).rejects.toThrow("before it was planned");
      await storage.close();
    });

    test("costs are means over the timings, by optimizer", async () => {
      const storage = await finished();
      expect(await storage.imageCosts({ model: "fashion-cnn", device: "cpu" })).toEqual([
        { optimizer: "lion", secondsPerImage: expect.closeTo(8 / 2000, 12), epochs: 2 },
      ]);
      expect(await storage.imageCosts({ model: "fashion-cnn", device: "cuda" })).toEqual([]);
      await storage.close();
    });

    test("a trial is claimed where it has no result, by the run of a study", async () => {
      const storage = await finished();
      await storage.lockForRun("sample");
      for (const expected of ["ours", "ours"]) expect(await storage.claimTrial("sample", second.key)).toBe(expected);
      expect(await storage.claimTrial("sample", first.key)).toBe("ended");
      await storage.giveUpTrial("sample", second.key);
      await storage.close();
    });

    test("one process at a time may run, others may read", async () => {
      const storage = await planned();
      await storage.lockForRun("sample");
      await storage.lockForRun("sample");
      const other = await reopen();
      await expect(other.lockForRun("sample")).rejects.toMatchObject({
        code: "already-running",
        data: { pid: process.pid },
      });
      expect(await other.listTrials("sample")).toHaveLength(3);
      await storage.close();
      await other.lockForRun("sample");
      await other.close();
    });
  });
}
