/**
 * MLflow: a file store, an experiment with a run for each trial.
 *
 *   mlruns/EXPERIMENT/meta.yaml
 *   mlruns/EXPERIMENT/KEY/meta.yaml, params/NAME, tags/NAME, metrics/NAME: a line "milliseconds value step" for each epoch
 *
 * The run's id is the trial's key. A diverged trial failed, and its losses end with NaN. Times count from 1970, for files hold no date. There are no artifacts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { sha256Hex } from "../core/hash.ts";
import { epochFigures } from "../records/epoch-figures.ts";
import { type TrialRecord, trialPhase } from "../records/records.ts";
import type { RunFormat } from "./format.ts";
import { secondsOf } from "./tables.ts";
import { trialNames } from "./trial-names.ts";
import { hasBegun, settingOfTrial } from "./trial-setting.ts";

/** The format. */
export const mlflow: RunFormat = {
  name: "mlflow",
  about: "MLflow: a file store with a run for each trial",
  output: "mlruns",
  form: "folder",
  skipsUnbegun: true,
  opens: (_, word) => `MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri ${word}`,
  write: async (run, place) => {
    const experiment = experimentId(run.study.name);
    const names = trialNames(run.heads);
    const folder = join(place, experiment);
    put(folder, "meta.yaml", experimentMeta(experiment, run.study.name));
    put(join(folder, "tags"), "lionlab.command", run.study.command);
    for await (const trial of run.trials()) {
      if (!hasBegun({ state: trial.state, epochsDone: trial.epochs.length })) continue;
      putRun(join(folder, trial.key), trial, { experiment, name: names.get(trial.key)! });
    }
  },
};

/**
 * Every text in quotes, for MLflow's reader takes more words for numbers and truths than ours, and as ASCII: it refuses a whole store for one control
 * character, and takes U+0085 for the end of a line. Half a surrogate pair is U+FFFD.
 */
function meta(members: { readonly [name: string]: unknown }): string {
  const whole = Object.entries(members).map(([name, value]) => [
    name,
    typeof value === "string" ? value.replaceAll(/\p{Surrogate}/gu, "\ufffd") : value,
  ]);
  const text = stringify(Object.fromEntries(whole), { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
  return text.replaceAll(/[^\n -~]/gu, (character) => `\\U${character.codePointAt(0)!.toString(16).padStart(8, "0")}`);
}

/** Digits, as MLflow's own are, which a name always gives. */
function experimentId(name: string): string {
  return BigInt(`0x${sha256Hex(name).slice(0, 14)}`).toString();
}

function experimentMeta(id: string, name: string): string {
  return meta({
    artifact_location: `artifacts/${id}`,
    creation_time: 0,
    experiment_id: id,
    last_update_time: 0,
    lifecycle_stage: "active",
    name,
  });
}

interface RunPlace {
  readonly experiment: string;
  readonly name: string;
}

function putRun(folder: string, trial: TrialRecord, place: RunPlace): void {
  put(folder, "meta.yaml", runMeta(trial, place));
  const params = paramsOf(trial);
  const files = fileNames(params.map(([name]) => name));
  for (const [index, [, value]] of params.entries()) put(join(folder, "params"), files[index]!, String(value));
  for (const [name, value] of tagsOf(trial, place)) put(join(folder, "tags"), name, value);
  for (const [name, lines] of metricsOf(trial)) put(join(folder, "metrics"), name, lines.join(""));
}

function put(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Names that MLflow takes and that are files of one folder, no two the same, nor where case does not count: `a/b` and `a_b` become `a_b` and `a_b_2`. */
function fileNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = fileName(name);
    let chosen = plain;
    for (let n = 2; taken.has(chosen.toLowerCase()); n++) chosen = `${plain}_${n}`;
    taken.add(chosen.toLowerCase());
    return chosen;
  });
}

/** Other characters become `_`, none begins with a dot, and what is too long for a file is cut. */
function fileName(name: string): string {
  return name
    .replaceAll(/[^\w.\- ]/g, "_")
    .replace(/^(\.|$)/, "_")
    .slice(0, 200);
}

function runMeta({ key, timings, result, state }: TrialRecord, { experiment, name }: RunPlace): string {
  const ended = result === null ? null : Math.round(1000 * secondsOf(timings));
  return meta({
    artifact_uri: `artifacts/${experiment}/${key}/artifacts`,
    deleted_time: null,
    end_time: ended,
    entry_point_name: "",
    experiment_id: experiment,
    lifecycle_stage: "active",
    run_id: key,
    run_name: name,
    run_uuid: key,
    source_name: "",
    source_type: sourceTypes.local,
    source_version: "",
    start_time: 0,
    status:
      statuses[state === "finished" ? "finished" : state === "diverged" || state === "failed" ? "failed" : "running"],
    tags: [],
    user_id: "lionlab",
  });
}

/** MLflow's numbers of them. */
const statuses = { running: 1, finished: 3, failed: 4 } as const;
const sourceTypes = { local: 4 } as const;

function paramsOf({ config }: TrialRecord): readonly (readonly [string, string | number | boolean])[] {
  const { model, data, training } = config;
  const known =
    config.imported === undefined
      ? ([
          ["epochs", training.epochs],
          ["batch_size", training.batchSize],
        ] as const)
      : [];
  return [...settingOfTrial(config, [["model", model.name], ["data", data.name], ...known])];
}

function tagsOf({ key, config, result }: TrialRecord, { name }: RunPlace): readonly (readonly [string, string])[] {
  return [
    ["mlflow.runName", name],
    ["lionlab.key", key],
    ["lionlab.phase", trialPhase(config)],
    ["lionlab.program", config.optimizer.program],
    ...(result === null ? [] : [["lionlab.stopped", result.stopped] as const]),
  ];
}

/** Lines of each figure. `chosen_…` and `test_…` are of the epoch that validation chose. */
function metricsOf({ epochs, timings, result }: TrialRecord): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  let milliseconds = 0;
  const add = (name: string, step: number, value: number | undefined): void => {
    if (value === undefined) return;
    const known = lines.get(name) ?? [];
    known.push(`${milliseconds} ${Number.isNaN(value) ? "nan" : value} ${step}\n`);
    lines.set(name, known);
  };
  for (const [index, record] of epochs.entries()) {
    milliseconds = Math.round(1000 * secondsOf(timings.slice(0, index + 1)));
    for (const { split, metric, value } of epochFigures) {
      const figure = value(record);
      if (figure !== undefined && !Number.isNaN(figure))
        add(metric === "lr" ? "lr" : `${split}_${metric}`, record.epoch, figure);
    }
    if (record.epoch !== result?.bestEpoch) continue;
    add("chosen_validation_accuracy", record.epoch, known(record.validationAccuracy));
    add("chosen_validation_loss", record.epoch, known(record.validationLoss));
    add("test_accuracy", record.epoch, known(result.test?.accuracy));
    add("test_loss", record.epoch, known(result.test?.loss));
    add("test_top5", record.epoch, result.test?.top5);
  }
  if (result?.status === "diverged")
    for (const name of ["train_loss", "validation_loss"]) add(name, epochs.length + 1, Number.NaN);
  return lines;
}

/** A figure; undefined for one that an import does not tell. */
function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
