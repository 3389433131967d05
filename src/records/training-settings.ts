/**
 * The settings of training, each declared once: type, range, default, whether a trial's key has it, its sentence and its flag.
 *
 * The schema of study files, the config of trials, the flags of the command line and their help derive from this table; a new
 * setting is one entry here, and the code that acts on it.
 *
 * Law: a setting that is no part of every trial is left out of a trial's config where it does nothing, so that trials of studies
 * that never heard of it keep their keys (`training-keys.test.ts`).
 */

/** What a value is: a whole number, a number, one of some words, yes or no, or a list of names. */
type ValueKind =
  | { readonly type: "int"; readonly min: number; readonly max?: number }
  | {
      readonly type: "number";
      /** Least and largest value, or the ends of a range without them. */
      readonly min?: number;
      readonly above?: number;
      readonly max?: number;
      readonly below?: number;
    }
  | { readonly type: "choice"; readonly choices: readonly string[] }
  | { readonly type: "boolean" }
  | { readonly type: "names" };

/**
 * Where a setting counts.
 *  - `always`: every trial's config has it; `default` stands in for a study that says nothing, which without one must say it.
 *  - `acting`: a trial's config has it where it does something: where it is given, is not `idle`, and the setting that it
 *    `needs` acts too. What `partSize` does depends on the model: see `trainer/batch-parts.ts`.
 *  - `running`: it changes no result and is in no trial's config.
 */
type Part =
  | { readonly part: "always"; readonly nullable?: true; readonly default?: unknown }
  | { readonly part: "acting"; readonly idle?: unknown; readonly needs?: string }
  | { readonly part: "running" };

/** A setting's own flag. `name`: where it is not the setting's; `sets`: the value where the flag takes none and the study has none. */
interface SettingFlag {
  readonly about: string;
  readonly otherwise: string;
  readonly unit?: string;
  readonly name?: string;
  readonly sets?: number;
}

/** A setting: `about` is its sentence in the schema. */
export type TrainingSetting = ValueKind & Part & { readonly about: string; readonly flag?: SettingFlag };

/** Steps between two measures of the bound where nobody says otherwise. */
const certifyStride = 25;

