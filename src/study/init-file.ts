/**
 * The file that a study's `init` names: starting weights, known by their SHA-256 so that changed weights are another trial.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import { LabError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import { decodeSafetensors } from "../core/safetensors.ts";
import { showShape, sizeOf, type Tensor } from "../core/tensor.ts";
import type { Model } from "../models/model.ts";
import type { InitConfig } from "../records/records.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";

/** A file of weights: what a trial's config says of it, and its tensors. */
export interface InitFile {
  readonly path: string;
  readonly config: InitConfig;
  readonly tensors: { readonly [name: string]: Tensor };
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
  return { path, config: { name: basename(path), sha256 }, tensors: decodeSafetensors(bytes).tensors };
}

/**
 * What a model takes of a file, by exactly the model's names. A tensor that differs in its first size alone where the
 * model has its classes is the head of other classes and left out.
 * Errors: `init-mismatch` where another tensor is missing or has another shape.
 */
export function initialVariablesOf({ path, tensors }: InitFile, model: Model): InitialVariables {
  const take = (specs: readonly { readonly name: string; readonly shape: readonly number[] }[]) =>
    new Map(
      specs.flatMap(({ name, shape }) => {
        const tensor = tensors[name];
        if (tensor === undefined) throw mismatch(path, { model, name, found: "it holds no such tensor" });
        if (String(tensor.shape) === String(shape)) return [[name, floatsOf(tensor)] as const];
        if (isHeadOfOtherClasses(tensor.shape, { shape, classes: model.classes })) return [];
        throw mismatch(path, { model, name, found: `it holds ${showShape(tensor.shape)} for ${showShape(shape)}` });
      }),
    );
  return { parameters: take(model.parameters), statistics: take(model.statistics) };
}

function floatsOf({ shape, data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from({ length: sizeOf(shape) }, (_, i) => data[i]!);
}

function isHeadOfOtherClasses(
  found: readonly number[],
  { shape, classes }: { readonly shape: readonly number[]; readonly classes: number },
): boolean {
  return shape[0] === classes && found.length === shape.length && String(found.slice(1)) === String(shape.slice(1));
}

function mismatch(
  path: string,
  { model, name, found }: { readonly model: Model; readonly name: string; readonly found: string },
): LabError {
  return new LabError(
    "init-mismatch",
    `The starting weights ${path} do not fit ${model.name}: of its tensor "${name}", ${found}. Give weights of this model.`,
    { path, model: model.name, name },
  );
}

function changed(path: string, { expected, sha256 }: { readonly expected: string; readonly sha256: string }): LabError {
  return new LabError(
    "init-changed",
    `The starting weights ${path} have SHA-256 ${sha256.slice(0, 12)}…, but the study was planned with ${expected.slice(0, 12)}…: ` +
      "the file is not what it was. Run the study again.",
    { path, expected, found: sha256 },
  );
}
