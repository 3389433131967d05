/** A trainer for workers that are tested in this process: the laboratory's own, of the tiny model on the tiny data. */
import type { TrialConfig } from "../../src/records/records.ts";
import { runTrial as run, type TrialOptions } from "../../src/trainer/run-trial.ts";
import { tinyDataset, tinyModel } from "./tiny-trial.ts";

/** The tiny data, whatever is asked for. */
export const loadDataset = async () => tinyDataset();

/** A trial of the tiny model. */
export const runTrial = (config: TrialConfig, options: TrialOptions) => run(config, { ...options, model: tinyModel });
