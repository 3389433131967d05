/**
 * The password of a role where its address has none: from the file that `PGPASSWORD_FILE` names, which holds it alone, as secrets are given to
 * containers; else from the one that PostgreSQL's own programs read, `PGPASSFILE` or `~/.pgpass`, of which others may read nothing.
 * Form of the latter: https://www.postgresql.org/docs/current/libpq-pgpass.html.
 */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { LabError } from "../../core/errors.ts";
import type { PostgresAddress } from "./address.ts";

/** The role's password. Errors: `storage-denied` where there is none, or the file of passwords can be read by others or the secret by nobody. */
export function passwordOf(address: PostgresAddress, environment: NodeJS.ProcessEnv = process.env): string {
  const found =
    address.password ??
    secretPassword(environment.PGPASSWORD_FILE) ??
    storedPassword(address, environment.PGPASSFILE ?? join(homedir(), ".pgpass"));
  if (found !== null) return found;
  throw new LabError(
    "storage-denied",
    `${address.place} asks for a password: put it into the address, PGPASSWORD or ~/.pgpass.`,
    { place: address.place },
  );
}

/** Its first line; null where no file is named. */
function secretPassword(path: string | undefined): string | null {
  if (path === undefined || path === "") return null;
  const refusal = (why: string): LabError =>
    new LabError("storage-denied", `${path} (PGPASSWORD_FILE) ${why}: give a file whose first line is the password.`, {
      path,
    });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw refusal(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const [line] = text.split(/\r?\n/);
  if (line === "") throw refusal("holds no password");
  return line!;
}

/** The first line that fits counts. */
function storedPassword({ host, port, database, user }: PostgresAddress, path: string): string | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return null;
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new LabError("storage-denied", `Others may read the passwords in ${path}, so it is not used: chmod 600 it.`, {
      path,
    });
  const wanted = [host.startsWith("/") ? "localhost" : host, `${port}`, database, user];
  for (const line of readFileSync(path, "utf8").split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = fieldsOf(line);
    if (fields.length === 5 && wanted.every((word, i) => fields[i] === "*" || fields[i] === word)) return fields[4]!;
  }
  return null;
}

/** Fields lie between colons; a backslash goes before a colon or backslash that is meant as itself. */
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|:)((?:\\.|[^:\\])*)/g)].map(([, field]) => field!.replace(/\\(.)/g, "$1"));
}
