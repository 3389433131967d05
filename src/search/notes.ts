/**
 * What must be said about a discovery before it searches, or when a search ended: settings that its budget does not reach, a seed that
 * cannot learn, and how much judging will follow.
 */

import { LabError } from "../core/errors.ts";
import { wholeText } from "../core/whole-number.ts";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import { parseProgram } from "../program/parse.ts";
import type { SearchConfig } from "../records/search-records.ts";
import type { DiscoveryConfig } from "./config.ts";

/** Sentences to say before the searches begin. */
export function planNotes(config: DiscoveryConfig): readonly string[] {
  return [...rateNote(config), ...tuneFirstNote(config), ...judgingNote(config)];
}

/** A program file of the library's dialect gets its rate from beside its name; without one it is 1, at which most rules diverge. */
function rateNote({ seedProgram: { name, hyperparameters } }: DiscoveryConfig): readonly string[] {
  if (!isProgramPath(name) || Object.hasOwn(hyperparameters, "lr")) return [];
  try {
    const { program } = resolveOptimizer({ name, hyperparameters });
    if (parseProgram(program).dialect === "paper") return [];
  } catch (error) {
    if (error instanceof LabError) return []; // said by the plan
    throw error;
  }
  return [
    `The seed program ${name} has no rate, so it begins with a peak rate of 1. Give one beside its name: seedProgram: { name: ${name}, lr: 0.001 }.`,
  ];
}

function tuneFirstNote({
  budget: { evaluations },
  evolution: { tuneFirst },
  methods,
}: DiscoveryConfig): readonly string[] {
  if (!methods.includes("evolution") || evaluations === null || evaluations > tuneFirst) return [];
  return [unreached(evaluations, tuneFirst, "Evolution has")];
}

/** What a search of evolution ended without; null where it reached all that it was set to do. */
export function endedBeforeChanges({ method, evolution }: SearchConfig, evaluations: number): string | null {
  if (method !== "evolution" || evolution.tuneFirst === 0 || evaluations > evolution.tuneFirst) return null;
  return unreached(evaluations, evolution.tuneFirst, "Evolution ended with");
}

function unreached(evaluations: number, tuneFirst: number, who: string): string {
  const [had, first] = [evaluations, tuneFirst].map(wholeText);
  const enough = Math.max(1, Math.floor(evaluations / 4));
  return (
    `${who} ${had} evaluations, and changes numbers alone in its first ${first} (evolution.tuneFirst): no new statement is tried, so it is a ` +
    `second search over constants. Give a longer --budget, or --set evolution.tuneFirst=${enough}.`
  );
}

/** What a seed that scores nothing means; null for any other. */
export function hopelessSeed(fitness: number): string | null {
  return fitness > 0
    ? null
    : "The seed program scores 0: it diverges, or its weights do not move. Every search begins from nothing; its rate is probably missing, or far too high.";
}

/** How programs will be judged, so that nobody waits for what was not announced. */
function judgingNote({ funnel }: DiscoveryConfig): readonly string[] {
  if (funnel === null) return [];
  const { finalists, references, freshSeeds, sequential, tuning, larger, full } = funnel;
  const programs = finalists + 1 + references.length;
  const parts = [
    ...(tuning === null ? [] : [`${tuning.variants} settings of their numbers on ${tuning.seeds} seeds`]),
    `${freshSeeds}${sequential === null ? "" : ` to ${sequential.most}`} fresh seeds`,
    ...(larger.length === 0 ? [] : [`${larger.length} larger ${larger.length === 1 ? "task" : "tasks"}`]),
    ...(full === null ? [] : [`real trials of ${full.model}`]),
  ];
  return [`The budget is that of searching. Judging follows: ${programs} programs at most, ${parts.join(", ")}.`];
}
