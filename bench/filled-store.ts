// Stores of finished trials with invented numbers, for benchmarks of what reads them.

import { epochRow } from "../src/records/epoch-rows.ts";
import { openDatabase, openStorage } from "../src/records/open.ts";
import type { EpochRecord, TrialResult } from "../src/records/records.ts";
import { resultColumns } from "../src/records/rows.ts";
import { inParts } from "../src/records/sql/in-parts.ts";
import { studyQueries } from "../src/records/sql/study-queries.ts";
import type { StudyTables } from "../src/records/sql/tables.ts";
import type { StudyPlan } from "../src/study/plan.ts";

/** Writes a plan and finishes all its trials after `epochs` epochs: the rows that a run writes, many in a transaction. */
export async function fillStore(
  target: string,
  { plan: { study, trials }, epochs }: { readonly plan: StudyPlan; readonly epochs: number },
): Promise<void> {
  const storage = await openStorage(target, { mode: "run" });
  await storage.putStudy(study, trials);
  await storage.close();
  const database = await openDatabase(target, { mode: "run" });
  const queries = studyQueries(database.queries);
  try {
    for (const [part, some] of inParts(trials, trialsAtOnce).entries()) {
      const first = part * trialsAtOnce;
      const rows = some.flatMap(({ key }, i) => epochsOf(key, { trial: first + i, epochs }));
      await database.write(async (session) => {
        for (const few of inParts(rows, 500)) await session.run(database.queries.insertInto("epoch").values(few));
        for (const [i, { key }] of some.entries()) {
          await session.run(queries.setEpochsDone({ key, epochs_done: epochs }));
          await session.run(queries.setResult({ ...resultColumns(resultOf(epochs, first + i)), key }));
        }
      });
    }
  } finally {
    await database.close();
  }
}

const trialsAtOnce = 500;

function epochsOf(
  key: string,
  { trial, epochs }: { readonly trial: number; readonly epochs: number },
): readonly StudyTables["epoch"][] {
  return Array.from({ length: epochs }, (_, i) => {
    const timing = { epoch: i + 1, trainSeconds: 10, evaluateSeconds: 1, imagesPerSecond: 3000 };
    return epochRow(key, recordOf(i + 1, trial), timing);
  });
}

function recordOf(epoch: number, i: number): EpochRecord {
  const validationAccuracy = 0.8 + 0.1 * Math.sin(i) ** 2 + 0.01 * epoch;
  return { epoch, trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.4, validationAccuracy, lr: 0.001 };
}

/** As a trial on Fashion-MNIST says it. */
const measuredOn: NonNullable<TrialResult["measuredOn"]> = {
  classes: 10,
  validation: { images: 12_000, commonest: 0.1 },
  test: { images: 10_000, commonest: 0.1 },
};

function resultOf(epochs: number, i: number): TrialResult {
  const test = { loss: 0.4, accuracy: 0.8 + 0.1 * Math.sin(i) ** 2 };
  const ended = { status: "finished", stopped: "all-epochs", divergedAtStep: null } as const;
  return { schemaVersion: 1, ...ended, epochs, bestEpoch: epochs, test, measuredOn };
}
