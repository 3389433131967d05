/**
 * Which of the laboratory's models a file of weights fits, and what keeps the nearest of the others from fitting.
 */
import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { models } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { faultOf, type MatchReport, tryMatch } from "./match-weights.ts";
import { modelAsIn } from "./model-sizes.ts";

/** A model in the sizes that the file tells, and how the file fits it. `fault`: null where it does. */
export interface ModelFit {
  readonly model: Model;
  readonly report: MatchReport;
  readonly fault: string | null;
}

/** Models that take the tensors, or, where there is none, the one that takes the most of them; empty where none takes any. */
export function knownModelsFor(tensors: ReadonlyMap<string, Tensor>): readonly ModelFit[] {
  const fits = models.flatMap((model) => fitOf(model, tensors) ?? []);
  const whole = fits.filter(({ fault }) => fault === null);
  if (whole.length > 0) return whole;
  const loaded = ({ report }: ModelFit): number => report.loaded.length / (1 + report.unexpected.length);
  const [nearest] = fits.filter((fit) => fit.report.loaded.length > 0).sort((a, b) => loaded(b) - loaded(a));
  return nearest === undefined ? [] : [nearest];
}

function fitOf(model: Model, tensors: ReadonlyMap<string, Tensor>): ModelFit | null {
  try {
    const fitted = modelAsIn(model, tensors);
    const { report } = tryMatch(fitted, tensors);
    return { model: fitted, report, fault: faultOf(report) };
  } catch (error) {
    if (error instanceof LabError) return null; // sizes that this model cannot have
    throw error;
  }
}
