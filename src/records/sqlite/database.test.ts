import { afterEach, expect, test } from "vitest";
import type { SqlDatabase } from "../sql/session.ts";
import { studyQueries } from "../sql/study-queries.ts";
import type { StudyTables } from "../sql/tables.ts";
import { openSqlite } from "./database.ts";
import { studyFile } from "./schema.ts";

let database: SqlDatabase<StudyTables>;
afterEach(() => database.close());

async function opened() {
  database = await openSqlite<StudyTables>(studyFile, { path: ":memory:", mode: "run" });
  const queries = studyQueries(database.queries);
  const put = (name: string) => queries.putStudy({ name, config: "{}", command: "", sum: null });
  const names = () =>
    database.read(async (session) => (await session.rows(queries.studies({}))).map(({ name }) => name));
  return { put, names };
}

/** A promise, and what fulfils it. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { opened, open };
}

test("a transaction that waits in its middle is not entered by another call, and is seen wholly by the next", async () => {
  const { put, names } = await opened();
  const [begun, middle] = [gate(), gate()];
  const said: string[] = [];
  const first = database.write(async (session) => {
    await session.run(put("a"));
    begun.open();
    await middle.opened;
    await session.run(put("b"));
    said.push("first");
  });
  await begun.opened;
  const second = database.write(async (session) => {
    said.push("second");
    await session.run(put("c"));
  });
  const read = names();
  middle.open();
  await Promise.all([first, second]);
  expect(said).toEqual(["first", "second"]);
  expect(await read).toEqual(["a", "b", "c"]);
});

test("work that throws leaves nothing and no open transaction, whether it reads or writes", async () => {
  const { put, names } = await opened();
  const failing = database.write(async (session) => {
    await session.run(put("a"));
    throw new Error("in its middle");
  });
  const reading = database.read(async () => {
    throw new Error("while it reads");
  });
  const after = database.write((session) => session.run(put("b")));
  await expect(failing).rejects.toThrow("in its middle");
  await expect(reading).rejects.toThrow("while it reads");
  expect(await after).toBe(1);
  expect(await names()).toEqual(["b"]);
});

test("closing waits for what is under way", async () => {
  const { put } = await opened();
  const middle = gate();
  const written = database.write(async (session) => {
    await middle.opened;
    return session.run(put("a"));
  });
  const closed = database.close();
  middle.open();
  expect(await written).toBe(1);
  await closed;
  await opened();
});
