/**
 * The password of a role where its address has none: from the file that PostgreSQL's own programs read, `PGPASSFILE` or `~/.pgpass`.
 * Form: https://www.postgresql.org/docs/current/libpq-pgpass.html.
 */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { LabError } from "../../core/errors.ts";
import type { PostgresAddress } from "./address.ts";

/** The role's password. Errors: `storage-denied` where there is none, or the file of passwords can be read by others. */
export function passwordOf(address: PostgresAddress, environment: NodeJS.ProcessEnv = process.env): string {
  const found = address.password ?? storedPassword(address, environment.PGPASSFILE ?? join(homedir(), ".pgpass"));
  if (found !== null) return found;
  throw new LabError(
    "storage-denied",
    `${address.place} asks for a password: put it into the address, PGPASSWORD or ~/.pgpass.`,
    { place: address.place },
  );
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
