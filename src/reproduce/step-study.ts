/**
 * The study of a step: its preset with the step's changes.
 */
import type { StudyConfig } from "../study/config.ts";
import { firstEvaluationSeed } from "../study/config-tuning.ts";
import { readStudy } from "../study/read.ts";
import type { StudyStep } from "./experiment.ts";

/** Rates of optimizers by their labels, as an earlier study chose them. */
export type ChosenRates = ReadonlyMap<string, number>;

/** What `--set` is given for it, once for each text. */
export function settingsOf({ name, seeds, freshSeeds, set = [] }: StudyStep, rates: ChosenRates): readonly string[] {
  return [
    ...(name === undefined ? [] : [`name=${name}`]),
    ...set,
    ...(seeds === undefined ? [] : [`seeds=${seeds}`]),
    ...(freshSeeds === undefined ? [] : [`seeds=[${numbersFrom(firstEvaluationSeed, freshSeeds).join(",")}]`]),
    ...[...rates].map(([label, rate]) => `optimizers.${label}.lr=${rate}`),
  ];
}

/**
 * The study as far as it is known before anything is run: of rates that an earlier study will choose, the first of each optimizer stands for them.
 * Errors: those of `readStudy`.
 */
export async function outlineOf(step: StudyStep): Promise<StudyConfig> {
  const config = await readStudy(step.preset, { overrides: { set: settingsOf(step, new Map()) } });
  if (step.ratesFrom === undefined) return config;
  return { ...config, optimizers: config.optimizers.map((entry) => ({ ...entry, lr: entry.lr.slice(0, 1) })) };
}

function numbersFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
