/** `lionlab` as a process of its own: run to its end for an answer, or left running by itself. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { LabError } from "../core/errors.ts";

/** How this machine starts `lionlab`: a program and its first words. Never a shell. */
export type LionlabProgram = readonly [command: string, ...words: string[]];

/** Bytes of an answer, at most, and milliseconds until one is given up. */
const mostAnswer = 64 << 20;
const patienceMs = 180_000;

/** What `lionlab` printed as JSON. Errors: those that it says of a wrong input, as it says them; `no-answer`. */
export async function answerOf(
  [command, ...words]: LionlabProgram,
  argv: readonly string[],
  cwd: string,
): Promise<unknown> {
  const child = spawn(command, [...words, ...argv, "--json"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
    windowsHide: true,
  });
  const [out, err, code] = await Promise.all([textOf(child, "stdout"), textOf(child, "stderr"), endOf(child)]);
  if (code === 0) return JSON.parse(out);
  throw errorIn(err) ?? new LabError("no-answer", "lionlab gave no answer: look at the dashboard's own terminal.");
}

/** A run that goes on by itself, whatever becomes of this process. */
export interface Detached {
  readonly child: ChildProcess;
  /** Bytes that its log had before. */
  readonly logStart: number;
}

/** Starts `lionlab` by itself; what it prints goes to the end of the file `log`. Errors: those of the file system. */
export function startDetached(
  [command, ...words]: LionlabProgram,
  argv: readonly string[],
  { cwd, log }: { readonly cwd: string; readonly log: string },
): Detached {
  const { O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW = 0 } = constants;
  const file = openSync(log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600);
  try {
    const logStart = fstatSync(file).size;
    const child = spawn(command, [...words, ...argv], {
      ...{ cwd, detached: true, stdio: ["ignore", file, file], windowsHide: true },
      env: environment(),
    });
    child.unref();
    return { child, logStart };
  } finally {
    closeSync(file);
  }
}

/** What is started from a page keeps its records in its folder, where the page looks for them, wherever others keep theirs. */
function environment(): NodeJS.ProcessEnv {
  const { LIONLAB_STORAGE: _, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}

async function textOf(child: ChildProcess, name: "stdout" | "stderr"): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of child[name]!) {
    size += (piece as Buffer).length;
    if (size > mostAnswer) child.kill();
    else pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** The mistake that `--json` tells on the last line; null where there is none. */
function errorIn(text: string): LabError | null {
  const line = text.trimEnd().split("\n").at(-1) ?? "";
  try {
    const { error } = JSON.parse(line) as { readonly error: { readonly code: string; readonly message: string } };
    return new LabError(error.code, error.message);
  } catch {
    return null;
  }
}
