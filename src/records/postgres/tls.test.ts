import { copyFileSync, writeFileSync } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgres } from "../../../test/postgres/database.ts";
import { type PostgresServer, startServer } from "../../../test/postgres/server.ts";
import { LabError } from "../../core/errors.ts";
import { postgresAddress } from "./address.ts";
import { openPostgres } from "./database.ts";
import type { PostgresKind } from "./schema.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../test/fixtures/postgres/${name}`, import.meta.url));
const authority = `sslrootcert=${encodeURIComponent(fixture("authority.pem"))}`;
const missing = (place: string): LabError => new LabError("no-figures", `There are no figures at ${place}.`);
const kind: PostgresKind = { noun: "figure", versions: ["CREATE TABLE figure (x text)"], missing };

describe.skipIf(postgres === null)("a connection to a server with a certificate", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startServer(postgres!.installation);
    const { uid } = postgres!.installation;
    for (const name of ["server.pem", "server.key"]) {
      const copy = join(server.data, name);
      copyFileSync(fixture(name), copy);
      await chmod(copy, 0o600);
      if (uid !== null) await chown(copy, uid, uid);
    }
    await server.stop();
    await server.configure({ ssl: "on", ssl_cert_file: "server.pem", ssl_key_file: "server.key" });
    await server.start();
  });
  afterAll(() => server.close());

  /** Whether the server says that the connection is encrypted. */
  async function encrypted(settings: string, host = "localhost"): Promise<boolean> {
    const url = new URL(server.url());
    url.hostname = host;
    const database = await openPostgres<{ pg_stat_ssl: { ssl: boolean; pid: number } }>(
      postgresAddress(`${url.href}?${settings}`),
      { kind, mode: "run" },
    );
    const { queries } = database;
    const query = queries
      .selectFrom("pg_stat_ssl")
      .select("ssl")
      .where("pid", "=", queries.fn<number>("pg_backend_pid"));
    const [row] = await database.read((session) => session.rows(query));
    await database.close();
    return row!.ssl;
  }

  test("is encrypted where its authority is known or nobody was to vouch, and in plain where that was said", async () => {
    expect(await encrypted(authority)).toBe(true);
    expect(await encrypted(`${authority}&sslmode=verify-full`)).toBe(true);
    expect(await encrypted("sslmode=require", "127.0.0.1")).toBe(true);
    expect(await encrypted("sslmode=disable")).toBe(false);
  });

  test("is refused where nobody known vouches for the server, or it is not the host that was meant", async () => {
    for (const [settings, host] of [
      ["sslmode=verify-full", "localhost"],
      [authority, "127.0.0.1"],
    ] as const)
      await expect(encrypted(settings, host)).rejects.toMatchObject({
        code: "storage-denied",
        message: expect.stringContaining("Cannot trust the server"),
      });
  });

  test("of a server that takes encrypted ones only is not made in plain", async () => {
    writeFileSync(join(server.data, "pg_hba.conf"), "hostssl all all samehost scram-sha-256\n");
    await server.stop();
    await server.start();
    await expect(encrypted("sslmode=disable")).rejects.toMatchObject({ code: "storage-denied" });
    expect(await encrypted(authority)).toBe(true);
  });
});
