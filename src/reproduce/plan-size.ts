/**
 * What a size of an experiment runs and how long that takes, reckoned before anything is run.
 */
import { estimateSeconds } from "../study/estimate.ts";
import { planStudy } from "../study/plan.ts";
import type { SizedStudies } from "./experiment.ts";
import { outlineOf } from "./step-study.ts";

/** Trials of all its studies, and seconds that they take on so many workers on the processor, if none stops early. */
export interface SizePlan {
  readonly trials: number;
  readonly seconds: number;
}

/** Reckons it from the layers of the models, as `lionlab plan` does where nothing was measured. */
export async function planSize({ studies }: SizedStudies, workers: number): Promise<SizePlan> {
  const configs = await Promise.all(studies.map(outlineOf));
  const outlines = configs.map((config) => planStudy(config, { fingerprint: "", command: "" }).outline);
  return {
    trials: outlines.reduce((sum, outline) => sum + outline.length, 0),
    seconds: outlines.reduce((sum, outline) => sum + estimateSeconds(outline, { workers, costs: [] }), 0),
  };
}
