/**
 * A made-up study that tunes, then judges: random points of each optimizer's space on one seed without a look at the test set, then the best of
 * each on fresh seeds.
 */
import { createRng } from "../../src/core/rng.ts";
import type { StudyRecord, TrialConfig, TrialRecord } from "../../src/records/records.ts";
import { syntheticStudy } from "./synthetic-study.ts";

/** Size of the study. `judged`: seeds of the evaluation, 0 while it is being tuned. `varied`: hyperparameters beside the rate. */
export interface TunedOptions {
  readonly optimizers?: readonly string[];
  readonly points?: number;
  readonly judged?: number;
  readonly varied?: readonly string[];
}

/** The study's record and its trials. */
export function tunedStudy({
  optimizers = ["lion", "adamw"],
  points = 16,
  judged = 10,
  varied = ["beta1", "decay"],
}: TunedOptions = {}): { study: StudyRecord; trials: readonly TrialRecord[] } {
  const source = syntheticStudy({ optimizers, rates: 5, seeds: 1, epochs: 6 });
  const tuning = optimizers.flatMap((name) => {
    const models = source.trials.filter(({ config }) => config.optimizer.name === name);
    return Array.from({ length: points }, (_, at) => tuningTrial(models[at % models.length]!, { at, varied }));
  });
  const winners = optimizers.map((name) => bestOf(tuning.filter(({ config }) => config.optimizer.name === name)));
  const evaluation = Array.from({ length: judged }, (_, i) => winners.map((winner) => judgingTrial(winner, 1000 + i)));
  const trials = [...tuning, ...evaluation.flat()];
  const study: StudyRecord = {
    ...source.study,
    config: { tuning: { sampler: "random", trials: points, seeds: [0] }, evaluation: { seeds: judged } },
    trialKeys: trials.map(({ key }) => key),
  };
  return { study, trials };
}

function tuningTrial(model: TrialRecord, { at, varied }: { at: number; varied: readonly string[] }): TrialRecord {
  const { optimizer } = model.config;
  const rng = createRng(3, `${optimizer.name} ${at}`);
  const drawn = varied.map((name) => [name, Number((0.01 + 0.98 * rng.uniform()).toFixed(4))] as const);
  const hyperparameters = { ...optimizer.hyperparameters, ...Object.fromEntries(drawn) };
  const lr = Number((model.config.lr * (0.7 + 0.6 * rng.uniform())).toPrecision(4));
  const loss = drawn.reduce((sum, [, value]) => sum + 0.02 * (value - 0.6) ** 2, 0);
  const epochs = model.epochs.map((epoch) => ({ ...epoch, validationAccuracy: epoch.validationAccuracy - loss }));
  const config: TrialConfig = { ...model.config, lr, optimizer: { ...optimizer, hyperparameters }, test: "never" };
  const { measuredOn: _, ...result } = model.result!;
  return { ...model, key: `tune-${optimizer.name}-${at}`, config, epochs, result: { ...result, test: null } };
}

function bestOf(trials: readonly TrialRecord[]): TrialRecord {
  const accuracy = ({ state, epochs }: TrialRecord): number =>
    state === "diverged" ? -1 : Math.max(...epochs.map((epoch) => epoch.validationAccuracy));
  return trials.reduce((best, trial) => (accuracy(trial) > accuracy(best) ? trial : best));
}

function judgingTrial(winner: TrialRecord, seed: number): TrialRecord {
  const { test: _, ...config } = winner.config;
  const rng = createRng(5, `${winner.key} ${seed}`);
  const shift = 0.004 * rng.normal();
  const epochs = winner.epochs.map((epoch) => ({ ...epoch, validationAccuracy: epoch.validationAccuracy + shift }));
  const best = Math.max(...epochs.map((epoch) => epoch.validationAccuracy));
  const measuredOn = {
    classes: 10,
    validation: { images: 2400, commonest: 0.1 },
    test: { images: 10_000, commonest: 0.1 },
  };
  const result = { ...winner.result!, measuredOn, test: { loss: 0.3, accuracy: best - 0.01 } };
  return { ...winner, key: `judge-${winner.key}-${seed}`, config: { ...config, seed }, epochs, result };
}
