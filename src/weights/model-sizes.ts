/**
 * The sizes of a network that its tensors tell: channels by the first convolution, classes by the head, and the side of the images
 * by the number of tokens for networks over patches, by that of features for those that flatten their maps.
 */
import type { Shape, Tensor } from "../core/tensor.ts";
import type { Model, ParameterSpec } from "../models/model.ts";

/** Name of the layer that gives the logits: the last of every model. */
export function headOf({ parameters }: Model): string {
  return layerOf(parameters.at(-1)!.name);
}

/** The first convolution, which reads the images; null where there is none. */
export function firstConvolutionOf({ parameters }: Model): ParameterSpec | null {
  return parameters.find(({ shape }) => shape.length === 4) ?? null;
}

/** Grid of patches of a model over patches of that weight's shape. */
export function patchGridOf({ input }: Model, patchWeight: Shape): readonly [number, number] {
  return [input[1] / patchWeight[2]!, input[2] / patchWeight[3]!];
}

/** The model in the sizes that the tensors tell; what they do not tell, or where sizes are fixed, stays as the model has it. */
export function modelAsIn(model: Model, tensors: ReadonlyMap<string, Tensor>): Model {
  if (model.fit === undefined) return model;
  const convolution = firstConvolutionOf(model);
  const found = convolution === null ? undefined : tensors.get(convolution.name);
  const [channels, height, width] = model.input;
  const side = flattenedSide(model, tensors) ?? (found === undefined ? null : sideOf(found.shape, tensors));
  const classes = tensors.get(`${headOf(model)}.bias`)?.shape[0] ?? model.classes;
  const input: Model["input"] = [found?.shape[1] ?? channels, side ?? height, side ?? width];
  if (classes < 1 || input[0] < 1) return model;
  return String(input) === String(model.input) && classes === model.classes ? model : model.fit(input, classes);
}

/** Whether the tensors fix the images' size; networks that average over the last map take any. */
export function tellsSize({ sideFrom }: Model, tensors: ReadonlyMap<string, Tensor>): boolean {
  return sideFrom !== undefined || tokensIn(tensors) !== null;
}

/** The side of a network that flattens its maps; null for others, and for a number of features that no side has. */
function flattenedSide({ sideFrom }: Model, tensors: ReadonlyMap<string, Tensor>): number | null {
  if (sideFrom === undefined) return null;
  const side = sideFrom.sideOf(tensors.get(sideFrom.tensor)?.shape[1] ?? Number.NaN);
  return Number.isInteger(side) && side > 0 ? side : null;
}

function sideOf(patchWeight: Shape, tensors: ReadonlyMap<string, Tensor>): number | null {
  const tokens = tokensIn(tensors);
  const side = tokens === null ? Number.NaN : Math.sqrt(tokens);
  return Number.isInteger(side) && side > 0 ? side * patchWeight[2]! : null;
}

/** Patches of an image: positions without the class token's, or what a Mixer's perceptron over tokens reads. */
function tokensIn(tensors: ReadonlyMap<string, Tensor>): number | null {
  const positions = tensors.get("pos_embed")?.shape[1];
  if (positions !== undefined) return positions - 1;
  return tensors.get("blocks.0.mlp_tokens.fc1.weight")?.shape[1] ?? null;
}

function layerOf(name: string): string {
  return name.slice(0, name.lastIndexOf("."));
}
