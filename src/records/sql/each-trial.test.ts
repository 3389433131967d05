/** Trials are the same, whichever of two readers reads which part, and whatever becomes of the second. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { epochRow } from "../epoch-rows.ts";
import { startEpochThread } from "../epoch-thread.ts";
import { openDatabase, openStorage } from "../open.ts";
import { packedTrials } from "../packed-epochs.ts";
import type { TrialRecord } from "../records.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "../samples.ts";
import { DamagedValue } from "../stored.ts";
import { cursorOf } from "./changes.ts";
import { eachTrial, type SecondReader } from "./each-trial.ts";
import { Claims, type EpochOrder, type EpochPart, readClaimed, readEpochPart } from "./epoch-parts.ts";
import type { SqlDatabase } from "./session.ts";
import { accessTo, type StudyAccess } from "./study-access.ts";
import { studyQueries, trialsOfAPart } from "./study-queries.ts";
import { SqlStorage } from "./study-store.ts";
import type { StudyTables } from "./tables.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-each-"));
const path = join(folder, "study.sqlite");
const trials = Array.from({ length: 3 * trialsOfAPart + 1 }, (_, i) => sampleTrial((i + 1) / 1e5));
let [database, other]: SqlDatabase<StudyTables>[] = [];
let plain: readonly TrialRecord[] = [];

beforeAll(async () => {
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy(trials), trials);
  database = await openDatabase(path, { mode: "run" });
  other = await openDatabase(path, { mode: "read" });
  const queries = studyQueries(database.queries);
  await database.write(async (session) => {
    for (const [i, { key }] of trials.entries()) {
      const done = i % 3;
      for (let epoch = 1; epoch <= done; epoch++) {
        const { record, timing } = sampleEpoch(epoch);
        const extra = i % 5 === 0 ? { trainTop5: 0.5 } : {};
        await session.run(queries.putEpoch(epochRow(key, { ...record, ...extra, trainLoss: i }, timing)));
      }
      await session.run(queries.setEpochsDone({ key, epochs_done: done }));
    }
  });
  plain = await storage.loadTrials("sample");
  await storage.close();
});

afterAll(async () => {
  await database?.close();
  await other?.close();
  rmSync(folder, { recursive: true });
});

/** Does work in a reading transaction. */
const reading = <T>(of: SqlDatabase<StudyTables>, work: (access: StudyAccess) => Promise<T>): Promise<T> =>
  of.read((session) => work(accessTo(of, { session, queries: studyQueries(of.queries) })));

/** A second reader on a connection of its own, in this thread. `read`: what it does with an order. */
function readerThat(read: (order: EpochOrder, give: (index: number, part: EpochPart) => void) => Promise<void>) {
  const [given, ends] = [new Map<number, EpochPart>(), { begun: Promise.resolve() }];
  const numbers: number[] = [];
  const reader: SecondReader = {
    begin: (order) => {
      ends.begun = read(order, (index, part) => {
        numbers.push(index);
        given.set(index, part);
      }).catch(() => {});
    },
    given: (index) => given.get(index),
    awaited: async (index) => {
      await ends.begun;
      return given.get(index) ?? null;
    },
    close: () => ends.begun,
  };
  return { reader, numbers };
}

/** All trials as one transaction reads them with a second reader. */
async function readWith(second: SecondReader | null): Promise<readonly TrialRecord[]> {
  const found: TrialRecord[] = [];
  await reading(database!, (access) => eachTrial(access, { study: "sample", second }, (trial) => found.push(trial)));
  await second?.close();
  return found.map((trial) => ({ ...trial }));
}

const claimed = (order: EpochOrder, give: (index: number, part: EpochPart) => void): Promise<void> =>
  reading(other!, (access) => readClaimed(access, order, give));

test("a reading that is begun again, since a connection was lost on the way, gives each trial once", async () => {
  const { location, dialect, queries } = database!;
  const read: SqlDatabase<StudyTables>["read"] = async (work) => {
    await database!.read(work); // as far as the end, where its answer is lost
    return database!.read(work);
  };
  const again = { location, dialect, queries, read } as SqlDatabase<StudyTables>;
  const storage = new SqlStorage(again);
  expect(await storage.loadTrials("sample")).toEqual(plain);
  expect((await packedTrials("sample", storage)).map(({ key }) => key)).toEqual(plain.map(({ key }) => key));
});

test("with a second reader the trials are those of one alone", async () => {
  const { reader, numbers } = readerThat(claimed);
  expect(await readWith(null)).toEqual(plain);
  expect(await readWith(reader)).toEqual(plain);
  expect(numbers.length).toBeGreaterThan(0);
});

test("what a reader has claimed when it ends, the other reads", async () => {
  const { reader, numbers } = readerThat(async ({ claims }) => {
    new Claims(claims).next();
    throw new Error("the thread is gone");
  });
  expect(await readWith(reader)).toEqual(plain);
  expect(numbers).toEqual([]);
});

test("a reader that sees another moment reads nothing", async () => {
  const { reader, numbers } = readerThat(async (order, give) => {
    await claimed({ ...order, cursor: { ...order.cursor, revision: order.cursor.revision - 1 } }, give);
  });
  expect(await readWith(reader)).toEqual(plain);
  expect(numbers).toEqual([]);
});

test("a thread reads what it claims and ends; none is there for a store that cannot be opened", async () => {
  const entry = new URL("../../../dist/records/epoch-thread-worker.js", import.meta.url);
  const thread = await startEpochThread(path, entry);
  const cursor = await reading(database!, cursorOf);
  const claims = new Claims();
  claims.next(); // the first part is ours
  thread!.begin({ study: "sample", cursor, claims: claims.buffer });
  const keys = trials.slice(trialsOfAPart, 2 * trialsOfAPart).map(({ key }) => key);
  expect(await thread!.awaited(1)).toEqual(await reading(database!, (access) => readEpochPart(access, keys)));
  expect(await thread!.awaited(0)).toBeNull();
  await thread!.close();
  expect(await startEpochThread(join(folder, "none.sqlite"), entry)).toBeNull();
});

test("a damaged epoch is told of, whoever reads it", async () => {
  const { key } = trials[2 * trialsOfAPart + 2]!; // which has one
  await database!.write((session) =>
    session.run(database!.queries.updateTable("epoch").set({ train_loss: 0.123 }).where("trial_key", "=", key)),
  );
  const damage = new DamagedValue(`epoch 1 of trial ${key}`);
  await expect(readWith(null)).rejects.toThrow(damage);
  await expect(readWith(readerThat(claimed).reader)).rejects.toThrow(damage);
});
