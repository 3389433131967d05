/** The experiments, in the order in which they are listed; one file each, one line here. */
import { unknownName } from "../../core/errors.ts";
import type { Experiment } from "../experiment.ts";
import { cifar10Cnn } from "./cifar10-cnn.ts";
import { fashionCnn } from "./fashion-cnn.ts";
import { fashionResnet50Vit } from "./fashion-resnet50-vit.ts";
import { finetuneTable } from "./finetune-table.ts";
import { lionBox } from "./lion-box.ts";

/** All of them. */
export const experiments: readonly Experiment[] = [fashionCnn, fashionResnet50Vit, finetuneTable, cifar10Cnn, lionBox];

/** The experiment of this name. Errors: `unknown-experiment` with the nearest names. */
export function findExperiment(name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found === undefined)
    throw unknownName(
      "experiment",
      name,
      experiments.map((experiment) => experiment.name),
    );
  return found;
}