/** The table. */
export const trainingSettings = {
  epochs: {
    type: "int",
    min: 1,
    max: 100_000,
    part: "always",
    about: "Most epochs of a trial.",
    flag: { about: "Train each trial for N epochs.", unit: "epochs", otherwise: "as the study says" },
  },
  batchSize: {
    type: "int",
    min: 1,
    part: "always",
    default: 128,
    about: "Images in a batch; an incomplete last batch is dropped.",
  },
  monitor: {
    type: "choice",
    choices: ["validationAccuracy", "validationLoss"],
    part: "always",
    default: "validationAccuracy",
    about: "What early stopping and the choice of the best epoch look at.",
  },
  patience: {
    type: "int",
    min: 1,
    part: "always",
    nullable: true,
    default: null,
    about: "Epochs without improvement before stopping; null: never.",
  },
  clipGlobalNorm: {
    type: "number",
    above: 0,
    part: "always",
    nullable: true,
    default: null,
    about: "Largest global norm of a gradient; null: any.",
  },
  partSize: {
    type: "int",
    min: 1,
    part: "acting",
    about:
      "Most images that go through the network at once in training on a processor, where a batch can be cut; absent: as was measured fastest on this kind of processor. It moves last digits and speed alone.",
    flag: {
      about: "Send at most N images of a batch through the network at once.",
      unit: "images",
      otherwise: "as the study says, else as was measured fastest on this kind of processor",
    },
  },
  decaySkipsBiases: {
    type: "boolean",
    part: "always",
    default: false,
    about:
      "Whether weight decay leaves out biases, norms and what the model names beside them, such as position embeddings.",
  },
  labelSmoothing: {
    type: "number",
    min: 0,
    below: 1,
    part: "acting",
    idle: 0,
    about: "Share of each label that is spread over all classes, in the training loss alone.",
  },
  stochasticDepth: {
    type: "number",
    min: 0,
    below: 1,
    part: "acting",
    idle: 0,
    about: "Share of examples that leave the last residual branch out in training, falling to 0 at the first.",
  },
  freeze: {
    type: "names",
    part: "acting",
    about: "Parameters that do not move: names, in which * stands for any characters.",
  },
  freezeStatistics: {
    type: "boolean",
    part: "acting",
    idle: false,
    needs: "freeze",
    about: "Whether batch normalizations whose scale is frozen go by their running statistics and leave them.",
  },
  layerDecay: {
    type: "number",
    above: 0,
    max: 1,
    part: "acting",
    idle: 1,
    about: "Factor of the learning rate from each layer to the one before it; 1: all move alike.",
  },
  accumulate: {
    type: "int",
    min: 1,
    part: "acting",
    idle: 1,
    about: "Batches whose mean gradient makes one step of the optimizer; schedules count those steps.",
  },
  ema: {
    type: "number",
    above: 0,
    below: 1,
    part: "acting",
    about: "Share that a moving average of the weights keeps at each step; it is what is validated and tested.",
  },
  curveEvery: {
    type: "int",
    min: 1,
    part: "acting",
    about: "Steps of a point of the curves by steps: mean training loss and accuracy over them, and the rate.",
  },
  certifyEvery: {
    type: "int",
    min: 1,
    part: "acting",
    about:
      "Steps after which, and at the end of each epoch, the weights are measured against the bound that weight decay sets and what Lion-K promises of it.",
    flag: {
      name: "certify",
      sets: certifyStride,
      about: `Follow the bound that weight decay sets through training, every ${certifyStride} steps and at the end of each epoch, against what the theory of Lion-K promises.`,
      otherwise: "nothing is followed",
    },
  },
  keepWeights: {
    type: "boolean",
    part: "running",
    about: "Whether finished trials leave their best weights in the run's folder; changes no result.",
    flag: {
      about: "Keep the best weights of each trial that finishes, in the folder weights of the run.",
      otherwise: "as the study says, else none are kept",
    },
  },
  checkpointEverySteps: {
    type: "int",
    min: 1,
    part: "running",
    about: "Steps after which a checkpoint is written, besides those by time; changes no result.",
    flag: {
      about: "Write a checkpoint of each trial after every N steps as well.",
      unit: "steps",
      otherwise: "every ten seconds and after each epoch",
    },
  },
} as const satisfies { readonly [name: string]: TrainingSetting };

/** Name of a setting. */
export type TrainingSettingName = keyof Table;

type Table = typeof trainingSettings;

/** Names of the settings of one part. */
type Of<P extends Part["part"]> = { [N in keyof Table]: Table[N]["part"] extends P ? N : never }[keyof Table];

/** The values that a setting takes. */
export type SettingValue<S extends TrainingSetting> =
  | (S extends { readonly type: "int" | "number" }
      ? number
      : S extends { readonly type: "boolean" }
        ? boolean
        : S extends { readonly choices: readonly (infer C)[] }
          ? C
          : readonly string[])
  | (S extends { readonly nullable: true } ? null : never);

/** What a study says of training, after defaults; its schedule stands beside. */
export type StudyTraining = { readonly [N in Of<"always">]: SettingValue<Table[N]> } & {
  readonly [N in Of<"acting" | "running">]?: SettingValue<Table[N]> | undefined;
};

/** What a trial's config says of training. */
export type TrialTraining = { readonly [N in Of<"always">]: SettingValue<Table[N]> } & {
  readonly [N in Of<"acting">]?: SettingValue<Table[N]>;
};

/** Every setting with its name, in the order of the table. */
export const trainingSettingList = Object.entries(trainingSettings) as unknown as readonly (readonly [
  TrainingSettingName,
  TrainingSetting,
])[];

/** What of a study's training belongs to a trial: every setting of all trials, and of the others those that act. */
export function trialTraining(training: StudyTraining): TrialTraining {
  const kept = trainingSettingList.filter(([name, setting]) => setting.part === "always" || acts(name, training));
  return Object.fromEntries(kept.map(([name]) => [name, training[name]])) as unknown as TrialTraining;
}

function acts(name: TrainingSettingName, training: StudyTraining): boolean {
  const setting: TrainingSetting = trainingSettings[name];
  const value = training[name];
  if (setting.part !== "acting" || value === undefined || value === setting.idle) return false;
  if (Array.isArray(value) && value.length === 0) return false;
  return setting.needs === undefined || acts(setting.needs as TrainingSettingName, training);
}
