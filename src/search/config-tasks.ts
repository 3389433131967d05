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
}

/** Number of seeds, or a list of them. */
export const seedsSchema = z.union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)]);

/** A list of proxy tasks: names, or entries with their seeds. */
export function tasksSchema({ proxies }: DiscoveryCatalogue) {
  const name = namesIn("proxy task", proxies);
  const entry = z.strictObject({
    name: name.describe("Name of a proxy task."),
    seeds: seedsSchema.default(1).describe("Seeds of weights and batches: a number, or a list."),
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
  item: string | { readonly name: string; readonly seeds: number | readonly number[] },
): TaskEntry {
  return typeof item === "string" ? { name: item, seeds: [0] } : { name: item.name, seeds: seedList(item.seeds) };
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
