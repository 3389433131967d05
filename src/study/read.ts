/**
 * Reading a study: its file or preset, changed as the command line says.
 */
import { isAbsolute, join } from "node:path";
import { locatedData } from "../core/located.ts";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import { type Catalogue, catalogue as everything } from "./catalogue.ts";
import { type StudyConfig, type StudyFile, type StudyInput, studySchema, toConfig } from "./config.ts";
import { type ConfigReading, loadConfigText, parseSetValue, readConfig, readConfigText } from "./config-text.ts";
import { changesOf, type Overrides } from "./overrides.ts";

/** How to read a study. `file` is the name used in messages; paths of program files and weights start from `folder`. */
export interface ReadOptions {
  readonly file?: string;
  readonly folder?: string;
  readonly overrides?: Overrides;
  readonly catalogue?: Catalogue;
}

/**
 * Reads a study file (a path with a slash or an ending) or a preset (a bare name).
 * Errors: `unknown-preset`, `other-preset`, `study-unreadable`, and those of `parseStudy`.
 */
export async function readStudy(
  target: string,
  options: Pick<ReadOptions, "overrides" | "catalogue"> = {},
): Promise<StudyConfig> {
  const { text, file, folder } = await loadConfigText(target, "study");
  return parseStudy(text, { ...options, file, folder });
}

/**
 * Reads the text of a study, YAML or JSON.
 * Errors: `study-syntax`, `study-config`, `bad-set`, see `readConfigText`.
 */
export function parseStudy(text: string, options: ReadOptions = {}): StudyConfig {
  const { file = "study", folder = "." } = options;
  return toConfig(readConfigText({ text, file, folder }, readingOf(options)));
}

/**
 * The study that a program gives as data, as a file would have it. Errors: those of `parseStudy`, with the path of the value in place of
 * its line.
 */
export function studyOfData(data: StudyInput, options: ReadOptions = {}): StudyConfig {
  return toConfig(readConfig(locatedData(data, options.file ?? "the study"), readingOf(options)));
}

function readingOf({ folder = ".", overrides = {}, catalogue = everything }: ReadOptions): ConfigReading<StudyFile> {
  return {
    kind: "study",
    schema: studySchema(catalogue),
    prepare: (data) => withPathsFrom(folder, data),
    changes: (data) => changesOf(overrides, data, parseSetValue),
  };
}

/** The study with paths of program files, starting weights and the data seen from the working folder instead of from its own. */
function withPathsFrom(folder: string, study: unknown): unknown {
  if (folder === "." || !isObject(study)) return study;
  const { optimizers, data, init } = study;
  return {
    ...study,
    ...(typeof init === "string" && !isAbsolute(init) ? { init: join(folder, init) } : {}),
    ...(isObject(data) && typeof data.path === "string"
      ? { data: { ...data, path: dataFrom(folder, data.path) } }
      : {}),
    ...(Array.isArray(optimizers) ? { optimizers: optimizers.map((entry) => optimizerFrom(folder, entry)) } : {}),
  };
}

function optimizerFrom(folder: string, entry: unknown): unknown {
  return isObject(entry) ? { ...entry, name: pathFrom(folder, entry.name) } : pathFrom(folder, entry);
}

function dataFrom(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A name that is a relative path of a program file, seen from the working folder instead of from `folder`; others as they are. */
export function pathFrom(folder: string, name: unknown): unknown {
  if (typeof name !== "string" || !isProgramPath(name) || isAbsolute(name)) return name;
  const path = join(folder, name);
  return isAbsolute(path) ? path : `./${path}`;
}
