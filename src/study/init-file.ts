/**
 * The file that a study's `init` names: starting weights, known by their SHA-256 so that changed weights are another trial.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Model } from "../models/model.ts";
import type { InitConfig } from "../records/records.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";
import { matchWeights } from "../weights/match-weights.ts";
import { decodeWeights } from "../weights/weights-file.ts";

/** A file of weights: what a trial's config says of it, and its tensors. */
export interface InitFile {
  readonly path: string;
  readonly config: InitConfig;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads a file of weights. `expected`: what a trial was planned with.
 * Errors: `no-such-file`, `no-permission` and the like; `init-changed`; those of the format.
 */
export async function readInitFile(path: string, expected?: InitConfig): Promise<InitFile> {
  const bytes = await readFile(path).catch((error) => {
    throw explainFileError(error, `read the starting weights ${path}`);
  });
  const sha256 = sha256Hex(bytes);
  if (expected !== undefined && expected.sha256 !== sha256) throw changed(path, { expected: expected.sha256, sha256 });
  return { path, config: { name: basename(path), sha256 }, tensors: decodeWeights(bytes, path).tensors };
}

/** What a model takes of a file (`matchWeights`). Errors: `weights-do-not-fit`. */
export function initialVariablesOf({ tensors }: InitFile, model: Model): InitialVariables {
  const { parameters, statistics } = matchWeights(model, tensors);
  return { parameters, statistics };
}

function changed(path: string, { expected, sha256 }: { readonly expected: string; readonly sha256: string }): LabError {
  return new LabError(
    "init-changed",
    `The starting weights ${path} have SHA-256 ${sha256.slice(0, 12)}…, but the study was planned with ${expected.slice(0, 12)}…: ` +
      "the file is not what it was. Run the study again.",
    { path, expected, found: sha256 },
  );
}
