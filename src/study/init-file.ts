/**
 * The file that a study's `init` names: starting weights, known by their SHA-256 so that changed weights are another trial.
 */
import { basename } from "node:path";
import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Model } from "../models/model.ts";
import type { InitConfig } from "../records/records.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";
import { matchWeights } from "../weights/match-weights.ts";
import { savedWeightsFacts } from "../weights/saved-weights.ts";
import { decodeWeights, readWeightsBytes, sha256OfWeights } from "../weights/weights-file.ts";

/** A file of weights: what a trial's config says of it, and its tensors. */
export interface InitFile {
  readonly path: string;
  readonly config: InitConfig;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Names of the classes that its head tells apart; null where the file does not say. */
  readonly classes: readonly string[] | null;
  /** What was taken off all names, see `weights/strip-prefix.ts`; null for nothing. */
  readonly prefix: string | null;
}

/**
 * Reads a file of weights. `expected`: what a trial was planned with.
 * Errors: `no-such-file`, `no-permission` and the like; `init-changed`; those of the format.
 */
export async function readInitFile(path: string, expected?: InitConfig): Promise<InitFile> {
  const read = await readWeightsBytes(path);
  const sha256 = sha256OfWeights(read);
  if (expected !== undefined && expected.sha256 !== sha256) throw changed(path, { expected: expected.sha256, sha256 });
  const { tensors, metadata, prefix } = decodeWeights(read.bytes, path, read.shards);
  const classes = savedWeightsFacts(metadata)?.classes ?? null;
  return { path, config: { name: basename(path), sha256 }, tensors, classes, prefix };
}

/**
 * What a model takes of a file (`matchWeights`). `classes`: those of the data; a head that tells others apart is left out, even where
 * they are as many. Errors: `weights-do-not-fit`.
 */
export function initialVariablesOf(
  { tensors, classes: known }: InitFile,
  model: Model,
  classes: readonly string[],
): InitialVariables {
  const isOther = known !== null && (known.length !== classes.length || known.some((name, i) => name !== classes[i]));
  const { parameters, statistics } = matchWeights(model, tensors, { head: isOther ? "replace" : "auto" });
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
