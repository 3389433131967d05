/**
 * Trained models: loaded, asked for predictions, and written for other runtimes.
 */
import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { LoadedModel, LoadOptions } from "../inference/load-model.ts";
import { keptTrials, savedWeightsPath } from "./kept-weights.ts";
import { studyNamed, withStore } from "./study.ts";

/** Images as numbers: `[n, channels, height, width]` in 0..1, row-major. */
export interface ImageBatch {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What a model makes of an image. */
export interface ImagePrediction {
  /** The class with the largest probability. */
  readonly class: string;
  /** Its place in `classes`, from 0. */
  readonly index: number;
  readonly probability: number;
  /** One for each class; they sum to 1. */
  readonly probabilities: Float64Array;
  /** What the softmax is taken of, float32. */
  readonly logits: Float32Array;
}

/** A trained model. */
export interface TrainedModel {
  readonly name: string;
  /** `[channels, height, width]` of its images. */
  readonly input: readonly [number, number, number];
  readonly classes: readonly string[];
  /** Numbers that training moved. */
  readonly parameters: number;
  /**
   * Predicts image files (JPEG, PNG, WebP …), which are read as they were for training, or numbers.
   * Errors: `images-do-not-fit`, `image-broken`, `no-such-file`.
   */
  predict(images: readonly string[] | ImageBatch): Promise<readonly ImagePrediction[]>;
  /** The model as an ONNX file: input `images` `[batch, channels, height, width]` in 0..1, output `logits` `[batch, classes]`. */
  toOnnx(): Promise<Uint8Array>;
}

/**
 * Loads a model: a weights file (of ours, or as docs/models.md lists them), or a run's folder, whose best trial with kept weights is taken.
 * Errors: `no-saved-weights`, `model-needed`, `unknown-model`, `weights-do-not-fit`; those of reading files.
 */
export async function loadModel(target: string, options: LoadOptions = {}): Promise<TrainedModel> {
  const { statSync } = await import("node:fs");
  const { readWeightsFile } = await import("../weights/weights-file.ts");
  const { loadModel: load } = await import("../inference/load-model.ts");
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  const loaded = load(await readWeightsFile(isFolder ? await bestWeights(target) : target), options);
  const { name, input, parameterCount } = loaded.model;
  return {
    name,
    input,
    classes: loaded.classes,
    parameters: parameterCount,
    predict: (images) => predict(loaded, images),
    toOnnx: async () => (await import("../inference/export-model.ts")).exportModel(loaded),
  };
}

/** The file with the weights of a run's best trial. Errors: `no-saved-weights`; those of the store. */
async function bestWeights(folder: string): Promise<string> {
  const [best] = await withStore(folder, async (storage) => {
    const { name } = await studyNamed(storage, undefined);
    return keptTrials(await storage.listTrials(name), folder);
  });
  if (best !== undefined) return savedWeightsPath(folder, best.key);
  throw new LabError(
    "no-saved-weights",
    `The run in ${folder} kept no weights: run it with keepWeights: true, or name a weights file.`,
  );
}

async function predict(
  loaded: LoadedModel,
  images: readonly string[] | ImageBatch,
): Promise<readonly ImagePrediction[]> {
  const { predictLogits } = await import("../inference/predict.ts");
  const { probabilitiesOf } = await import("../inference/probabilities.ts");
  const rows = await predictLogits(loaded, await tensorOf(loaded, images));
  return rows.map((logits) => {
    const probabilities = probabilitiesOf(logits);
    const index = probabilities.indexOf(Math.max(...probabilities));
    return { class: loaded.classes[index]!, index, probability: probabilities[index]!, probabilities, logits };
  });
}

async function tensorOf(loaded: LoadedModel, images: readonly string[] | ImageBatch): Promise<Tensor> {
  const { openImages, readImages } = await import("../inference/read-images.ts");
  const { model, framing } = loaded;
  if ("length" in images) {
    if (images.length > 0) return readImages(await openImages(images), model.input, framing);
    throw new LabError("no-images", "A prediction needs images: give paths of image files, or a batch of numbers.");
  }
  const array: Tensor = { dtype: "float", shape: images.shape, data: Float32Array.from(images.data) };
  const size = images.shape.reduce((product, extent) => product * extent, 1);
  if (array.data.length !== size) {
    const sentence = `A batch of shape [${images.shape.join(", ")}] has ${size} numbers, but ${array.data.length} were given.`;
    throw new LabError("images-do-not-fit", sentence);
  }
  return readImages({ kind: "array", path: "the batch", array }, model.input, framing);
}
