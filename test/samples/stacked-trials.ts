/**
 * Trials alone and stacked, in every way in which they can be unlike: what `runStacked` must keep apart. Run by the tests of the processor
 * and of the software GPU.
 */
import { fakeClock } from "../../src/core/clock.ts";
import { revisionMember } from "../../src/models/revision.ts";
import type { TrialConfig } from "../../src/records/records.ts";
import { engineMember } from "../../src/trainer/engine-revision.ts";
import type { TrainerEvent } from "../../src/trainer/events.ts";
import { runTrial, type TrialOptions } from "../../src/trainer/run-trial.ts";
import { runStacked } from "../../src/trainer/stack/run-stacked.ts";
import {
  type TinyChanges,
  tinyConfig,
  tinyDataset,
  tinyModel,
  tinyNormedModel,
  tinyResidualModel,
} from "./tiny-trial.ts";

/** Trials of one study. */
export interface StackScenario {
  readonly name: string;
  readonly model: typeof tinyModel;
  /** What is the same for all, and what differs. */
  readonly common: TinyChanges;
  readonly trials: readonly TinyChanges[];
}

const rates = [0.003, 0.01, 0.03].map((lr) => ({ lr }));
const short = { epochs: 3 };

/** Every scenario. */
export const stackScenarios: readonly StackScenario[] = [
  { name: "rates, with dropout and a penalty", model: tinyModel, common: { training: short }, trials: rates },
  {
    name: "other numbers of the optimizer",
    model: tinyModel,
    common: { training: short },
    trials: [{ hyperparameters: { beta1: 0.8 } }, { hyperparameters: { beta1: 0.95, epsilon: 1e-4 } }],
  },
  {
    name: "two forms: a decay of 0 folds away",
    model: tinyModel,
    common: { optimizer: "lion", training: short },
    trials: [0, 0.1, 0, 0.3].map((decay) => ({ lr: 0.01, hyperparameters: { decay } })),
  },
  {
    name: "one diverges, one stops early",
    model: tinyModel,
    common: { optimizer: "sgd", training: { epochs: 5, patience: 1 } },
    trials: [{ lr: 0.05 }, { lr: 1e30 }, { lr: 1e-9 }, { lr: 0.1 }],
  },
  {
    name: "running statistics, an average of the weights and clipping",
    model: tinyNormedModel,
    // not Adam, which makes whole steps of gradients that are rounding alone, as those of biases before a normalization are
    common: { optimizer: "sgd", training: { ...short, ema: 0.9, clipGlobalNorm: 0.5, decaySkipsBiases: true } },
    trials: [0.03, 0.1].map((lr) => ({ lr, hyperparameters: { momentum: 0.9, decay: 0.1 } })),
  },
  {
    name: "several batches a step, smoothed labels, blended images",
    model: tinyResidualModel,
    common: { training: { ...short, accumulate: 2, labelSmoothing: 0.1 }, data: { augment: { mixup: 0.2 } } },
    trials: rates,
  },
  {
    name: "frozen weights, branches left out, factors of layers",
    model: tinyResidualModel,
    common: { optimizer: "lion", training: { ...short, freeze: ["stem.*"], stochasticDepth: 0.5, layerDecay: 0.7 } },
    trials: rates,
  },
];

/** What a store keeps of a trial. */
export type KeptRecords = ReturnType<typeof keptOf>;

const dataset = tinyDataset();

/** Configs of a scenario on a device. */
export function configsOf({ model, common, trials }: StackScenario, device: TrialConfig["device"]): TrialConfig[] {
  return trials.map((changes) => {
    const { engine: _, ...config } = tinyConfig(dataset, { ...common, ...changes, model });
    const planned = { ...config, model: { ...config.model, ...revisionMember(model) }, device };
    return { ...planned, ...engineMember(planned) };
  });
}

/** Options of a trial of a scenario. */
export function optionsOf({ model }: StackScenario, changes: Partial<TrialOptions> = {}): TrialOptions {
  const clock = fakeClock({ tickSeconds: 0.01 });
  return { dataset, model, checkpoints: null, clock, shouldStop: () => false, ...changes };
}

/** Records of each trial alone. */
export async function recordsAlone(
  scenario: StackScenario,
  { device, options = () => ({}) }: { device: TrialConfig["device"]; options?: (i: number) => Partial<TrialOptions> },
): Promise<readonly KeptRecords[]> {
  const found: KeptRecords[] = [];
  for (const [i, config] of configsOf(scenario, device).entries()) {
    const events: TrainerEvent[] = [];
    for await (const event of runTrial(config, optionsOf(scenario, options(i)))) events.push(event);
    found.push(keptOf(events));
  }
  return found;
}

/** Records of all of them in one stack. */
export async function recordsStacked(
  scenario: StackScenario,
  { device, options = () => ({}) }: { device: TrialConfig["device"]; options?: (i: number) => Partial<TrialOptions> },
): Promise<readonly KeptRecords[]> {
  const events = scenario.trials.map((): TrainerEvent[] => []);
  const trials = configsOf(scenario, device).map((config, i) => ({
    config,
    options: optionsOf(scenario, options(i)),
    tell: (event: TrainerEvent) => void events[i]!.push(event),
  }));
  await runStacked(trials);
  return events.map(keptOf);
}

function keptOf(events: readonly TrainerEvent[]) {
  return {
    epochs: events.flatMap((event) => (event.kind === "epoch" ? [event.record] : [])),
    result: events.flatMap((event) => (event.kind === "finished" ? [event.result] : [])).at(-1) ?? null,
  };
}
