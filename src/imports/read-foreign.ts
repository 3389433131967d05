/**
 * A file of another tool, whichever tool it was: told by its content, then by its name.
 */
import { basename, dirname } from "node:path";
import { decimalOf } from "../core/decimal.ts";
import { decodeText } from "../core/decode-text.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { beginsRecord } from "../core/tfrecord.ts";
import type { ForeignFile, ForeignRun } from "./foreign-run.ts";

import { readOptuna } from "./read-optuna.ts";
import { readTable } from "./read-table.ts";
import { readTensorboard, runFolder } from "./read-tensorboard.ts";

/** A file with what stands beside it. */
export interface GivenFile {
  /** As given. */
  readonly path: string;
  /** As an absolute path, for what an engine opens itself. */
  readonly place: string;
  readonly bytes: Uint8Array;
  /** `hparams.json` of its folder, where there is one. */
  readonly hyperparameters?: string | undefined;
}

/** What holds for every file and no file says. */
export interface ImportChoices {
  readonly optimizer?: string | undefined;
  readonly rate?: number | undefined;
  readonly lowerIsBetter: boolean;
}

/** Reads it. Errors: those of `readTable`, `readOptuna` and `readTensorboard`. */
export async function readForeign(given: GivenFile, choices: ImportChoices): Promise<ForeignFile> {
  const { path, bytes } = given;
  const sha256 = sha256Hex(bytes);
  if (Buffer.from(bytes.subarray(0, 16)).toString("latin1") === "SQLite format 3\0") {
    const read = await readOptuna(given.place, { file: path, optimizer: choices.optimizer });
    return { file: path, sha256, tool: "store of Optuna", ...read };
  }
  if (/tfevents/.test(basename(path)) || beginsRecord(bytes)) {
    const { optimizer, seed } = placeOf(`${runFolder(path)}.log`);
    const told = { optimizer: choices.optimizer ?? optimizer, seed, lr: choices.rate, hyperparameters: {} };
    return { file: path, sha256, tool: "events of TensorBoard", ...readTensorboard(bytes, { path, ...told }) };
  }
  const text = decodeText(bytes);
  const place = placeOf(path);
  const hyperparameters = given.hyperparameters === undefined ? {} : numbersOf(given.hyperparameters, path);
  const { learning_rate: rate, ...others } = hyperparameters;
  const { runs, remarks } = readTable(text, {
    file: path,
    optimizer: choices.optimizer ?? place.optimizer,
    seed: place.seed,
    lr: typeof rate === "number" ? rate : choices.rate,
    hyperparameters: others,
    lowerIsBetter: choices.lowerIsBetter,
  });
  return { file: path, sha256, tool: toolOf(text, path), runs, remarks };
}

/** Optimizer and seed by the names of file and folders: `lion-seed3.csv`, AlgoPerf's `lion/study_2/…/trial_1/eval_measurements.csv`. */
function placeOf(path: string): { readonly optimizer: string; readonly seed?: number } {
  const algoperf = /(?:^|\/)(?:([^/]+)\/)?study_(\d+)\/(?:[^/]+\/)?trial_\d+\/[^/]+$/.exec(path.replaceAll("\\", "/"));
  if (algoperf !== null) return { optimizer: algoperf[1] ?? "imported", seed: Number(algoperf[2]) };
  const stem = basename(path).replace(/\.[^.]*$/, "");
  const [, name, seed] = /^(.+?)[-_. ]+(?:seed|run|s)?[-_=]?(\d{1,9})$/i.exec(stem) ?? [];
  if (name !== undefined && seed !== undefined) return { optimizer: name, seed: Number(seed) };
  return { optimizer: stem === "" ? basename(dirname(path)) : stem };
}

function toolOf(text: string, path: string): string {
  if (/(?:^|[\\/])trial_\d+[\\/][^\\/]+$/.test(path)) return "measurements of AlgoPerf";
  const first = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/, 1)[0] ?? "";
  return /^epoch[,;].*\b(?:val_)?loss\b/.test(first) ? "log of Keras' CSVLogger" : "table of values";
}

/** The numbers and truths of a JSON object. Errors: `not-json`. */
function numbersOf(json: string, path: string): ForeignRun["hyperparameters"] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new LabError("not-json", `hparams.json beside ${path} must be JSON, but is not. Mend it, or move it away.`);
  }
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.flatMap(([name, member]): [string, number | boolean][] => {
      const plain = typeof member === "string" ? decimalOf(member) : member;
      return name !== "__proto__" &&
        (typeof plain === "boolean" || (typeof plain === "number" && Number.isFinite(plain)))
        ? [[name, plain]]
        : [];
    }),
  );
}
