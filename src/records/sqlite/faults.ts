/**
 * What errors of the SQLite engines mean to a user.
 *
 * Both engines name SQLite's result code, but the package's forgets it where a statement returns rows; its text is known by
 * what SQLite itself says. Codes: https://sqlite.org/rescode.html.
 */
import { closeSync, openSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { LabError } from "../../core/errors.ts";

/**
 * The user's error behind an error of the engine, or null when it is ours.
 * Codes: `storage-read-only`, `disk-full`, `storage-unreachable`, `storage-not-ours`, `storage-damaged`, `storage-busy`,
 * `too-many-files`.
 */
export function storageFault(error: unknown, location: string): LabError | null {
  const code = resultCode(error);
  if (code === null) return null;
  const fault = faults[causeOf(code & 0xff, error, location)];
  return fault === undefined ? null : new LabError(fault.code, fault.sentence(location), { location, sqlite: code });
}

/** A store whose content cannot be what was written. `what`: the part, such as "its page count". */
export function damaged(location: string, what: string): LabError {
  return new LabError("storage-damaged", damagedSentence(location), { location, what });
}

const damagedSentence = (at: string): string =>
  `${at} is damaged; restore it from a copy, or move it away to start anew.`;

/** Result code of SQLite, extended where the engine tells; null for an error that is none of the engine's. */
function resultCode(error: unknown): number | null {
  const { errcode, code, message } = (error ?? {}) as { errcode?: unknown; code?: unknown; message?: unknown };
  if (typeof errcode === "number") return errcode === 1 && isMalformed(message) ? corrupt : errcode;
  if (code !== "ERR_SQLITE_ERROR" || typeof message !== "string") return null;
  if (isMalformed(message)) return corrupt;
  return texts.find(([text]) => message.includes(text))?.[1] ?? null;
}

const corrupt = 11;
/** Stands in for `cannot open` where the process has too many files open; no code of SQLite's. */
const tooManyFiles = -1;

/** What SQLite calls an error of logic, though our statements are right: a text is no JSON any more, tables are not as we made them. */
function isMalformed(message: unknown): boolean {
  const known = /malformed|unsupported file format|cannot hold BLOB|^no such (table|column)/;
  return typeof message === "string" && known.test(message);
}

const texts: readonly (readonly [text: string, code: number])[] = [
  ["is locked", 5],
  ["out of memory", 7],
  ["readonly", 8],
  ["disk I/O error", 10],
  ["is full", 13],
  ["unable to open", 14],
  ["constraint failed", 19],
  ["too big", 18],
  ["mismatch", 20],
  ["not a database", 26],
];

/** The code to explain: a disk that fails because it is full, or a file that cannot be opened because too many are. */
function causeOf(code: number, error: unknown, location: string): number {
  const errno = (error as { systemErrno?: unknown } | null)?.systemErrno;
  if (code === 10 && (errno === 28 || errno === 122 || diskIsFull(location))) return 13;
  if (code === 14 && (errno === 23 || errno === 24 || noFileCanBeOpened(location))) return tooManyFiles;
  return code;
}

/** Less than a page is free. */
function diskIsFull(location: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(location));
    return bavail * bsize < 4096;
  } catch {
    return false;
  }
}

function noFileCanBeOpened(location: string): boolean {
  try {
    closeSync(openSync(dirname(location), "r"));
    return false;
  } catch (error) {
    return ["EMFILE", "ENFILE"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
}

interface Fault {
  readonly code: string;
  readonly sentence: (at: string) => string;
}

const damage: Fault = { code: "storage-damaged", sentence: damagedSentence };

/** By primary result code. */
const faults: { readonly [code: number]: Fault } = {
  [tooManyFiles]: {
    code: "too-many-files",
    sentence: (at) => `Cannot open ${at}: too many files are open; raise the limit (ulimit -n) and run again.`,
  },
  5: {
    code: "storage-busy",
    sentence: (at) => `Cannot use ${at}: another program holds it; close that program and run again.`,
  },
  7: damage,
  8: {
    code: "storage-read-only",
    sentence: (at) => `Cannot write to ${at}: the file or its folder is read-only; give a writable folder with --out.`,
  },
  10: {
    code: "storage-damaged",
    sentence: (at) => `Cannot read or write ${at}: the disk reported an error; check the disk.`,
  },
  [corrupt]: damage,
  13: {
    code: "disk-full",
    sentence: (at) =>
      `Cannot write to ${at}: the disk is full; free some space and run again, nothing recorded is lost.`,
  },
  14: {
    code: "storage-unreachable",
    sentence: (at) =>
      `Cannot open ${at}: the folder is missing or may not be written; create it or give another with --out.`,
  },
  18: damage,
  19: damage,
  20: damage,
  26: {
    code: "storage-not-ours",
    sentence: (at) => `${at} holds no records: the file is no SQLite database; give another file.`,
  },
};
