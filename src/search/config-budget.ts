/**
 * When searching ends: in a file a mapping of limits, on the command line `5m`, `25000 evaluations`, `2h,0.8 target`.
 *
 * The first limit that is reached ends a search. Programs, evaluations and the target are of each search; time is of all
 * searches together, which share it evenly.
 */
import { z } from "zod";
import { LabError } from "../core/errors.ts";

/** Limits of a discovery that gives none. */
export const defaultBudget = { minutes: 10 } as const;

/** The limits of a file; null: no such limit. */
export const budgetSchema = z
  .strictObject({
    minutes: z.number().positive().nullable().default(null).describe("Minutes of searching, all searches together."),
    evaluations: z.int().min(1).nullable().default(null).describe("Evaluations (trained programs) of each search."),
    programs: z.int().min(1).nullable().default(null).describe("Programs of each search, known ones counted."),
    target: z
      .number()
      .gt(0)
      .max(1)
      .nullable()
      .default(null)
      .describe("Fitness, up to 1, at which a search has found enough."),
  })
  .superRefine((budget, context) => {
    // A target alone might never be reached.
    if (budget.minutes === null && budget.evaluations === null && budget.programs === null)
      context.addIssue({ code: "custom", message: "a budget needs one of minutes, evaluations and programs" });
  })
  .describe("When searching ends: at the first of these that is reached.");

interface Unit {
  readonly key: "minutes" | "evaluations" | "programs" | "target";
  /** What one of it is in the unit of the key. */
  readonly factor: number;
}

const seconds: Unit = { key: "minutes", factor: 1 / 60 };
const minutes: Unit = { key: "minutes", factor: 1 };
const hours: Unit = { key: "minutes", factor: 60 };
const evaluations: Unit = { key: "evaluations", factor: 1 };
const programs: Unit = { key: "programs", factor: 1 };
const target: Unit = { key: "target", factor: 1 };

const units: { readonly [word: string]: Unit | undefined } = {
  s: seconds,
  second: seconds,
  seconds,
  m: minutes,
  min: minutes,
  minute: minutes,
  minutes,
  h: hours,
  hour: hours,
  hours,
  e: evaluations,
  evaluation: evaluations,
  evaluations,
  p: programs,
  program: programs,
  programs,
  t: target,
  target,
};

const help = "5m, 2h, 25000e (evaluations), 300000p (programs), 0.8t (target), or several separated by commas";

/**
 * Reads the text of `--budget`: limits separated by commas, each a number and a unit; the first one reached ends a search.
 * Result: the data of `budget` in a file. Errors: `invalid-option` with examples.
 */
export function parseBudget(text: string): { readonly [key: string]: number } {
  const limits: Record<string, number> = {};
  for (const part of text.split(",")) {
    const { key, value } = parseLimit(part.trim(), text);
    if (limits[key] !== undefined) throw invalid(`gives two limits of ${key === "minutes" ? "time" : key}`, text);
    limits[key] = value;
  }
  return limits;
}

function parseLimit(part: string, text: string): { key: Unit["key"]; value: number } {
  const found = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/i.exec(part);
  if (found === null) throw invalid("needs a number and a unit", text);
  const [, digits = "", word = ""] = found;
  if (word === "") throw invalid(`needs a unit after ${digits}`, text);
  const unit = units[word.toLowerCase()];
  if (unit === undefined) throw invalid(`does not know the unit "${word}"`, text);
  const value = Number(digits) * unit.factor;
  if (value === 0) throw invalid("needs a limit above 0", text);
  const isCount = unit.key === "evaluations" || unit.key === "programs";
  if (isCount && !Number.isSafeInteger(value)) throw invalid(`needs a whole number of ${unit.key}`, text);
  if (unit.key === "target" && value > 1) throw invalid("needs a target of at most 1, the best fitness there is", text);
  return { key: unit.key, value };
}

function invalid(problem: string, found: string): LabError {
  return new LabError("invalid-option", `--budget ${problem}, but "${found}" was given. Examples: ${help}.`, {
    option: "--budget",
    found,
  });
}
