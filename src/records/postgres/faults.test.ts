import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { startServer } from "../../../test/postgres/server.ts";
import { LabError } from "../../core/errors.ts";
import { postgresAddress } from "./address.ts";
import { openPostgres } from "./database.ts";
import { postgresFault } from "./faults.ts";
import type { PostgresKind } from "./schema.ts";

const missing = (place: string): LabError => new LabError("no-figures", `There are no figures at ${place}.`);
const kind: PostgresKind = { noun: "figure", versions: ["CREATE TABLE figure (x text)"], missing };
const secret = "S3CRETWORD";

async function errorOf(target: string): Promise<LabError> {
  const opening = openPostgres(postgresAddress(target), { kind, mode: "run", signal: AbortSignal.abort() });
  const error = await opening.then(
    (database) => database.close(),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

describe.skipIf(postgres === null)("what a server refuses is one sentence without the password", () => {
  test.each([
    ["a wrong password", "storage-denied", { password: secret }],
    ["a role that is not there", "storage-denied", { username: "nobody", password: secret }],
    ["a database that is not there", "storage-unreachable", { pathname: "/none" }],
    ["a port where nobody answers", "storage-unreachable", { port: "1", password: secret }],
    ["a name that no machine has", "storage-unreachable", { hostname: "none.invalid", search: "?sslmode=disable" }],
    ["a socket that is not there", "storage-unreachable", { hostname: "%2Fnone", port: "", password: secret }],
    ["encryption that is not offered", "storage-denied", { search: "?sslmode=require" }],
  ])("%s", async (_, code, change) => {
    const url = Object.assign(new URL(await newDatabase()), change);
    const error = await errorOf(url.href);
    expect(error.code).toBe(code);
    expect(error.message).toContain(postgresAddress(url.href).place);
    const shown = inspect(error, { depth: 9, showHidden: true });
    for (const word of [secret, decodeURIComponent(url.password)]) expect(shown).not.toContain(word);
  });

  test("a role or server that only reads; tables that are gone", async () => {
    const url = await newDatabase();
    const database = await openPostgres<{ figure: { x: string } }>(postgresAddress(url), { kind, mode: "run" });
    const put = (): Promise<number> =>
      database.write((session) => session.run(database.queries.insertInto("figure").values({ x: "a" })));
    await put();
    const name = new URL(url).pathname.slice(1);
    await asSuperuser(`ALTER DATABASE ${name} SET default_transaction_read_only = on`, url);
    expect(await errorOf(`${url}?schema=other`)).toMatchObject({ code: "storage-read-only" });
    await asSuperuser("BEGIN READ WRITE; DROP TABLE lionlab.figure; COMMIT", url);
    await expect(put()).rejects.toMatchObject({ code: "storage-gone" });
    await database.close();
  });

  test("a disk that is full is one sentence, and what was recorded before is there; a transaction in another one's way is done again", async () => {
    const url = await newDatabase();
    const database = await openPostgres<{ figure: { x: string } }>(postgresAddress(url), { kind, mode: "run" });
    const put = (x: string): Promise<number> =>
      database.write((session) => session.run(database.queries.insertInto("figure").values({ x })));
    await asSuperuser(
      `CREATE SEQUENCE lionlab.tries;
      CREATE FUNCTION lionlab.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.x = 'full' THEN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END IF;
        IF NEW.x = 'again' AND nextval('lionlab.tries') < 3 THEN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON lionlab.figure FOR EACH ROW EXECUTE FUNCTION lionlab.refuse()`,
      url,
    );
    await put("before");
    const full = { code: "disk-full", message: expect.stringContaining("its server's disk is full") };
    await expect(put("full")).rejects.toMatchObject(full);
    await put("again");
    const rows = await database.read((session) => session.rows(database.queries.selectFrom("figure").selectAll()));
    expect(rows).toEqual([{ x: "before" }, { x: "again" }]);
    await database.close();
  });

  test("a server with as many connections as it takes", async () => {
    const server = await startServer(postgres!.installation, {
      max_connections: "4",
      superuser_reserved_connections: "0",
      max_wal_senders: "0",
    });
    const open = await Promise.all(
      Array.from({ length: 4 }, () => openPostgres(postgresAddress(server.url()), { kind, mode: "run" })),
    );
    expect(await errorOf(server.url())).toMatchObject({
      code: "storage-busy",
      message: expect.stringContaining("max_connections"),
    });
    for (const database of open) await database.close();
    await server.close();
  });
});

test("each code of the server or the system is what it is, and its own text is not shown", () => {
  const address = postgresAddress(`postgresql://ada:${secret}@host/db`, {});
  const codes: readonly (readonly [string, string, string | null])[] = [
    ["40001", "again", null],
    ["40P01", "again", null],
    ["42501", "rights", null],
    ["53100", "told", "disk-full"],
    ["53200", "lost", "storage-busy"],
    ["53300", "lost", "storage-busy"],
    ["57P01", "lost", "storage-unreachable"],
    ["57P03", "lost", "storage-busy"],
    ["08006", "lost", "storage-unreachable"],
    ["XX001", "told", "storage-damaged"],
    ["58030", "told", "storage-damaged"],
    ["ECONNRESET", "lost", "storage-unreachable"],
    ["EPIPE", "lost", "storage-unreachable"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "told", "storage-denied"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "told", "storage-denied"],
  ];
  for (const [code, kind, lab] of codes) {
    const fault = postgresFault(Object.assign(new Error(`text of the server ${secret}`), { code }), address);
    expect([code, fault?.kind, fault?.error?.code ?? null]).toEqual([code, kind, lab]);
    expect(inspect(fault)).not.toContain(secret);
  }
  for (const text of [
    "Connection terminated unexpectedly",
    "timeout expired",
    "Connection terminated due to connection timeout",
  ])
    expect(postgresFault(new Error(text), address)).toMatchObject({ kind: "lost" });
  for (const ours of [
    new Error("internal: x"),
    new LabError("a", "b"),
    Object.assign(new Error("x"), { code: "23505" }),
    7,
  ])
    expect(postgresFault(ours, address)).toBeNull();
});
