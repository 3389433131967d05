/**
 * The right to run what a store plans: held by one process at a time, and gone with that process however it ends.
 *
 * A second small SQLite file beside the store carries a write lock that the operating system releases when the process
 * dies, so that there are no stale locks to judge and a process number used again fools nobody. The holder's number is
 * kept in it for the sentence that refuses a second one.
 */
import { LabError } from "../../core/errors.ts";
import { type Database, openDatabase } from "./engine.ts";
import { storageFault } from "./faults.ts";

/** Takes the right for the file at `path`; `release` gives it back. Errors: `already-running`, those of `storageFault`. */
export async function takeRunLock(path: string): Promise<{ release(): void }> {
  const database = await openDatabase(`${path}.lock`);
  try {
    database.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE");
    database.exec("CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL); DELETE FROM holder");
    database.exec(`INSERT INTO holder VALUES (${process.pid}); COMMIT; BEGIN IMMEDIATE`);
    return { release: () => release(database) };
  } catch (error) {
    const fault = storageFault(error, path) ?? error;
    const refusal =
      fault instanceof LabError && fault.code === "storage-busy" ? alreadyRunning(path, holderOf(database)) : fault;
    database.close();
    throw refusal;
  }
}

/** The transaction is ended by name, for an engine may keep a closed connection while statements of it are about. */
function release(database: Database): void {
  database.exec("ROLLBACK");
  database.close();
}

function holderOf(database: Database): number | null {
  try {
    return (database.prepare("SELECT pid FROM holder").get() as { pid: number } | undefined)?.pid ?? null;
  } catch {
    return null;
  }
}

function alreadyRunning(path: string, pid: number | null): LabError {
  const who = pid === null ? "another process" : `process ${pid}`;
  return new LabError(
    "already-running",
    `Cannot run ${path}: ${who} is running it; wait for it, stop it, or give another folder with --out.`,
    { path, pid },
  );
}
