/**
 * Trials of a study as a study file of their own: what `lionlab compare` needs to train them again, alone.
 */
import { stringify } from "yaml";
import type { TrialConfig } from "../records/records.ts";

/** A study file, and the file of its optimizer's program where that is not one of the library. */
export interface OwnStudy {
  readonly text: string;
  readonly program: { readonly file: string; readonly text: string } | null;
}

/** How it is called: its optimizer's label, and what the name of the study ends in. */
export interface OwnStudyNames {
  readonly label: string;
  readonly suffix: string;
}

/** The file of trials that differ by their seeds alone. `config`: that of one of them; `study`: the configuration that declared them. */
export function studyFileOf(
  config: TrialConfig,
  { study, seeds, label, suffix }: OwnStudyNames & { readonly study: unknown; readonly seeds: readonly number[] },
): OwnStudy {
  const { optimizer } = config;
  const program = programFile(study, optimizer.name);
  const name = program === null ? optimizer.name : `./${program}`;
  const text = stringify({ ...settingsOf(config, study), ...named({ label, suffix, name, config }), seeds });
  return { text, program: program === null ? null : { file: program, text: optimizer.program } };
}

function settingsOf({ data, model, training, schedule, device }: TrialConfig, study: unknown): object {
  const { data: at, init } = pathsOf(study);
  const { fingerprint: _, ...dataFile } = data;
  const { noDecay: __, ...trainingFile } = training; // the model's
  return {
    name: "",
    data: { ...dataFile, ...(at === null ? {} : { path: at }) },
    model: model.name,
    ...(init === null ? {} : { init }),
    training: { ...trainingFile, schedule },
    device,
  };
}

function named({
  label,
  suffix,
  name,
  config: { optimizer, lr },
}: OwnStudyNames & { readonly name: string; readonly config: TrialConfig }): object {
  const studyName = label.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replaceAll(/^[._-]+|-+$/g, "");
  const { convention, hyperparameters } = optimizer;
  return {
    name: `${studyName.slice(0, 70) || "optimizer"}-${suffix}`,
    optimizers: [{ name, label: label.slice(0, 60), convention, lr: [lr], ...hyperparameters }],
  };
}

/**
 * File name of the program that the study's configuration names for this optimizer; null for one of the library.
 * A record keeps the name without folder and ending, the configuration the path.
 */
function programFile(config: unknown, optimizer: string): string | null {
  const entries = isObject(config) && Array.isArray(config.optimizers) ? config.optimizers : [];
  const names = entries.map((entry: unknown) => (isObject(entry) ? entry.name : entry));
  const files = names.flatMap((name) =>
    typeof name === "string" ? (/[^/\\]+\.(?:py|txt)$/.exec(name)?.[0] ?? []) : [],
  );
  return files.find((file) => file.replace(/\.[^.]+$/, "") === optimizer) ?? null;
}

/** Paths that the study's configuration names: of its data and of its starting weights. */
interface StudyPaths {
  readonly data: string | null;
  readonly init: string | null;
}

function pathsOf(config: unknown): StudyPaths {
  const { data, init } = isObject(config) ? config : {};
  const path = isObject(data) ? data.path : undefined;
  return { data: typeof path === "string" ? path : null, init: typeof init === "string" ? init : null };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
