/**
 * Reading a configuration of any kind: text or preset, changes from the command line, schema; the first mistake becomes one
 * sentence with its place. Studies and discoveries are read through it.
 */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { decimalTags } from "../core/decimal.ts";
import { decodeText } from "../core/decode-text.ts";
import { LabError } from "../core/errors.ts";
import { type Explanation, explainFirst } from "../core/issues.ts";
import { type Located, type Path, parseLocated } from "../core/located.ts";
import { applyChanges, type Change } from "./overrides.ts";
import { type PresetKind, presetFile } from "./presets.ts";

/** A configuration's text. `file`: its name in messages; `folder`: where its relative paths start. */
export interface ConfigText {
  readonly text: string;
  readonly file: string;
  readonly folder: string;
}

/** How a text of one kind is read. Codes of errors begin with the kind. */
export interface ConfigReading<T> {
  readonly kind: PresetKind;
  readonly schema: z.ZodType<T>;
  /** Changes of the command line, given the data of the text. */
  changes(data: unknown): readonly Change[];
  /** Prepares the data before changes and schema, such as its relative paths. */
  prepare(data: unknown): unknown;
}

/**
 * Loads a file (a path with a slash or an ending) or a preset (a bare name).
 * Errors: those of `presetFile`; `study-unreadable`, `discovery-unreadable`.
 */
export async function loadConfigText(target: string, kind: PresetKind): Promise<ConfigText> {
  const isFile = /[/\\]|\.(ya?ml|json)$/i.test(target);
  const path = isFile ? target : await presetFile(target, kind);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new LabError(`${kind}-unreadable`, `Cannot read the ${kind} ${path}: ${reason(error)}.`, {
      file: path,
      code: error.code,
    });
  });
  return {
    text: decodeText(bytes),
    file: isFile ? target : `preset ${target}`,
    folder: isFile ? dirname(target) : ".",
  };
}

/**
 * Parses YAML or JSON, makes the changes and checks the result.
 * Errors, for a study: `study-syntax` (not YAML), `study-config` (breaks the schema; the sentence gives line and column, or
 * the flag that asked for the value), `bad-set`; alike for a discovery.
 */
export function readConfigText<T>({ text, file }: ConfigText, reading: ConfigReading<T>): T {
  return readConfig(parseLocated(text, { file, kind: reading.kind }), reading);
}

/** The same of data that stands in a text or was given as it is. Errors: as `readConfigText`, but for syntax. */
export function readConfig<T>(located: Located, reading: ConfigReading<T>): T {
  const data = reading.prepare(located.value);
  const changes = reading.changes(data);
  const checked = reading.schema.safeParse(applyChanges(data, changes), { reportInput: true });
  if (checked.success) return checked.data;
  const explained = explainFirst(checked.error.issues, { schema: reading.schema, whole: `the ${reading.kind}` });
  throw mistake(explained, { kind: reading.kind, located, changes });
}

/** The value of `--set key=value`: YAML where it is, else the text itself. */
export function parseSetValue(text: string): unknown {
  try {
    return parse(text, { customTags: (tags) => decimalTags(tags) });
  } catch {
    return text;
  }
}

interface Mistake {
  readonly kind: PresetKind;
  readonly located: Located;
  readonly changes: readonly Change[];
}

/** The error of an explained issue: its place in the text, or the flag that asked for the value. */
function mistake({ path, key, sentence }: Explanation, { kind, located, changes }: Mistake): LabError {
  const full: Path = key === undefined ? path : [...path, key];
  const flag = changes.find((change) => startsWith(full, change.path))?.flag;
  return new LabError(`${kind}-config`, `${flag ?? located.place(path, key)}: ${sentence}`, {
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
