/**
 * The schemas of the settings of training, made from their declarations.
 */
import { z } from "zod";
import {
  type SettingValue,
  type TrainingSetting,
  type TrainingSettingName,
  trainingSettingList,
  type trainingSettings,
} from "../records/training-settings.ts";

type Table = typeof trainingSettings;

/** The schema of a setting: one without a value is given its default, or may be left out where it is no part of every trial. */
export type SettingSchema<S extends TrainingSetting> = S extends { readonly part: "always" }
  ? S extends { readonly default: unknown }
    ? z.ZodDefault<z.ZodType<SettingValue<S>>>
    : z.ZodType<SettingValue<S>>
  : z.ZodOptional<z.ZodType<SettingValue<S>>>;

/** Schemas of the settings that every trial has, and of those that a study may leave out. */
export const alwaysSchemas = schemasOf((setting) => setting.part === "always") as {
  [N in TrainingSettingName as Table[N]["part"] extends "always" ? N : never]: SettingSchema<Table[N]>;
};

/** See `alwaysSchemas`. */
export const optionalSchemas = schemasOf((setting) => setting.part !== "always") as {
  [N in TrainingSettingName as Table[N]["part"] extends "always" ? never : N]: SettingSchema<Table[N]>;
};

function schemasOf(wanted: (setting: TrainingSetting) => boolean): Record<string, z.ZodType> {
  const chosen = trainingSettingList.filter(([, setting]) => wanted(setting));
  return Object.fromEntries(chosen.map(([name, setting]) => [name, schemaOf(setting).describe(setting.about)]));
}

function schemaOf(setting: TrainingSetting): z.ZodType {
  const values = valuesOf(setting);
  if (setting.part !== "always") return values.optional();
  const filled = setting.nullable === true ? values.nullable() : values;
  return setting.default === undefined ? filled : filled.default(setting.default);
}

function valuesOf(setting: TrainingSetting): z.ZodType {
  switch (setting.type) {
    case "int": {
      const from = z.int().min(setting.min);
      return setting.max === undefined ? from : from.max(setting.max);
    }
    case "number":
      return rangeOf(setting);
    case "choice":
      return z.enum(setting.choices as readonly [string, ...string[]]);
    case "boolean":
      return z.boolean();
    case "names":
      return z.array(z.string().min(1));
  }
}

function rangeOf({ min, above, max, below }: TrainingSetting & { readonly type: "number" }): z.ZodType {
  let numbers = z.number();
  if (min !== undefined) numbers = numbers.min(min);
  if (above !== undefined) numbers = numbers.gt(above);
  if (max !== undefined) numbers = numbers.max(max);
  if (below !== undefined) numbers = numbers.lt(below);
  return numbers;
}
