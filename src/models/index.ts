/** The models of the laboratory; one file each, one line here. */
import { unknownName } from "../core/errors.ts";
import { cifarCnn, cifarCnnImproved } from "./cifar-cnn.ts";
import { efficientnetV2S } from "./efficientnet-v2-s.ts";
import { fashionCnn } from "./fashion-cnn.ts";
import { mixerB16 } from "./mixer-b-16.ts";
import { mixerS4 } from "./mixer-s-4.ts";
import { mixerS16 } from "./mixer-s-16.ts";
import type { Model } from "./model.ts";
import { resnet18 } from "./resnet-18.ts";
import { resnet50 } from "./resnet-50.ts";
import { resnet50Gn } from "./resnet-50-gn.ts";
import { resnext50 } from "./resnext-50.ts";
import { vitB16 } from "./vit-b-16.ts";
import { vitB32 } from "./vit-b-32.ts";
import { vitS16 } from "./vit-s-16.ts";
import { vitTi4 } from "./vit-ti-4.ts";
import { vitTi8 } from "./vit-ti-8.ts";
import { vitTi16 } from "./vit-ti-16.ts";

/** All models, by name. */
export const models: readonly Model[] = [
  fashionCnn,
  cifarCnn,
  cifarCnnImproved,
  resnet18,
  resnet50,
  resnet50Gn,
  resnext50,
  efficientnetV2S,
  vitTi16,
  vitS16,
  vitB16,
  vitB32,
  vitTi4,
  vitTi8,
  mixerS4,
  mixerS16,
  mixerB16,
];

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
