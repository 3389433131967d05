/**
 * The words of a problem that say how it is solved: those of study files (`lr`, `decay`, `schedule: { kind }`), and those that problem files
 * had first (`eta`, `lambda`, `schedule: cosine`, `decay: explicit`), which mean the same.
 */
import { z } from "zod";
import type { Decay } from "./dynamics.ts";
import type { SolveOptions } from "./solve.ts";

const forms = z.enum(["explicit", "implicit"]);
const shapes = z.enum(["cosine", "constant"]);

/** Their schemas. */
export const solverWords = {
  lr: z.number().positive().optional().describe("The step size, 0.01 / decay where none is given; eta in formulas."),
  decay: z
    .union([z.number().positive(), forms])
    .optional()
    .describe("x is held to sets of a size of about 1 / decay; lambda in formulas. 1 where none is given."),
  decayForm: forms
    .optional()
    .describe("Whether x decays before a step, explicit, or after it; explicit where it is left out."),
  schedule: z
    .union([z.strictObject({ kind: shapes }), shapes])
    .default({ kind: "cosine" })
    .describe("Whether the step size falls to 0 along half a cosine or stays."),
  eta: z.number().positive().optional().describe("An older word for lr."),
  lambda: z.number().positive().optional().describe("An older word for decay."),
};

const words = z.strictObject(solverWords);

/** What a problem says in these words. */
export type SolverWords = z.output<typeof words>;

/** What they mean; `stepWord`: which of the words for the step size the file uses. */
export interface SolverSettings extends Pick<SolveOptions, "lambda" | "schedule"> {
  readonly eta: number;
  readonly decay: Decay;
  readonly stepWord: "lr" | "eta";
}

/** Words that are said twice, in a new and an older form: the place of the older one and a sentence. */
export function saidTwice({
  lr,
  decay,
  decayForm,
  eta,
  lambda,
}: SolverWords): { path: string; message: string } | null {
  if (lr !== undefined && eta !== undefined)
    return { path: "eta", message: "eta is an older word for lr; give one of them" };
  if (typeof decay === "number" && lambda !== undefined)
    return { path: "lambda", message: "lambda is an older word for decay; give one of them" };
  if (typeof decay === "string" && decayForm !== undefined)
    return { path: "decay", message: `decay: ${decay} is an older way to say decayForm: ${decay}; give one of them` };
  return null;
}

/** What they mean, defaults filled in. */
export function settingsOf({ lr, decay, decayForm, schedule, eta, lambda }: SolverWords): SolverSettings {
  const strength = (typeof decay === "number" ? decay : lambda) ?? 1;
  return {
    lambda: strength,
    eta: lr ?? eta ?? 0.01 / strength,
    schedule: typeof schedule === "string" ? schedule : schedule.kind,
    decay: (typeof decay === "string" ? decay : decayForm) ?? "explicit",
    stepWord: eta === undefined ? "lr" : "eta",
  };
}
