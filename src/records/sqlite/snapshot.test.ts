import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStorage } from "../open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "../samples.ts";
import type { SqlDatabase, SqlSession } from "../sql/session.ts";
import { SqlStorage } from "../sql/study-store.ts";
import type { StudyTables } from "../sql/tables.ts";
import { openSqlite } from "./database.ts";
import { studyFile } from "./schema.ts";

/** What happens after each query that reads rows. */
let afterRows: () => Promise<void> = async () => {};

/** The database, whose readings are told of. */
function watched(database: SqlDatabase<StudyTables>): SqlDatabase<StudyTables> {
  const watch =
    <Query, Rows>(read: (query: Query) => Promise<Rows>) =>
    async (query: Query): Promise<Rows> => {
      const rows = await read(query);
      await afterRows();
      return rows;
    };
  const watchedSession = ({ rows, lists, run }: SqlSession): SqlSession => ({
    rows: watch(rows) as SqlSession["rows"],
    lists: watch(lists),
    run,
  });
  return {
    dialect: database.dialect,
    location: database.location,
    queries: database.queries,
    write: (...given) => database.write(...given),
    read: (work) => database.read((session) => work(watchedSession(session))),
    claim: (run, name) => database.claim(run, name),
    giveUp: (run, name) => database.giveUp(run, name),
    lockForRun: (name) => database.lockForRun(name),
    close: () => database.close(),
  };
}

test("what another process writes between the statements of a reading is seen wholly or not at all", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-snapshot-"));
  const path = join(folder, "study.sqlite");
  const trial = sampleTrial(1);
  const writer = await openStorage(path, { mode: "run" });
  await writer.putStudy(sampleStudy([trial]), [trial]);
  await writer.appendEpoch(trial.key, sampleEpoch(1));
  const reader = new SqlStorage(watched(await openSqlite(studyFile, { path, mode: "read" })));
  let written = 0;
  const during = <T>(write: () => Promise<void>, read: () => Promise<T>): Promise<T> => {
    afterRows = async () => {
      afterRows = async () => {};
      await write();
      written++;
    };
    return read();
  };
  const append = () => writer.appendEpoch(trial.key, sampleEpoch(2));
  const finish = () => writer.finishTrial(trial.key, sampleResult(2));
  const [loaded] = await during(append, () => reader.loadTrials("sample"));
  expect(loaded!.epochs).toHaveLength(1);
  const [listed] = await during(finish, () => reader.listTrials("sample"));
  expect(listed).toMatchObject({ epochsDone: 2, result: null, best: null });
  expect(written).toBe(2);
  expect((await reader.listTrials("sample"))[0]).toMatchObject({ best: { epoch: 2 }, result: { epochs: 2 } });
  await Promise.all([reader.close(), writer.close()]);
  rmSync(folder, { recursive: true });
});
