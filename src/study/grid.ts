/**
 * Grids of a study file: a number, a list, a range by count or by step, or a list of those one after another.
 *
 * Points are the decimal numbers a person would write: 0.0003, never 0.00030000000000000003, so that a rate typed by hand
 * and the same rate from a range are the same trial.
 */
import { z } from "zod";

/** Most points one grid may have; a larger one is taken for a slip of the keyboard. */
export const maxGridPoints = 10_000;

const byCount = z
  .strictObject({
    from: z.number().describe("First point."),
    to: z.number().describe("Last point, included."),
    points: z.int().min(1).max(maxGridPoints).describe("Number of points."),
    scale: z.enum(["linear", "log"]).describe("Equal distances (linear) or equal ratios (log)."),
  })
  .superRefine((range, context) => {
    if (range.points > maxGridPoints) return; // said already, and not to be listed
    if (range.scale === "log" && (range.from <= 0 || range.to <= 0))
      context.addIssue({ code: "custom", message: "a logarithmic range needs positive ends" });
    if (range.points === 1 && range.from !== range.to)
      context.addIssue({ code: "custom", path: ["points"], message: "a range with two ends needs at least 2 points" });
    if (new Set(countedPoints(range)).size < range.points)
      context.addIssue({
        code: "custom",
        message: "the points of this range coincide; give fewer points or wider ends",
      });
  })
  .describe("Points from one number to another.");

const byStep = z
  .strictObject({
    from: z.number().describe("First point."),
    to: z.number().describe("Last point, included where a step meets it."),
    by: z.number().describe("Distance between points."),
  })
  .superRefine((range, context) => {
    if (range.by === 0 || (range.to - range.from) / range.by < 0)
      context.addIssue({ code: "custom", path: ["by"], message: "steps of this size never lead from `from` to `to`" });
    else if ((range.to - range.from) / range.by >= maxGridPoints)
      context.addIssue({ code: "custom", path: ["by"], message: `this range has more than ${maxGridPoints} points` });
  })
  .describe("Points from one number to another in steps.");

const part = z.union([z.number(), byCount, byStep]);

/** A grid of numbers: what a study file may say. Parses to the points, without repetitions. */
export const gridSchema = z
  .union([part, z.array(part).min(1)])
  .transform((grid) => unique((Array.isArray(grid) ? grid : [grid]).flatMap(points)))
  .describe("A number, a list, {from, to, points, scale}, {from, to, by}, or a list of those.");

/** A grid of a hyperparameter, which may also be a flag. Parses to the points, without repetitions. */
export const settingSchema = z
  .union([z.boolean(), part, z.array(z.union([z.boolean(), part])).min(1)])
  .transform((grid) =>
    unique(
      (Array.isArray(grid) ? grid : [grid]).flatMap((p): (number | boolean)[] =>
        typeof p === "boolean" ? [p] : points(p),
      ),
    ),
  )
  .describe("Value of a hyperparameter, or a grid of values; every combination is tried.");

type Part = z.output<typeof part>;

/**
 * The points of one part of a grid.
 *   by count: p_i = from + i (to - from) / (points - 1), or the same on logarithms; 12 (linear) or 6 (log) significant digits
 *   by step:  p_i = from + i by <= to, in exact decimal arithmetic
 */
export function points(grid: Part): number[] {
  if (typeof grid === "number") return [grid];
  return "by" in grid ? steppedPoints(grid) : countedPoints(grid);
}

function countedPoints({ from, to, points: count, scale }: z.output<typeof byCount>): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const t = i / (count - 1);
    if (scale === "linear") return Number((from + t * (to - from)).toPrecision(12));
    return Number((from * (to / from) ** t).toPrecision(6));
  });
}

function steppedPoints({ from, to, by }: z.output<typeof byStep>): number[] {
  const digits = Math.max(decimals(from), decimals(by));
  const first = shifted(from, digits);
  const step = shifted(by, digits);
  const count = Math.floor((to - from) / by + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => shifted(first + i * step, -digits));
}

/** Number of decimals a person needs to write `x`. */
function decimals(x: number): number {
  const [mantissa = "", exponent = "0"] = x.toString().toLowerCase().split("e");
  const fraction = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, fraction - Number(exponent));
}

/** x * 10^digits, rounded in decimal: the text is shifted, not the binary number. */
function shifted(x: number, digits: number): number {
  const [mantissa = "", exponent = "0"] = x.toString().toLowerCase().split("e");
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
