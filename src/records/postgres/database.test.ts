import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { ProxyToServer } from "../../../test/postgres/proxy.ts";
import { startServer } from "../../../test/postgres/server.ts";
import { LabError } from "../../core/errors.ts";
import type { SqlDatabase } from "../sql/session.ts";
import { postgresAddress } from "./address.ts";
import { openPostgres, type PostgresOptions } from "./database.ts";
import type { PostgresKind } from "./schema.ts";

interface Tables {
  readonly figure: {
    readonly name: string;
    readonly value: number | null;
    readonly count: number;
    readonly bytes: Uint8Array;
  };
}

const first = `CREATE TABLE figure (name text COLLATE "C" PRIMARY KEY, value double precision, count bigint NOT NULL, bytes bytea NOT NULL)`;
const missing = (place: string): LabError => new LabError("no-figures", `There are no figures at ${place}.`);
const kind: PostgresKind = { noun: "figure", versions: [first], missing };

async function open(url: string, options: Partial<PostgresOptions> = {}): Promise<SqlDatabase<Tables>> {
  return openPostgres<Tables>(postgresAddress(url), { kind, mode: "run", ...options });
}

const none = new Uint8Array();

async function put(database: SqlDatabase<Tables>, name: string, value: number | null = 1): Promise<void> {
  const row = { name, value, count: 0, bytes: none };
  await database.write(async (session) => void (await session.run(database.queries.insertInto("figure").values(row))));
}

async function names(database: SqlDatabase<Tables>): Promise<readonly string[]> {
  const rows = await database.read((session) =>
    session.rows(database.queries.selectFrom("figure").select("name").orderBy("name")),
  );
  return rows.map(({ name }) => name);
}

