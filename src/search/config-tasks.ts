/**
 * Parts of a discovery file that occur in several places: seeds, and proxy tasks with their seeds.
 */
import { z } from "zod";
import { unknownName } from "../core/errors.ts";
import type { DiscoveryCatalogue } from "./catalogue.ts";

/** A proxy task and the seeds of weights and batches that a program is trained with on it. */
export interface TaskEntry {
  readonly name: string;
  readonly seeds: readonly number[];
  /** Doublings of each seed's gradients in place of the task's own (`tasks/proxy.ts`); absent: those. */
  readonly gradientDoublings?: number | undefined;
  /** Doublings of each seed's rate; absent: none. */
  readonly rateDoublings?: number | undefined;
}

/** Most doublings: a factor of 4096 to either side still leaves the gradients of every proxy well inside float32. */
const mostDoublings = 12;
/** Most doublings of a rate: at factors of a thousand nothing trains. */
const mostRateDoublings = 10;

/** Number of seeds, or a list of them. */
export const seedsSchema = z.union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)]);

/** A list of proxy tasks: names, or entries with their seeds. */
export function tasksSchema({ proxies }: DiscoveryCatalogue) {
  const name = namesIn("proxy task", proxies);
  const entry = z.strictObject({
    name: name.describe("Name of a proxy task."),
    seeds: seedsSchema.default(1).describe("Seeds of weights and batches: a number, or a list."),
    gradientDoublings: z
      .number()
      .min(0)
      .max(mostDoublings)
      .optional()
      .describe(
        "Each seed's gradients are multiplied by a factor of its own, from 2^-this to 2^this; left out: as the task has it.",
      ),
    rateDoublings: z
      .number()
      .min(0)
      .max(mostRateDoublings)
      .optional()
      .describe(
        "Each seed's rate is multiplied by a factor of its own, from 2^-this to 2^this, so that what wins is no rule of one rate; left out: by 1.",
      ),
  });
  return z.array(z.union([name, entry])).superRefine((items, context) => {
    const names = items.map((item) => taskEntry(item).name);
    names.forEach((task, index) => {
      if (names.indexOf(task) < index)
        context.addIssue({
          code: "custom",
          path: [index],
          message: `${task} is already in this list; give it more seeds instead`,
        });
    });
  });
}

/** The plain form of an item of a list of tasks. */
export function taskEntry(
  item: string | (Omit<TaskEntry, "seeds"> & { readonly seeds: number | readonly number[] }),
): TaskEntry {
  return typeof item === "string" ? { name: item, seeds: [0] } : { ...item, seeds: seedList(item.seeds) };
}

/** 3 → 0, 1, 2; a list without repetitions. */
export function seedList(seeds: number | readonly number[]): readonly number[] {
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : [...new Set(seeds)];
}

/** A text that must be one of `known`; `kind` names it in sentences. */
export function namesIn(kind: string, known: readonly string[]) {
  return z.string().superRefine((name, context) => {
    if (!known.includes(name)) context.addIssue({ code: "custom", message: unknownName(kind, name, known).message });
  });
}
