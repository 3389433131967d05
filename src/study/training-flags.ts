/**
 * The settings of training that have a flag of their own, as options of the command line and as changes to a study.
 */
import {
  type TrainingSetting,
  type TrainingSettingName,
  trainingSettingList,
  type trainingSettings,
} from "../records/training-settings.ts";

type Table = typeof trainingSettings;

/** Settings with a flag. */
type Flagged = {
  [N in TrainingSettingName]: Table[N] extends { readonly flag: object } ? N : never;
}[TrainingSettingName];

/** Name of a setting's option: its own where the flag has none. */
type OptionNameOf<N extends Flagged> = Table[N]["flag"] extends { readonly name: infer O extends string } ? O : N;

/** Whether an option takes a number, or is only given. */
type KindOf<S> = S extends { readonly type: "boolean" } | { readonly flag: { readonly sets: number } }
  ? "flag"
  : "count";

/** An option of the command line that sets a setting. `min`, `max`: of a number. */
export interface TrainingOption {
  readonly about: string;
  readonly otherwise: string;
  readonly group: "Study" | "Running";
  readonly unit?: string;
  readonly argument?: string;
  readonly min?: number;
  readonly max?: number;
}

/** The options, by name. */
export const trainingOptions = Object.fromEntries(flagged().map(({ option, ...one }) => [option, optionOf(one)])) as {
  readonly [N in Flagged as OptionNameOf<N>]: TrainingOption & { readonly kind: KindOf<Table[N]> };
};

/** Their values, as far as they are given. */
export type TrainingOptionValues = {
  readonly [N in Flagged as OptionNameOf<N>]?: KindOf<Table[N]> extends "flag" ? boolean : number;
};

/** Names of the options. */
export const trainingOptionNames = Object.keys(trainingOptions) as (keyof TrainingOptionValues)[];

/** `keepWeights` → `keep-weights`: how the command line writes a name. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The settings that given options ask for, with the flag of each; `training` is what the study says. */
export function settingsAsked(
  given: TrainingOptionValues,
  training: Readonly<Record<string, unknown>>,
): readonly { readonly flag: string; readonly setting: string; readonly value: unknown }[] {
  return flagged().flatMap(({ option, name, setting: { flag } }) => {
    const asked = (given as Readonly<Record<string, unknown>>)[option];
    if (asked === undefined || (flag.sets !== undefined && asked !== true)) return [];
    const value = flag.sets === undefined ? asked : (training[name] ?? flag.sets);
    return [{ flag: `--${kebabCase(option)}`, setting: name, value }];
  });
}

type WithFlag = TrainingSetting & { readonly flag: NonNullable<TrainingSetting["flag"]> };

interface FlaggedSetting {
  readonly option: string;
  readonly name: TrainingSettingName;
  readonly setting: WithFlag;
}

function flagged(): readonly FlaggedSetting[] {
  return trainingSettingList.flatMap(([name, setting]) =>
    setting.flag === undefined ? [] : [{ option: setting.flag.name ?? name, name, setting: setting as WithFlag }],
  );
}

function optionOf({ setting }: Pick<FlaggedSetting, "setting">): TrainingOption & { readonly kind: "flag" | "count" } {
  const { flag, type, part } = setting;
  const group = part === "running" ? "Running" : "Study";
  const told = { about: flag.about, otherwise: flag.otherwise, group } as const;
  if (type === "boolean" || flag.sets !== undefined) return { kind: "flag", ...told };
  const { min, max } = setting as { readonly min?: number; readonly max?: number };
  return {
    kind: "count",
    ...told,
    argument: "N",
    ...(flag.unit === undefined ? {} : { unit: flag.unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