describe.skipIf(postgres === null)("a database on a PostgreSQL server", () => {
  test("values come back as they were put, to the last bit", async () => {
    const database = await open(await newDatabase());
    const values = [0, -0, 1 / 3, 0.1 + 0.2, 5e-324, Number.MAX_VALUE, 1e21, NaN, Infinity, -Infinity, null];
    const texts = ["é", "", "'; DROP TABLE figure; --", "🦁 \u202E\t\n\\", "$1 ? :name"];
    const rows = [
      ...values.map((value, i) => ({ name: `${i}`, value })),
      ...texts.map((name) => ({ name, value: 1 })),
    ].map((row, i) => ({ ...row, count: Number.MAX_SAFE_INTEGER - i, bytes: new Uint8Array([0, 255, i]) }));
    expect(await database.write((session) => session.run(database.queries.insertInto("figure").values(rows)))).toBe(
      rows.length,
    );
    const query = database.queries.selectFrom("figure").selectAll().orderBy("count", "desc");
    const found = await database.read((session) => session.rows(query));
    expect(found).toEqual(rows);
    expect(found.filter(({ value }, i) => !Object.is(value, rows[i]!.value))).toEqual([]);
    const { names, rows: lists } = await database.read((session) => session.lists(query));
    expect([names, lists[1]]).toEqual([["name", "value", "count", "bytes"], Object.values(rows[1]!)]);
    await expect(put(database, "a\0b")).rejects.toMatchObject({ code: "storage-text" });
    await database.close();
  });

  test("a write happens wholly or not at all, also where it is refused in the middle", async () => {
    const database = await open(await newDatabase());
    const failing = database.write(async (session) => {
      await session.run(
        database.queries.insertInto("figure").values({ name: "half", value: 1, count: 0, bytes: none }),
      );
      throw new LabError("record-conflict", "No.");
    });
    await expect(failing).rejects.toMatchObject({ code: "record-conflict" });
    await put(database, "whole");
    await expect(put(database, "whole")).rejects.toThrow("duplicate key");
    const careless = database.write(async (session) => {
      const row = { name: "whole", value: 1, count: 0, bytes: none };
      await session.run(database.queries.insertInto("figure").values(row)).catch(() => {});
    });
    await expect(careless).rejects.toThrow("went on after one of its statements had failed");
    expect(await names(database)).toEqual(["whole"]);
    await database.close();
  });

  test("writers of two processes take turns, and a reader is shown one moment meanwhile", async () => {
    const url = await newDatabase();
    const [one, two] = [await open(url), await open(url)];
    await put(one, "counter", 0);
    const add = (database: SqlDatabase<Tables>): Promise<void> =>
      database.write(async (session) => {
        const { queries } = database;
        const [row] = await session.rows(queries.selectFrom("figure").select("value").where("name", "=", "counter"));
        await session.run(
          queries
            .updateTable("figure")
            .set({ value: row!.value! + 1 })
            .where("name", "=", "counter"),
        );
      });
    await Promise.all(Array.from({ length: 40 }, (_, i) => add(i % 2 === 0 ? one : two)));
    const value = one.queries.selectFrom("figure").select("value");
    const seen = await one.read(async (session) => {
      const before = await session.rows(value);
      await add(two);
      return [before, await session.rows(value)];
    });
    expect(seen).toEqual([[{ value: 40 }], [{ value: 40 }]]);
    expect(await one.read((session) => session.rows(value))).toEqual([{ value: 41 }]);
    await one.close();
    await two.close();
  });

  test("a write that must not wait is refused while another one is under way, here or elsewhere", async () => {
    const url = await newDatabase();
    const [one, two] = [await open(url), await open(url)];
    await one.write(async () => {
      for (const database of [one, two])
        await expect(database.write(async () => {}, "fail")).rejects.toMatchObject({ code: "storage-busy" });
    });
    for (const database of [one, two]) expect(await database.write(async () => 7, "fail")).toBe(7);
    await one.close();
    await two.close();
  });

  test("one process at a time may run, and the right is gone with its connection", async () => {
    const url = await newDatabase();
    const [one, two] = [await open(url), await open(url)];
    await one.lockForRun("a");
    await one.lockForRun("a");
    const refused = { code: "already-running", data: { pid: process.pid } };
    await expect(two.lockForRun("a")).rejects.toMatchObject(refused);
    await one.close();
    await two.lockForRun("a");
    const three = await open(url);
    await three.lockForRun("b"); // another run goes on beside it
    await expect(three.lockForRun("a")).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^Cannot run the figure a at postgresql:.*: process \d+ on .* is running it; /),
    });
    await two.close();
    await three.close();
  });

  test("what one run has claimed another has not, until it is given up or its connection is gone", async () => {
    const url = await newDatabase();
    const [one, two] = [await open(url), await open(url)];
    await one.lockForRun("a");
    await two.lockForRun("b");
    expect([await one.claim("a", "x"), await one.claim("a", "x"), await one.claim("a", "y")]).toEqual([
      true,
      true,
      true,
    ]);
    expect([await two.claim("b", "x"), await two.claim("b", "y")]).toEqual([false, false]);
    await one.giveUp("a", "x");
    expect([await two.claim("b", "x"), await two.claim("b", "y"), await one.claim("a", "x")]).toEqual([
      true,
      false,
      false,
    ]);
    await one.close();
    expect(await two.claim("b", "y")).toBe(true);
    await two.close();
  });

  test("the right to run is taken again after its connection was lost, or the run ends", async () => {
    const url = await newDatabase();
    const [one, two] = [await open(url), await open(url)];
    await one.lockForRun("a");
    const end =
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    await asSuperuser(end, url);
    await put(one, "a");
    await expect(two.lockForRun("a")).rejects.toMatchObject({ code: "already-running" });
    await one.close();
    await two.lockForRun("a");
    await two.close();
  });

  test("connections that are cut at any piece of a write leave it done once", async () => {
    const url = new URL(await newDatabase());
    const proxy = await ProxyToServer.to({ host: url.hostname, port: Number(url.port) });
    const said: string[] = [];
    const database = await open(proxy.through(url.href), { onWait: (sentence) => said.push(sentence) });
    let at = 0;
    const cutAt = (piece: number, passage: "unanswered" | "lost"): void => {
      let seen = 0;
      proxy.onRequest = () => (seen++ === piece ? passage : "whole");
    };
    for (const passage of ["unanswered", "lost"] as const)
      for (let piece = 0; piece < 8; piece++) {
        cutAt(piece, passage);
        await put(database, `${passage} ${piece}`, at++); // the key refuses one that is done twice
      }
    proxy.onRequest = () => "whole";
    expect(await names(database)).toHaveLength(at);
    await database.close();
    await proxy.close();
  });

  test("a commit whose answer is lost is not done again", async () => {
    const url = new URL(await newDatabase());
    const proxy = await ProxyToServer.to({ host: url.hostname, port: Number(url.port) });
    const database = await open(proxy.through(url.href));
    await put(database, "counter", 0);
    for (const passage of ["unanswered", "lost"] as const) {
      let times = 0;
      let isCut = false;
      proxy.onRequest = (bytes) => {
        if (isCut || !bytes.includes("COMMIT")) return "whole";
        isCut = true;
        return passage;
      };
      const { queries } = database;
      const value = await database.write(async (session) => {
        times++;
        const query = queries.updateTable("figure").set(({ eb }) => ({ value: eb("value", "+", 1) }));
        return (await session.rows(query.returning("value")))[0]!.value;
      });
      expect([passage, times, value]).toEqual(passage === "lost" ? ["lost", 2, 2] : ["unanswered", 1, 1]);
    }
    await database.close();
    await proxy.close();
  });

  test("a server that is stopped and started is waited for, which is said", async () => {
    const server = await startServer(postgres!.installation);
    const said: string[] = [];
    let started: Promise<void> | undefined;
    const onWait = (sentence: string): void => {
      said.push(sentence);
      started ??= server.start();
    };
    const database = await open(server.url(), { onWait });
    await put(database, "before");
    await server.stop();
    await put(database, "after");
    await started;
    expect(await names(database)).toEqual(["after", "before"]);
    const place = database.location;
    expect(said).toEqual([`Cannot reach ${place}: waiting for it, at most 10 minutes.`, `${place} answers again.`]);
    await server.stop();
    await expect(database.write(async () => {}, "fail")).rejects.toMatchObject({ code: "storage-busy" });
    await database.close();
    await expect(open(server.url())).rejects.toMatchObject({ code: "storage-unreachable" });
    await server.start();
    await server.close();
  });
});
