/**
 * `lionlab predict RUN|WEIGHTS --input …`: the logits and classes of images.
 */

import { resolve } from "node:path";
import { LabError } from "../../core/errors.ts";
import { printable } from "../../core/printable.ts";
import { studyStoreFile } from "../../records/store-files.ts";
import { type Command, requiredArgument } from "../command.ts";
import { askedModel, openWeights } from "../model-source.ts";
import { jsonText, plainTable } from "../plain-table.ts";
import { cut } from "../progress/text.ts";

/** Classes that are printed for each image. */
const mostClasses = 5;

interface Top {
  readonly index: number;
  readonly class: string;
  readonly probability: number;
}

interface Prediction {
  readonly image: string;
  readonly logits: readonly number[];
  readonly top: readonly Top[];
}

/** The command. */
export const predictCommand: Command = {
  name: "predict",
  group: "Look things up",
  summary: "Print what a trained model makes of images.",
  arguments: [
    { name: "weights", about: "A run's folder or study, whose best trial is taken, or a weights file." },
    { name: "images", about: "More image files, after the one of --input.", optional: true, variadic: true },
  ],
  options: ["input", "model", "normalize", "size", "framing", "storage", "json"],
  meanings: {
    input: { about: "Image file (JPEG, PNG, WebP …) or .npy file of images.", otherwise: "none: an image is needed" },
    storage: {
      about: "Where the records of the run are kept: a file or sqlite:FILE.",
      otherwise: `${studyStoreFile} in the folder of the run`,
    },
  },
  examples: [
    "npx lionlab predict my-study --input shirt.png",
    "npx lionlab predict resnet50.safetensors --model resnet-50 --normalize imagenet --input cat.jpg",
  ],
  run: async (call) => {
    const { options, terminal, rest } = call;
    if (options.input === undefined) {
      throw new LabError("no-images", "A prediction needs images: give a .npy file or image files with --input FILE.");
    }
    const inputs = [options.input, ...rest];
    const { loadModel } = await import("../../inference/load-model.ts");
    const { openImages, readImages, sizeOfImages } = await import("../../inference/read-images.ts");
    const { predictLogits } = await import("../../inference/predict.ts");
    const { probabilitiesOf } = await import("../../inference/probabilities.ts");
    const { path, file } = await openWeights(requiredArgument(call, "weights"), call);
    const source = await openImages(inputs.map((input) => resolve(terminal.cwd, input)));
    const asked = await askedModel(call);
    const told = loadModel(file, asked);
    const size = told.anySize && asked.size === undefined ? sizeOfImages(source, told.model.input[0]) : null;
    const loaded = size === null ? told : loadModel(file, { ...asked, size });
    const images = await readImages(source, loaded.model.input, options.framing ?? loaded.framing);
    const rows = await predictLogits(loaded, images);
    const predictions = rows.map((logits, i): Prediction => {
      const probabilities = probabilitiesOf(logits);
      const order = Array.from(probabilities.keys()).sort((a, b) => probabilities[b]! - probabilities[a]!);
      const top = order
        .slice(0, mostClasses)
        .map((index) => ({ index, class: loaded.classes[index]!, probability: probabilities[index]! }));
      const image = source.kind === "files" ? inputs[i]! : `${options.input}[${i}]`;
      return { image, logits: [...logits], top };
    });
    const { name: model, input } = loaded.model;
    terminal.out.write(
      options.json
        ? jsonText({ weights: path, model, input, classes: loaded.classes, predictions })
        : `${model} with ${printable(path)}\n\n${predictionTable(predictions)}`,
    );
    return 0;
  },
};

function predictionTable(predictions: readonly Prediction[]): string {
  return plainTable(
    [
      { title: "image" },
      { title: "class" },
      { title: "probability", align: "right" },
      { title: "logit", align: "right" },
    ],
    predictions.flatMap(({ image, top, logits }) =>
      top.map(({ index, class: name, probability }, place) => [
        place === 0 ? cut(image, 60) : "",
        name,
        `${(100 * probability).toFixed(2)} %`,
        logits[index]!.toFixed(4),
      ]),
    ),
  );
}
