/**
 * A weights file as plain safetensors: float32 under timm's names, which PyTorch and timm read.
 */
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { encodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { modelNamed } from "../models/index.ts";
import { namesOfNotFinite } from "./finite.ts";
import { matchWeights } from "./match-weights.ts";
import { modelAsIn } from "./model-sizes.ts";
import type { WeightsFile } from "./weights-file.ts";

/**
 * Bytes of the file. With a model's name, what fits it and nothing else is written; a checkpoint needs one, since its tensors
 * have no names. Errors: `model-needed`, `unknown-model`, `weights-not-finite`, `weights-do-not-fit`.
 */
export function convertWeights(
  { format, tensors }: WeightsFile,
  modelName: string | undefined,
): { readonly bytes: Uint8Array; readonly tensors: number } {
  if (modelName === undefined && format === "lionlab-checkpoint") {
    throw new LabError(
      "model-needed",
      "The tensors of a checkpoint have no names of their own: name the model that was trained with --model NAME.",
    );
  }
  const notFinite = namesOfNotFinite(tensors);
  if (notFinite.length > 0) {
    throw new LabError(
      "weights-not-finite",
      `${notFinite.length} of the ${tensors.size} tensors hold NaN or infinite numbers, ${printable(notFinite[0]!)} the first: such weights are of no use. Take the weights of an earlier epoch.`,
      { notFinite },
    );
  }
  const converted = modelName === undefined ? tensors : namedAs(modelName, tensors);
  const float32 = [...converted].map(([name, tensor]): [string, Tensor] => [
    name,
    tensor.dtype === "float" ? { ...tensor, data: Float32Array.from(tensor.data) } : tensor,
  ]);
  // PyTorch's readers ask for this word
  return {
    bytes: encodeSafetensors({ tensors: Object.fromEntries(float32), metadata: { format: "pt" } }),
    tensors: float32.length,
  };
}

function namedAs(modelName: string, tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const model = modelAsIn(modelNamed(modelName), tensors);
  const matched = matchWeights(model, tensors);
  const shapes = new Map([...model.parameters, ...model.statistics].map(({ name, shape }) => [name, shape]));
  return new Map(
    [...matched.parameters, ...matched.statistics].map(([name, data]) => [
      name,
      { dtype: "float", shape: shapes.get(name)!, data },
    ]),
  );
}
