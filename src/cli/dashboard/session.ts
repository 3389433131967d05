/**
 * What browsers that were let in are known by, kept between starts of the dashboard: so their pages go on when it was killed and started again. The token that a
 * start prints is another thing, and another one each time.
 */
import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Terminal } from "../terminal.ts";

/** The file: in the user's cache, for the user alone. */
export function sessionFile(env: Terminal["env"]): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "lionlab", "dashboard-session");
}

/** What is kept, made where there is none. One that others could have read, or that cannot be kept, is for this start alone. */
export function sessionSecret(env: Terminal["env"]): string {
  const path = sessionFile(env);
  const made = randomBytes(32).toString("base64url");
  try {
    if (isOwn(path)) {
      const kept = readFileSync(path, "utf8").trim();
      return /^[\w-]{43}$/.test(kept) ? kept : made;
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${made}\n`, { flag: "wx", mode: 0o600 });
  } catch {
    // what cannot be kept is forgotten
  }
  return made;
}

/** Whether a file is there that this user wrote, and that no other may read. Links are none. */
function isOwn(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return false;
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0);
}
