/**
 * Says what went wrong and which exit code it means: 2 for a user's mistake, 1 for a fault of ours, 130 interrupted.
 */
import { LabError } from "../core/errors.ts";
import { printableJson, printableLines } from "../core/printable.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";

/** Where faults are reported. */
const issues = "please report it with the command that you ran and the lines above";

/** A failure as it is shown. `text` ends with a line break. */
export interface Failure {
  readonly code: 1 | 2;
  readonly text: string;
}

/**
 * One sentence for a mistake; the stack and how to report for a fault. With `json`, one line
 * `{"error":{"code","message"}}` for both, with the mistake's facts under `data`.
 */
export function describeFailure(error: unknown, json: boolean): Failure {
  const { code, text } = failureOf(error, json);
  return { code, text: withoutPasswords(text) }; // of what was typed wrongly, too
}

function failureOf(error: unknown, json: boolean): Failure {
  if (error instanceof LabError) return describeMistake(error, json);
  const system = systemSentence(error);
  if (system !== null) return describeMistake(new LabError("system-error", system), json);
  const message = error instanceof Error ? error.message : String(error);
  if (json) return { code: 1, text: jsonLine("internal", message) };
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : message;
  return { code: 1, text: `${printableLines(stack)}\nlionlab: this is a fault in Lionlab itself; ${issues}.\n` };
}

function describeMistake(error: LabError, json: boolean): Failure {
  if (!json) return { code: 2, text: `lionlab: ${printableLines(error.message)}\n` };
  return { code: 2, text: jsonLine(error.code, error.message, error.data) };
}

function jsonLine(code: string, message: string, data: Readonly<Record<string, unknown>> = {}): string {
  const facts = Object.keys(data).length === 0 ? {} : { data };
  return printableJson(`${JSON.stringify({ error: { code, message, ...facts } })}\n`);
}

/** What the operating system refuses, as a sentence; null for everything else. */
function systemSentence(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : "a file";
  const sentences: { readonly [code: string]: string } = {
    EACCES: `There is no permission to use ${path}: choose another place, or change its permissions.`,
    EPERM: `The system does not permit to use ${path}: choose another place.`,
    EROFS: `${path} lies on a read-only disk: choose another place.`,
    ENOSPC: `The disk is full, so ${path} could not be written: make room and run the same command again.`,
    EDQUOT: `The disk quota is used up, so ${path} could not be written: make room and run the same command again.`,
    EMFILE: "Too many files are open: raise the limit (ulimit -n) and run the same command again.",
    ENOENT: `${path} does not exist.`,
    ENOTDIR: `A part of ${path} is a file, where a folder is needed.`,
    EISDIR: `${path} is a folder, where a file is needed.`,
  };
  return sentences[error.code] ?? null;
}
