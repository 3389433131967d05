/** A study or discovery that somebody asks the dashboard to start, before anything is known of it but its form. */
import { z } from "zod";

/** Characters of a study's text, at most. */
const mostText = 256 * 1024;

const count = (most: number) => z.int().min(1).max(most).optional();

/** What may be ordered: a preset, or the text of a file, with a few changes. */
export const orderSchema = z.strictObject({
  source: z.union([
    z.strictObject({ preset: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/) }),
    z.strictObject({ text: z.string().max(mostText, "a study's text has at most 256 kB") }),
  ]),
  changes: z
    .strictObject({
      epochs: count(100_000),
      seeds: count(10_000),
      limitTrain: count(1_000_000_000),
      budget: z
        .string()
        .regex(/^[0-9][0-9a-z.,]{0,40}$/)
        .optional(),
      workers: count(1024),
    })
    .default({}),
});

/** An order. */
export type StudyOrder = z.output<typeof orderSchema>;

/** What each change is called, and what it changes. */
const flags = {
  epochs: { flag: "--epochs", of: ["study"] },
  seeds: { flag: "--seeds", of: ["study"] },
  limitTrain: { flag: "--limit-train", of: ["study"] },
  budget: { flag: "--budget", of: ["discovery"] },
  workers: { flag: "--workers", of: ["study", "discovery"] },
} as const;

/** The changes of an order as words of a command line; of one kind, where the kind is known. */
export function changeWords({ changes }: StudyOrder, kind?: "study" | "discovery"): readonly string[] {
  return Object.entries(flags).flatMap(([name, { flag, of }]) => {
    const value = changes[name as keyof typeof flags];
    const isOf = kind === undefined || (of as readonly string[]).includes(kind);
    return value === undefined || !isOf ? [] : [flag, String(value)];
  });
}
