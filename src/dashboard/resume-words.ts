/**
 * The words that go on with a run: its own command again, where it is kept. Words, and never a line for a shell.
 */
import { basename, dirname, join, resolve } from "node:path";
import { LabError } from "../core/errors.ts";
import type { RunLaunch } from "../records/run-progress.ts";
import { discoveryStoreFile, studyStoreFile } from "../records/store-files.ts";

/** A run to go on with. */
export interface ResumedRun {
  readonly kind: "study" | "discovery";
  readonly name: string;
  /** Path of its store. */
  readonly store: string;
  /** How it was started, where it said so on this machine. */
  readonly launch: RunLaunch | null;
  /** What its record says repeats it. */
  readonly command: string;
  /** Folder of the dashboard, for a run that did not say in which it was started. */
  readonly cwd: string;
}

/** Errors: `not-resumable` for a run that `compare` or `discover` did not make. */
export function resumeWords(run: ResumedRun): RunLaunch {
  const { argv, cwd } = run.launch ?? { argv: wordsOf(run.command).slice(2), cwd: run.cwd };
  if (run.kind === "discovery" && argv[0] === "discover") return { argv: discoveryWords(run, argv), cwd };
  if (run.kind === "study" && argv[0] === "compare") return { argv: studyWords(run, { argv, cwd }), cwd };
  const how = run.command === "" ? "" : `: ${run.command}`;
  throw new LabError("not-resumable", `${run.name} is not gone on with from here, but by what made it${how}.`);
}

/** The same words, where they lead to this store; else with the places that do. */
function studyWords({ name, store }: ResumedRun, { argv, cwd }: RunLaunch): readonly string[] {
  const words = without(argv, ["json"], []);
  const out = optionOf(words, "out") ?? join("runs", name);
  const leadsTo = resolve(cwd, optionOf(words, "storage") ?? join(out, studyStoreFile));
  if (leadsTo === store) return words;
  const rest = without(words, [], ["out", "storage"]);
  const storage = basename(store) === studyStoreFile ? [] : ["--storage", store];
  return [...rest, "--out", dirname(store), ...storage];
}

/** A discovery's record says what it is: its folder is enough, with how it is run. */
function discoveryWords({ name, store }: ResumedRun, argv: readonly string[]): readonly string[] {
  const isUsual = basename(store) === discoveryStoreFile;
  const running = ["workers", "data"].flatMap((option) => {
    const value = optionOf(argv, option);
    return value === null ? [] : [`--${option}`, value];
  });
  return ["discover", "resume", ...(isUsual ? [dirname(store)] : [name, "--storage", store]), ...running];
}

function optionOf(words: readonly string[], name: string): string | null {
  const at = words.findLastIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return null;
  return words[at] === `--${name}` ? (words[at + 1] ?? null) : words[at]!.slice(name.length + 3);
}

/** Words without flags, and without options and their values. */
function without(words: readonly string[], flags: readonly string[], options: readonly string[]): readonly string[] {
  const isOption = (word: string): boolean => options.some((name) => word === `--${name}`);
  return words.filter((word, at) => {
    if (flags.some((name) => word === `--${name}`) || isOption(word)) return false;
    if (options.some((name) => word.startsWith(`--${name}=`))) return false;
    return at === 0 || !isOption(words[at - 1]!);
  });
}

/** The words of a command line that records keep, each plain or in single quotes (`core/quote-word.ts`). */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/g, (quoted, inside?: string) => (quoted === "\\'" ? "'" : (inside ?? ""))),
  );
}
