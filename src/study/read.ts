/**
 * Reading a study: text or preset, changes from the command line, schema; the first mistake becomes one sentence with its place.
 */
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { LabError } from "../core/errors.ts";
import { isProgramPath } from "../optimizers/resolve.ts";
import { type Catalogue, catalogue as everything } from "./catalogue.ts";
import { type StudyConfig, studySchema, toConfig } from "./config.ts";
import { type Explanation, explainIssue, foremost, type Issue } from "./issues.ts";
import { type Located, type Path, parseLocated } from "./located.ts";
import { applyChanges, type Change, changesOf, type Overrides } from "./overrides.ts";
import { presetFile } from "./presets.ts";

/** How to read a study. `file` is the name used in messages; paths of program files start from `folder`. */
export interface ReadOptions {
  readonly file?: string;
  readonly folder?: string;
  readonly overrides?: Overrides;
  readonly catalogue?: Catalogue;
}

/**
 * Reads a study file (a path with a slash or an ending) or a preset (a bare name).
 * Errors: `unknown-preset`, `study-unreadable`, and those of `parseStudy`.
 */
export async function readStudy(
  target: string,
  options: Pick<ReadOptions, "overrides" | "catalogue"> = {},
): Promise<StudyConfig> {
  const isFile = /[/\\]|\.(ya?ml|json)$/i.test(target);
  const file = isFile ? target : await presetFile(target);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new LabError("study-unreadable", `Cannot read the study ${file}: ${reason(error)}.`, {
      file,
      code: error.code,
    });
  });
  return parseStudy(text, {
    ...options,
    file: isFile ? target : `preset ${target}`,
    folder: isFile ? dirname(target) : ".",
  });
}

/**
 * Reads the text of a study, YAML or JSON.
 * Errors: `study-syntax` (not YAML), `study-config` (breaks the schema; the sentence gives line and column, or the flag that
 * asked for the value), `bad-set`.
 */
export function parseStudy(text: string, options: ReadOptions = {}): StudyConfig {
  const located = parseLocated(text, options.file ?? "study");
  const study = withPathsFrom(options.folder ?? ".", located.value);
  const changes = changesOf(options.overrides ?? {}, study, parseSetValue);
  const schema = studySchema(options.catalogue ?? everything);
  const checked = schema.safeParse(applyChanges(study, changes), { reportInput: true });
  if (checked.success) return toConfig(checked.data);
  const issues: readonly Issue[] = checked.error.issues;
  throw mistake(explainIssue(foremost(issues), schema), { located, changes, others: issues.length - 1 });
}

/** The study with paths of program files seen from the working folder instead of from its own. */
function withPathsFrom(folder: string, study: unknown): unknown {
  const { optimizers } = (study ?? {}) as { readonly optimizers?: unknown };
  if (folder === "." || !Array.isArray(optimizers)) return study;
  const moved = (name: unknown) =>
    typeof name === "string" && isProgramPath(name) && !isAbsolute(name) ? `./${join(folder, name)}` : name;
  return {
    ...(study as object),
    optimizers: optimizers.map((entry: unknown) =>
      typeof entry === "object" && entry !== null
        ? { ...entry, name: moved((entry as { name?: unknown }).name) }
        : moved(entry),
    ),
  };
}

function parseSetValue(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

interface Reading {
  readonly located: Located;
  readonly changes: readonly Change[];
  /** Issues besides the explained one. */
  readonly others: number;
}

/** The error of an explained issue: its place in the text, or the flag that asked for the value. */
function mistake({ path, key, sentence }: Explanation, { located, changes, others }: Reading): LabError {
  const full: Path = key === undefined ? path : [...path, key];
  const flag = changes.find((change) => startsWith(full, change.path))?.flag;
  const end = others > 0 ? ` (and ${others} more after this).` : sentence.endsWith("?") ? "" : ".";
  return new LabError("study-config", `${flag ?? located.place(path, key)}: ${sentence}${end}`, {
    path: full.map(String),
  });
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, i) => String(path[i]) === String(part));
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "there is no such file";
  if (error.code === "EISDIR") return "it is a folder; give the file in it";
  if (error.code === "EACCES") return "permission is denied";
  return error.message;
}
