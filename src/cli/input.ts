/**
 * Text that a command reads: a file, or standard input. Every failure is one sentence.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { decodeText } from "../core/decode-text.ts";
import { LabError } from "../core/errors.ts";
import type { Terminal } from "./terminal.ts";

/** Reads `path`, `-` being standard input; `what` names it in sentences ("the program"). Errors: `unreadable-file`. */
export async function readText(path: string, what: string, terminal: Terminal): Promise<string> {
  if (path === "-") return terminal.readInput();
  try {
    return decodeText(await readFile(resolve(terminal.cwd, path)));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new LabError("unreadable-file", `Cannot read ${what} ${path}: ${reasons[code ?? ""] ?? message}.`, { path });
  }
}

/** Reads JSON as `readText` reads text. Errors: `unreadable-file`, `not-json` with what the parser says. */
export async function readJson(path: string, what: string, terminal: Terminal): Promise<unknown> {
  const text = await readText(path, what, terminal);
  try {
    return JSON.parse(text);
  } catch (error) {
    const shown = path === "-" ? "standard input" : path;
    const reason = text.trim() === "" ? "it is empty" : (error as Error).message;
    throw new LabError("not-json", `${capitalized(what)} (${shown}) must be JSON, but ${reason}.`, { path });
  }
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder; give a file in it",
  EACCES: "permission is denied",
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
