/** The models of the laboratory; one file each, one line here. */
import { unknownName } from "../core/errors.ts";
import { cifarCnn, cifarCnnImproved } from "./cifar-cnn.ts";
import { fashionCnn } from "./fashion-cnn.ts";
import type { Model } from "./model.ts";
import { resnet18 } from "./resnet-18.ts";
import { resnet50 } from "./resnet-50.ts";

/** All models, by name. */
export const models: readonly Model[] = [fashionCnn, cifarCnn, cifarCnnImproved, resnet18, resnet50];

/** The model of that name. Errors: `unknown-model` with the nearest names. */
export function modelNamed(name: string): Model {
  const model = models.find((candidate) => candidate.name === name);
  if (model === undefined) {
    throw unknownName(
      "model",
      name,
      models.map((candidate) => candidate.name),
    );
  }
  return model;
}
