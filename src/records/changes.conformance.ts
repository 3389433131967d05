/**
 * The laws of what a store says has changed, and of what runs tell of themselves, as tests for any store of studies.
 */
import { describe, expect, test } from "vitest";
import { dumpRecords } from "./dump.ts";
import { sampleEpoch, samplePulse, sampleResult, sampleStudy, sampleTrial } from "./samples.ts";
import type { StorageUnderTest } from "./storage.conformance.ts";
import type { Storage, StudyChanges } from "./storage.ts";

const trials = [sampleTrial(0.3), sampleTrial(0.1), sampleTrial(0.2)];
const [first, second, third] = trials as [(typeof trials)[0], (typeof trials)[0], (typeof trials)[0]];

/** Someone who asks again and again what has changed. */
function readerOf(storage: Storage, study = "sample"): () => Promise<StudyChanges> {
  let cursor: StudyChanges["cursor"] | null = null;
  return async () => {
    const changes = await storage.changesSince(study, cursor);
    cursor = changes.cursor;
    return changes;
  };
}

/** Rates and states of what was told. */
function told({ trials: heads }: StudyChanges): readonly string[] {
  return heads.map(({ config, state, epochsDone }) => `${config.lr} ${state} ${epochsDone}`);
}

/** Declares the tests. */
export function describeChanges(name: string, { open, reopen }: StorageUnderTest): void {
  async function planned(): Promise<Storage> {
    const storage = await open();
    await storage.putStudy(sampleStudy(trials), trials);
    return storage;
  }

  describe(`${name} says what has changed`, () => {
    test("everything at first, then nothing, then each trial that was touched, as lists tell of it", async () => {
      const storage = await planned();
      const other = await reopen();
      const next = readerOf(other);
      const all = await next();
      expect(all).toMatchObject({ whole: true, study: sampleStudy(trials), pulse: null });
      expect(all.trials).toEqual(await storage.listTrials("sample"));
      const nothing = { whole: false, study: null, trials: [], pulse: null };
      expect(await next()).toEqual({ ...nothing, cursor: all.cursor });
      const moves: readonly [move: () => Promise<void>, told: string][] = [
        [() => storage.startTrial(second.key), "0.1 running 0"],
        [() => storage.appendEpoch(second.key, sampleEpoch(1)), "0.1 running 1"],
        [() => storage.suspendTrial(second.key), "0.1 waiting 1"],
        [() => storage.failTrial(second.key, "It broke."), "0.1 failed 1"],
        [() => storage.finishTrial(second.key, sampleResult(1)), "0.1 finished 1"],
      ];
      for (const [move, line] of moves) {
        await move();
        const changes = await next();
        expect(told(changes)).toEqual([line]);
        expect(changes.trials).toEqual((await storage.listTrials("sample")).slice(1, 2));
        expect(changes.study).toBeNull();
        expect(await next()).toEqual({ ...nothing, cursor: changes.cursor });
      }
      await other.close();
      await storage.close();
    });

    test("many changes between two askings are told once, as they stand, in the order of the study", async () => {
      const storage = await planned();
      const next = readerOf(storage);
      await next();
      for (const trial of [third, first]) {
        await storage.startTrial(trial.key);
        for (let epoch = 1; epoch <= 3; epoch++) await storage.appendEpoch(trial.key, sampleEpoch(epoch));
      }
      await storage.finishTrial(third.key, sampleResult(3));
      expect(told(await next())).toEqual(["0.3 running 3", "0.2 finished 3"]);
      await storage.close();
    });

    test("what was refused, or is there already, has changed nothing", async () => {
      const storage = await planned();
      await storage.appendEpoch(first.key, sampleEpoch(1));
      await storage.finishTrial(first.key, sampleResult(1));
      const next = readerOf(storage);
      await next();
      await storage.appendEpoch(first.key, sampleEpoch(1));
      await storage.finishTrial(first.key, sampleResult(1));
      await storage.startTrial(first.key);
      await expect(storage.appendEpoch(second.key, sampleEpoch(2))).rejects.toMatchObject({ code: "epoch-gap" });
      expect(told(await next())).toEqual([]);
      await storage.close();
    });

    test("two readers go on from where each of them stood", async () => {
      const storage = await planned();
      const [one, two] = [readerOf(storage), readerOf(await reopen())];
      await one();
      await storage.startTrial(first.key);
      expect(told(await one())).toEqual(["0.3 running 0"]);
      expect((await two()).trials).toHaveLength(3);
      await storage.startTrial(second.key);
      expect(told(await two())).toEqual(["0.1 running 0"]);
      expect(told(await one())).toEqual(["0.1 running 0"]);
      await storage.close();
    });

    test("a study that grows or is planned otherwise, also by trials that another one computed; and only that study", async () => {
      const storage = await planned();
      await storage.putStudy(sampleStudy([second], "other"), [second]);
      const [sample, other] = [readerOf(storage), readerOf(storage, "other")];
      await sample();
      await other();
      await storage.extendStudy("other", [first]);
      const grown = await other();
      expect([grown.study, told(grown)]).toEqual([sampleStudy([second, first], "other"), ["0.3 waiting 0"]]);
      expect((await sample()).study).toBeNull();
      await storage.startTrial(third.key);
      expect(told(await other())).toEqual([]);
      expect(told(await sample())).toEqual(["0.2 running 0"]);
      await storage.putStudy(sampleStudy([third]), [third]);
      expect((await sample()).study).toEqual(sampleStudy([third]));
      await storage.close();
    });

    test("from a cursor of a store that is not there any more, everything, and that it is", async () => {
      const before = await planned();
      await before.startTrial(first.key);
      const { cursor } = await before.changesSince("sample", null);
      await before.close();
      const storage = await planned();
      const changes = await storage.changesSince("sample", cursor);
      expect(changes).toMatchObject({ whole: true, study: sampleStudy(trials) });
      expect(changes.trials).toHaveLength(3);
      expect(changes.cursor.store).not.toBe(cursor.store);
      await storage.close();
    });

    test("of a study that is not there, nothing", async () => {
      const storage = await planned();
      expect(await storage.changesSince("none", null)).toMatchObject({ whole: true, study: null, trials: [] });
      await storage.close();
    });

    test("what a run tells of itself is kept in place of what it told before, and changes no record", async () => {
      const storage = await planned();
      const next = readerOf(storage);
      const { cursor } = await next();
      const records = await dumpRecords(storage);
      const pulse = samplePulse(first.key);
      await storage.putPulse("sample", pulse);
      expect(await next()).toEqual({ cursor, whole: false, study: null, trials: [], pulse });
      const odd = { ...pulse, heardAt: 3, trials: [{ ...pulse.trials[0]!, progress: null }], phase: null };
      await storage.putPulse("sample", odd);
      await storage.putPulse("other", pulse);
      const other = await reopen();
      expect((await other.changesSince("sample", null)).pulse).toEqual(odd);
      expect(await dumpRecords(other)).toBe(records);
      await other.close();
      await storage.close();
    });
  });
}
