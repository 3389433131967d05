/** From a setting to what the library solves, and to the problem file by which a command solves the same. */
import { LabError } from "../../src/core/errors.ts";
import { kNamed } from "../../src/lionk/functions/index.ts";
import { type BoundK, bindK, type KFunction } from "../../src/lionk/k-function.ts";
import { withNoise } from "../../src/lionk/noisy.ts";
import type { Objective } from "../../src/lionk/objective.ts";
import { type SolveOptions, startRun } from "../../src/lionk/solve.ts";
import { formulaWords, type ObjectiveWords, objectiveOf } from "./objectives.ts";
import { offeredOf, type Setting } from "./setting.ts";

/** What is solved. `seen`: f as the run sees it, through its noise. */
export interface PlaneProblem {
  readonly kFunction: KFunction;
  readonly k: BoundK;
  readonly objective: Objective;
  readonly seen: () => Objective;
  readonly options: SolveOptions;
  readonly noise: number;
  /** The objective and K in words: two problems with the same words have the same of them. */
  readonly words: { readonly f: string; readonly k: string };
}

/** Which part of a setting is wrong, and what the library says of it. */
export interface SettingFault {
  readonly part: "formula" | "k" | "constants";
  readonly message: string;
}

/** The objective in a problem file's words. */
export function wordsOf(setting: Setting): ObjectiveWords {
  return offeredOf(setting)?.words ?? formulaWords(setting.formula, setting);
}

/** The problem of a setting, or what is wrong with it. What it has in common with the one before is taken from there. */
export function problemOf(setting: Setting, before: PlaneProblem | null = null): PlaneProblem | SettingFault {
  let part: SettingFault["part"] = "formula";
  try {
    const words = { f: JSON.stringify(wordsOf(setting)), k: JSON.stringify([setting.k, setting.values]) };
    const objective = before?.words.f === words.f ? before.objective : objectiveOf(wordsOf(setting));
    part = "k";
    const kFunction = kNamed(setting.k);
    const k = before?.words.k === words.k ? before.k : bindK(kFunction, setting.values, { size: 2 });
    part = "constants";
    const { eta, beta1, beta2, lambda, schedule, decay, steps, x0, noise, seed } = setting;
    const options = { eta, beta1, beta2, lambda, schedule, decay, steps, x0: Float64Array.from(x0), tolerance: 0 };
    startRun(k, objective, options); // checks the constants, and that there is something to begin with
    const seen = (): Objective => withNoise(objective, { sigma: noise, seed });
    seen();
    return { kFunction, k, objective, options, noise, seen, words };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { part, message: error.message };
  }
}

/** Whether it is one to be solved. */
export function isProblem(given: PlaneProblem | SettingFault): given is PlaneProblem {
  return "k" in given;
}

/** The problem file. Noise it has none: a setting with noise is computed without it. */
export function problemText(setting: Setting): string {
  const { k, values, lambda, eta, beta1, beta2, schedule, decay, steps, x0 } = setting;
  const lines = {
    objective: wordsOf(setting),
    k: { kind: k, ...values },
    x0,
    decay: lambda,
    lr: eta,
    beta1,
    beta2,
    schedule: { kind: schedule },
    decayForm: decay,
    steps,
  };
  return `${Object.entries(lines)
    .map(([key, value]) => `${key}: ${flow(value)}`)
    .join("\n")}\n`;
}

/** A command that solves it as it is pasted into a shell. */
export function solveCommand(setting: Setting): string {
  return `npx lionlab lionk solve - <<'END'\n${problemText(setting)}END`;
}

/** Data on one line of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([key, part]) => `${key}: ${flow(part)}`);
    return `{ ${parts.join(", ")} }`;
  }
  if (
    typeof value === "string" &&
    /^[a-z][a-z0-9-]*$/.test(value) &&
    !/^(y|n|yes|no|on|off|true|false|null)$/.test(value)
  )
    return value;
  return JSON.stringify(value);
}
