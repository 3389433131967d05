import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "./database.ts";
import { goneAtTheEnd } from "./gone-at-the-end.ts";
import { type PostgresServer, startServer } from "./server.ts";

describe.skipIf(postgres === null)("a PostgreSQL server for tests", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startServer(postgres!.installation);
  });
  afterAll(() => server.close());

  test("each asker has a database of its own on the server of the run", async () => {
    const [one, two] = [await newDatabase(), await newDatabase()];
    await asSuperuser("CREATE TABLE a (x int); INSERT INTO a VALUES (7)", one);
    expect(await asSuperuser("SELECT x FROM a", one)).toEqual([{ x: 7 }]);
    await expect(asSuperuser("SELECT x FROM a", two)).rejects.toThrow('relation "a" does not exist');
  });

  test("nobody comes in without the password", async () => {
    const url = new URL(server.url());
    url.password = "guess";
    await expect(asSuperuser("SELECT 1", url.href)).rejects.toMatchObject({ code: "28P01" });
  });

  test("what was committed outlives a stop and a kill, what was not does not", async () => {
    await asSuperuser("CREATE TABLE kept (x int)", server.url());
    for (const end of ["stop", "kill"] as const) {
      const open = new pg.Client({ connectionString: server.url() });
      const cut = new Promise((resolve) => open.on("error", resolve));
      await open.connect();
      await asSuperuser(`INSERT INTO kept VALUES (${end.length})`, server.url());
      await open.query("BEGIN; INSERT INTO kept VALUES (0)");
      await server[end]();
      await cut;
      await expect(asSuperuser("SELECT 1", server.url())).rejects.toMatchObject({ code: "ECONNREFUSED" });
      await server.start();
    }
    expect(await asSuperuser("SELECT x FROM kept ORDER BY x", server.url())).toEqual([{ x: 4 }, { x: 4 }]);
  });

  test("servers and files are gone when the process that made them is killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-postgres-"));
    chmodSync(folder, 0o755);
    const left = await startServer({ ...postgres!.installation, folder });
    const cut = new pg.Client({ connectionString: left.url() });
    await cut.connect();
    const isCut = new Promise((resolve) => cut.on("error", resolve));
    const maker = `require("child_process").spawn("sh", ${JSON.stringify(goneAtTheEnd(folder))}, { stdio: ["pipe", "inherit", "inherit"] });
      console.log("made"); setInterval(() => {}, 60_000);`;
    const made = spawn(process.execPath, ["-e", maker], { stdio: ["ignore", "pipe", "inherit"] });
    await once(made.stdout, "data");
    const allEnded = once(made, "close"); // of the script too, which has the same output
    made.kill("SIGKILL");
    await Promise.all([allEnded, isCut]);
    expect(existsSync(folder)).toBe(false);
  });
});
