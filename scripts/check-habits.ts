/**
 * Checks the habits of CONTRIBUTING.md that no other tool sees: how long a file may be, and how folders may not be called.
 * (Types without `any`, default exports and floating promises are lint rules: biome.json.)
 */
import { posix } from "node:path";
import { type Finding, isTest, readSources, type SourceFile } from "./source-files.ts";

/** Most lines of a file. "About 220" is the habit; beyond this a file does more than one thing. */
export const mostLines = 300;

/** Files that may be longer, each with its reason. */
export const longFiles: { readonly [path: string]: string } = {
  "src/cli/options.ts": "one table: every option of the command line once",
};

/** Names of folders that say nothing of what is inside. */
const emptyNames = /^(utils?|helpers?|common|misc|lib)$/;

/** Findings over the project at `root`. */
export function checkHabits(root: string): Finding[] {
  return findHabitFaults(["src", "scripts", "bench"].flatMap((folder) => readSources(root, folder)));
}

/** Findings over given files. */
export function findHabitFaults(files: readonly SourceFile[]): Finding[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    const empty = posix
      .dirname(path)
      .split("/")
      .find((name) => emptyNames.test(name));
    const faults: string[] = [];
    if (lines > mostLines && !isTest(path) && !(path in longFiles))
      faults.push(`This file has ${lines} lines; split it below ${mostLines}.`);
    if (empty !== undefined) faults.push(`The folder name "${empty}" says nothing: name what is inside.`);
    return faults.map((sentence) => ({ path, line: 1, sentence }));
  });
}
