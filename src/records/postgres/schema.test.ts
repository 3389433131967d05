import { describe, expect, test } from "vitest";
import { asSuperuser, databaseUrl, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { LabError } from "../../core/errors.ts";
import { postgresAddress } from "./address.ts";
import { openPostgres, type PostgresOptions } from "./database.ts";
import type { PostgresKind } from "./schema.ts";

const missing = (place: string): LabError => new LabError("no-figures", `There are no figures at ${place}.`);
const first = "CREATE TABLE figure (x double precision); INSERT INTO figure VALUES (1)";
const second = "ALTER TABLE figure ADD COLUMN y double precision; UPDATE figure SET y = 2 * x";
const one: PostgresKind = { noun: "figure", versions: [first], missing };
const two: PostgresKind = { ...one, versions: [first, second] };

const open = (url: string, options: Partial<PostgresOptions> = {}) =>
  openPostgres<object>(postgresAddress(url), { kind: one, mode: "run", ...options });
const opened = async (url: string, options: Partial<PostgresOptions> = {}): Promise<void> =>
  (await open(url, options)).close();

describe.skipIf(postgres === null)("a schema on a PostgreSQL server", () => {
  test("is made by a run and by nobody who reads, in a schema of its name", async () => {
    const url = await newDatabase();
    await expect(opened(url, { mode: "read" })).rejects.toMatchObject({ code: "no-figures" });
    await opened(url);
    await opened(url, { mode: "read" });
    await opened(`${url}?schema=other_lab`);
    const found = "SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'figure' ORDER BY 1";
    expect(await asSuperuser(found, url)).toEqual([{ schema: "lionlab" }, { schema: "other_lab" }]);
  });

  test("many processes that make it at once make one", async () => {
    const url = await newDatabase();
    await Promise.all(Array.from({ length: 8 }, () => opened(url)));
    expect(await asSuperuser("SELECT count(*)::int FROM lionlab.figure", url)).toEqual([{ count: 1 }]);
  });

  test("an older one is brought up to date by a run, by one of many, and named to a reader; a newer one is refused", async () => {
    const url = await newDatabase();
    await opened(url);
    const older = {
      code: "storage-too-old",
      message: expect.stringContaining("version 1 for each figure, and this lionlab reads version 2"),
    };
    await expect(opened(url, { kind: two, mode: "read" })).rejects.toMatchObject(older);
    await Promise.all(Array.from({ length: 4 }, () => opened(url, { kind: two })));
    expect(await asSuperuser("SELECT * FROM lionlab.figure", url)).toEqual([{ x: 1, y: 2 }]);
    const newer = { code: "storage-too-new", message: expect.stringContaining("has schema version 2 for each figure") };
    for (const mode of ["run", "read"] as const) await expect(opened(url, { mode })).rejects.toMatchObject(newer);
  });

  test("a migration that fails leaves the version before it", async () => {
    const url = await newDatabase();
    await opened(url);
    const broken = { ...one, versions: [first, `${second}; SELECT 1 / 0`] };
    await expect(opened(url, { kind: broken })).rejects.toThrow("division by zero");
    await opened(url, { mode: "read" });
    expect(await asSuperuser("SELECT * FROM lionlab.figure", url)).toEqual([{ x: 1 }]);
  });

  test("tables of another program are left as they are", async () => {
    const url = await newDatabase();
    await asSuperuser("CREATE TABLE figure (z text)", url);
    await expect(opened(`${url}?schema=public`)).rejects.toMatchObject({ code: "storage-not-ours" });
    expect(await asSuperuser("SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public'", url)).toEqual([
      { count: 1 },
    ]);
  });

  test("a role with too few rights is told the statements that give them, and they do", async () => {
    const url = await newDatabase();
    const database = new URL(url).pathname.slice(1);
    const role = { user: `Ada "${database}"`, password: "s3cret" };
    await asSuperuser(`CREATE ROLE "Ada ""${database}""" LOGIN PASSWORD 's3cret'`, url);
    const asRole = databaseUrl(database, role);
    const helped = async (mode: "run" | "read"): Promise<readonly string[]> => {
      const given: string[] = [];
      for (;;) {
        const error = await opened(asRole, { mode }).then(
          () => null,
          (error: LabError) => error,
        );
        if (error === null) return given;
        expect(error).toMatchObject({ code: "storage-denied" });
        const grants = error.data.grants as readonly string[];
        expect(grants.length).toBeGreaterThan(0);
        expect(error.message).toContain(grants.join("; "));
        given.push(...grants);
        await asSuperuser(grants.join("; "), url);
      }
    };
    const name = `"Ada ""${database}"""`;
    expect(await helped("run")).toEqual([`GRANT CREATE ON DATABASE "${database}" TO ${name}`]);
    await asSuperuser(`DROP SCHEMA lionlab CASCADE; REVOKE CREATE ON DATABASE ${database} FROM ${name}`, url);
    await opened(url);
    expect(await helped("read")).toEqual([
      `GRANT USAGE ON SCHEMA "lionlab" TO ${name}`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA "lionlab" TO ${name}`,
    ]);
  });
});
