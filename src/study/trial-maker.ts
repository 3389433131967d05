/**
 * From a study's configuration and an optimizer's settings to a trial.
 */
import { oncePer } from "../core/once.ts";
import { modelNamed } from "../models/index.ts";
import { revisionMember } from "../models/revision.ts";
import type { ResolvedOptimizer } from "../optimizers/resolve-text.ts";
import { trialKeysOf } from "../records/identity.ts";
import type { InitConfig, OptimizerConfig, TrialConfig } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";
import { trialTraining } from "../records/training-settings.ts";
import { partedBatch, partSizeMember } from "../trainer/batch-parts.ts";
import { engineMember } from "../trainer/engine-revision.ts";
import type { PartSizes } from "../trainer/part-sizes.ts";
import type { StudyConfig } from "./config.ts";
import { trialData } from "./config-data.ts";

/** What a trial is of: an optimizer, its rate and a seed; and what else departs from the study. */
export interface TrialParts {
  readonly optimizer: OptimizerConfig;
  readonly lr: number;
  readonly seed: number;
  /** Instead of the study's. */
  readonly epochs?: number;
  readonly test?: "never";
}

/** What trials share besides what their study says. */
export interface TrialSurroundings {
  readonly fingerprint: string;
  readonly init?: InitConfig | undefined;
  /** Sizes of the parts of a batch for studies that say none. */
  readonly partSizes: PartSizes;
}

/** Makes the trials of a study. Parts that trials share are worked out once for each optimizer object. */
export function trialMaker(config: StudyConfig, surroundings: TrialSurroundings): (parts: TrialParts) => PlannedTrial {
  const common = commonConfig(config, surroundings);
  const lengths = new Map([[common.training.epochs, common.training]]);
  const settingOf = oncePer<Omit<TrialParts, "lr" | "seed">, Setting>(
    ["optimizer", "epochs", "test"],
    ({ optimizer, epochs = common.training.epochs, test }) => {
      const training = lengths.get(epochs) ?? { ...common.training, epochs };
      lengths.set(epochs, training);
      const shared = {
        ...common,
        training,
        ...engineMember({ ...common, optimizer }),
        optimizer,
        ...(test === undefined ? {} : { test }),
      };
      return { shared, keyOf: trialKeysOf(shared) };
    },
  );
  return (parts) => {
    const { shared, keyOf } = settingOf(parts);
    const { lr, seed } = parts;
    return { key: keyOf({ lr, seed }), config: { ...shared, lr, seed } };
  };
}

/** What trials that differ by rate and seed alone have in common. */
interface Setting {
  readonly shared: Omit<TrialConfig, "lr" | "seed">;
  readonly keyOf: ReturnType<typeof trialKeysOf>;
}

/** What trials say of an optimizer. */
export function optimizerConfig(
  { name, convention, program, hyperparameters }: ResolvedOptimizer,
  label: string,
): OptimizerConfig {
  return { name, label, convention, program, hyperparameters };
}

/** What all trials of a study have in common. */
function commonConfig(
  config: StudyConfig,
  { fingerprint, init, partSizes }: TrialSurroundings,
): Omit<TrialConfig, "optimizer" | "lr" | "seed"> {
  const { partSize = partSizes[config.model], ...training } = trialTraining(config.training);
  const model = modelNamed(config.model);
  const common = {
    schemaVersion: 1,
    data: trialData(config.data, fingerprint),
    model: { name: config.model, ...revisionMember(model) },
    ...(init === undefined ? {} : { init }),
    schedule: config.training.schedule,
    training: { ...training, ...noDecayMember(config) },
    device: config.device,
  } as const;
  const parts = partSizeMember({ ...partedBatch(model, common), partSize });
  return { ...common, training: { ...common.training, ...parts } };
}

/** What else decay leaves out where it skips biases: what the model names; nothing where there is none, which keeps older keys. */
function noDecayMember({ model, training }: StudyConfig): Pick<TrialConfig["training"], "noDecay"> {
  const { noDecay = [] } = modelNamed(model);
  return training.decaySkipsBiases && noDecay.length > 0 ? { noDecay } : {};
}
