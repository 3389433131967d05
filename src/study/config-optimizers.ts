/**
 * The part `optimizers` of a study file, and the rates that a study gives to all.
 */
import { basename, extname } from "node:path";
import { z } from "zod";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import { gridSchema, settingSchema } from "./grid.ts";
import { type SpaceForm, spaceSchema } from "./space.ts";

/** One optimizer of a study with its grids. `name` is a name of the library or the path of a program file. */
export interface OptimizerEntry {
  readonly name: string;
  /** Text of the program file, for whoever does not reach the file (`program-texts.ts`). */
  readonly text?: string;
  /** Distinguishes entries in tables; unique in a study. */
  readonly label: string;
  readonly convention: "torch" | "keras" | "paper" | null;
  readonly lr: readonly number[];
  readonly hyperparameters: { readonly [name: string]: readonly (number | boolean)[] };
  /** What is tuned over a space of the study's own, `lr` among them, which then has no rates. */
  readonly spaces?: { readonly [name: string]: SpaceForm };
}

const rates = gridSchema
  .superRefine((grid, context) => {
    for (const rate of grid)
      if (rate <= 0)
        context.addIssue({ code: "custom", message: `a learning rate must be above 0, but ${rate} is not` });
  })
  .describe("Learning rates to try.");
/** Rates to try, or a space of them. */
export const ratesOrSpace = z.union([rates, spaceSchema]);
const settingOrSpace = z.union([settingSchema, spaceSchema]);

const optimizer = z
  .object({
    name: z.string().min(1).describe("Name of an optimizer (`npx lionlab optimizers`), or the path of a program file."),
    label: z.string().min(1).max(60).optional().describe("Name in tables; needed where an optimizer occurs twice."),
    convention: z
      .enum(["torch", "keras", "paper"])
      .optional()
      .describe("Whose reading of the optimizer, if not the study's."),
    lr: ratesOrSpace.optional(),
  })
  .catchall(settingOrSpace);

/** An item of the list: a name, or an entry. */
export const optimizerItem = z.union([z.string().min(1), optimizer]);

type OptimizerItem = z.output<typeof optimizerItem>;
type RatesOrSpace = z.output<typeof ratesOrSpace>;

/** The entry that an item says, with what the study says for all in place of rates of its own. */
export function toEntry(item: OptimizerItem, shared: RatesOrSpace | undefined): OptimizerEntry {
  const entry = typeof item === "string" ? { name: item } : item;
  const { name, label, convention: own, lr = shared, ...others } = entry as z.output<typeof optimizer>;
  const values = { ...(lr === undefined ? {} : { lr }), ...others };
  const { lr: listed = [], ...hyperparameters } = membersThat(values, isList);
  const spaces = membersThat(values, (value): value is SpaceForm => !isList(value));
  return {
    name,
    label: label ?? (isProgramPath(name) ? basename(name, extname(name)) : name),
    convention: own ?? null,
    lr: listed as readonly number[],
    hyperparameters,
    ...(Object.keys(spaces).length === 0 ? {} : { spaces }),
  };
}

type Values = readonly (number | boolean)[];

function isList(value: Values | SpaceForm): value is Values {
  return Array.isArray(value);
}

function membersThat<T extends Values | SpaceForm>(
  values: { readonly [name: string]: Values | SpaceForm },
  test: (value: Values | SpaceForm) => value is T,
): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(values).filter((member): member is [string, T] => test(member[1])));
}
