/**
 * The weights that a user names: a file of them, or the best trial of a run.
 */
import { existsSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import type { Normalization } from "../data/normalize.ts";
import type { LoadOptions } from "../inference/load-model.ts";
import type { WeightsFile } from "../weights/weights-file.ts";
import type { Call } from "./command.ts";
import { findRun, withRun } from "./run-folder.ts";
import { storeNotice } from "./store-notice.ts";

/** Weights, and where they were found. */
export interface NamedWeights {
  readonly path: string;
  readonly file: WeightsFile;
}

/**
 * A file is read; anything else names a run, of whose trials with kept weights the best by validation is taken, the metric being
 * what its study watches. Errors: those of `readWeightsFile`; `unknown-run`; `no-saved-weights`.
 */
export async function openWeights(target: string, call: Call): Promise<NamedWeights> {
  const { readWeightsFile } = await import("../weights/weights-file.ts");
  const { cwd } = call.terminal;
  const path = isWeightsFile(resolve(cwd, target)) ? target : await bestOfRun(target, call);
  const file = await readWeightsFile(resolve(cwd, path));
  if (!call.options.json) call.terminal.err.write(prefixNote({ path, prefix: file.prefix }));
  return { path, file };
}

/** A line that says that a prefix was taken off the names of a file; empty where none was. */
export function prefixNote({ path, prefix }: { readonly path: string; readonly prefix: string | null }): string {
  if (prefix === null) return "";
  return `${printable(path)}: names are read without "${printable(prefix)}", which all of them begin with\n`;
}

/** What `--normalize` asks for; undefined leaves it to the file. */
async function askedNormalization({ options }: Call): Promise<Normalization | null | undefined> {
  const { normalize } = options;
  if (normalize === undefined || normalize === "none") return normalize === undefined ? undefined : null;
  const { namedNormalizations } = await import("../data/normalize.ts");
  return namedNormalizations[normalize];
}

/** What the options of a command say of the model: `--model`, `--normalize`, `--size`. */
export async function askedModel(call: Call): Promise<LoadOptions> {
  const { model, size } = call.options;
  const normalization = await askedNormalization(call);
  return { modelName: model, normalization, ...(size === undefined ? {} : { size: [size, size] }) };
}

function isWeightsFile(path: string): boolean {
  if (/\.sqlite$/.test(path)) return false;
  // a path of a file that is not there should say so, and not that there is no such run
  return existsSync(path) ? !statSync(path).isDirectory() : /\.(npz|safetensors|pth|pt|bin)$/.test(path);
}

async function bestOfRun(target: string, call: Call): Promise<string> {
  const {
    terminal: { cwd },
    options,
  } = call;
  const { keptTrials, savedWeightsPath, weightsFolder } = await import("../library/kept-weights.ts");
  const place = findRun(target, { cwd, storage: options.storage });
  const heads = await withRun(place, (study, storage) => storage.listTrials(study.name), storeNotice(call));
  const folder = resolve(cwd, place.folder);
  const [best] = keptTrials(heads, folder);
  if (best !== undefined) return relative(cwd, savedWeightsPath(folder, best.key));
  const finished = heads.filter(({ state }) => state === "finished").length;
  throw new LabError(
    "no-saved-weights",
    finished === 0
      ? `The run ${target} has no finished trial yet; wait until npx lionlab compare has finished one.`
      : `The run ${target} has ${finished} finished trials, but kept no weights of them in ${weightsFolder(place.folder)}; train it anew into another folder with --keep-weights --out DIR.`,
    { finished },
  );
}
