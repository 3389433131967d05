import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { isPostgresAddress, postgresAddress } from "./address.ts";
import { passwordOf } from "./password.ts";
import { withoutPasswords } from "./secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-address-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const nothing = {};

test("an address tells host, port, database, role, schema, encryption and connections", () => {
  expect(postgresAddress("postgresql://ada:p%40ss%2F@db.example.org/lab", nothing)).toEqual({
    ...{ host: "db.example.org", port: 5432, database: "lab", user: "ada", password: "p@ss/", schema: "lionlab" },
    tls: { rejectUnauthorized: true },
    connections: 4,
    place: "postgresql://ada@db.example.org/lab",
  });
  const other = postgresAddress("postgres://[::1]:6000/l%C3%A4b?schema=other&connections=9", {
    PGUSER: "eva",
    PGPASSWORD: "w",
  });
  expect(other).toEqual({
    ...{
      host: "::1",
      port: 6000,
      database: "läb",
      user: "eva",
      password: "w",
      schema: "other",
      tls: false,
      connections: 9,
    },
    place: "postgresql://eva@[::1]:6000/l%C3%A4b?schema=other",
  });
  const socket = postgresAddress("postgresql://ada@%2Frun%2Fpostgresql/lab", nothing);
  expect(socket).toMatchObject({
    host: "/run/postgresql",
    tls: false,
    place: "postgresql://ada@%2Frun%2Fpostgresql/lab",
  });
  for (const mode of ["require", "verify-full", "disable"]) {
    const { tls } = postgresAddress(`postgresql://a@h/d?sslmode=${mode}`, nothing);
    expect(tls).toEqual(mode === "disable" ? false : { rejectUnauthorized: mode === "verify-full" });
  }
  const [ca, key] = ["ca.pem", "key.pem"].map((name) => join(folder, name)) as [string, string];
  for (const file of [ca, key]) writeFileSync(file, `of ${file}`);
  const files = `sslrootcert=${encodeURIComponent(ca)}&sslcert=${encodeURIComponent(ca)}&sslkey=${encodeURIComponent(key)}`;
  const { tls } = postgresAddress(`postgresql://a@localhost/d?${files}`, nothing);
  expect(tls).toEqual({ rejectUnauthorized: true, ca: `of ${ca}`, cert: `of ${ca}`, key: `of ${key}` });
  expect(["postgres://x", "PostgreSQL:x", "sqlite:x", "postgres/study.sqlite"].map(isPostgresAddress)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

const secret = "S3CRETWORD";

test.each([
  `postgresql://ada:${secret}@`,
  `postgresql://ada:${secret}@host`,
  `postgresql://ada:${secret}@host/`,
  `postgresql:ada:${secret}@host/db`,
  `postgresql://:${secret}@host/db`,
  `postgresql://ada:${secret}%@host/db`,
  `postgresql://ada:${secret}%00@host/db`,
  `postgresql://ada:1/${secret}@host/db`,
  `postgresql://ada:1/${secret}@host`,
  `postgresql://ada:#${secret}@host/db`,
  `postgresql://ada:1?${secret}@host/db`,
  `postgresql://ada:1?schema=${secret}@host/db`,
  `postgresql://ada:${secret} x@host:port/db`,
  `postgresql://ada:${secret}@host:99999/db`,
  `postgresql://ada:${secret}@host/a/b`,
  `postgresql://ada:${secret}@host/db#x`,
  `postgresql://ada:${secret}@host/db?password=${secret}`,
  `postgresql://ada:${secret}@host/db?${secret}=1`,
  `postgresql://ada:${secret}@host/db?schema=`,
  `postgresql://ada:${secret}@host/db?schema=a&schema=b`,
  `postgresql://ada:${secret}@host/db?schema=pg_lab`,
  `postgresql://ada:${secret}@host/db?schema=A-b`,
  `postgresql://ada:${secret}@host/db?sslmode=prefer`,
  `postgresql://ada:${secret}@host/db?sslmode=disable&sslrootcert=a`,
  `postgresql://ada:${secret}@host/db?sslmode=require&sslrootcert=a`,
  `postgresql://ada:${secret}@host/db?sslcert=a`,
  `postgresql://ada:${secret}@host/db?connections=0`,
  `postgresql://ada:${secret}@host/db?connections=1e2`,
  `postgresql://ada:${secret}@host/db?sslrootcert=/none/there.pem`,
])("wrong: %s is refused in one sentence without the password", (target) => {
  let error: unknown;
  try {
    postgresAddress(target, nothing);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ name: "LabError", code: expect.stringMatching(/^storage-(address|unreachable)$/) });
  expect(inspect(error, { depth: 9, showHidden: true }).replaceAll(import.meta.url, "")).not.toContain(secret);
});

test("a place has no password, and is the same text however it was given", () => {
  const { place } = postgresAddress(
    `postgresql://ada:${secret}@HOST.org:5432/db?schema=lionlab&connections=2`,
    nothing,
  );
  expect(place).toBe(postgresAddress("postgres://ada@HOST.org/db", nothing).place);
  expect(postgresAddress(place, nothing)).toMatchObject({ user: "ada", database: "db", password: null });
});

describe("passwords", () => {
  const at = (target: string) => postgresAddress(target, nothing);
  const file = join(folder, "pgpass");

  test("come from the address, the environment, or the file, whose first line that fits counts", () => {
    writeFileSync(
      file,
      `# host:port:db:role:word\nhost:5432:db:eva:first\nhost:*:*:ada:a\\:b\\\\c\nlocalhost:*:*:*:here\n*:*:*:*:any\n`,
      { mode: 0o600 },
    );
    const word = (target: string): string => passwordOf(at(target), { PGPASSFILE: file });
    expect(word("postgresql://ada:own@host/db")).toBe("own");
    expect(passwordOf(postgresAddress("postgresql://ada@host/db", { PGPASSWORD: "env" }), { PGPASSFILE: file })).toBe(
      "env",
    );
    expect(word("postgresql://ada@host/db")).toBe("a:b\\c");
    expect(word("postgresql://eva@host/db")).toBe("first");
    expect(word("postgresql://eva@%2Frun/db")).toBe("here");
    expect(word("postgresql://eva@host:1/db")).toBe("any");
  });

  test("are asked for where there are none, and not taken from a file that others may read", () => {
    const none = { PGPASSFILE: join(folder, "none") };
    expect(() => passwordOf(at("postgresql://ada@host/db"), none)).toThrow(
      "put it into the address, PGPASSWORD or ~/.pgpass",
    );
    chmodSync(file, 0o644);
    expect(() => passwordOf(at("postgresql://ada@host/db"), { PGPASSFILE: file })).toThrow("chmod 600");
  });

  test("come from the file of a secret, which holds one alone, and from nowhere else where it is named", () => {
    const secret = join(folder, "secret");
    const word = (): string =>
      passwordOf(at("postgresql://eva@host/db"), { PGPASSWORD_FILE: secret, PGPASSFILE: file });
    expect(word).toThrow(
      `${secret} (PGPASSWORD_FILE) cannot be read (ENOENT): give a file whose first line is the password.`,
    );
    writeFileSync(secret, "\n");
    expect(word).toThrow("holds no password");
    writeFileSync(secret, "of a secret\n", { mode: 0o644 });
    expect(word()).toBe("of a secret");
    expect(passwordOf(at("postgresql://eva:own@host/db"), { PGPASSWORD_FILE: secret })).toBe("own");
  });

  test("are left out of commands and titles", () => {
    const said = [
      `lionlab compare x --storage postgresql://ada:${secret}@host/db --workers 2`,
      `lionlab compare x --storage=postgres://ada:p@${secret}@host/db`,
      `"postgresql://ada:${secret}/#@host/db"`,
      `postgresql://ada:${secret}`,
    ].map(withoutPasswords);
    expect(said.slice(0, 3)).toEqual([
      "lionlab compare x --storage postgresql://ada@host/db --workers 2",
      "lionlab compare x --storage=postgres://ada@host/db",
      '"postgresql://ada@host/db"',
    ]);
    expect(withoutPasswords("lionlab compare a.yaml --out b@c:d")).toBe("lionlab compare a.yaml --out b@c:d");
  });
});
