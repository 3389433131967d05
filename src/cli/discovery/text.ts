/**
 * Pieces of text about searches: names, fitness, curves, and programs without their first line.
 */

import type { Phase, PhaseState } from "../../live/discovery-state.ts";
import type { SearchMethod } from "../../records/search-records.ts";
import { formatCount } from "../progress/text.ts";

/** How phases are called. */
export const phaseTitles: { readonly [P in Phase]: string } = {
  tuning: "tuning",
  "fresh-seeds": "fresh seeds",
  larger: "larger tasks",
  full: "full task",
  "meta-validation": "meta-validation",
  simplification: "simplification",
  report: "report",
};

/** `fresh seeds 3/20` */
export function phaseText({ phase, done, total }: Pick<PhaseState, "phase" | "done" | "total">): string {
  return `${phaseTitles[phase]}${total > 0 ? ` ${formatCount(done)}/${formatCount(total)}` : ""}`;
}

/** `evolution 0`: method and seed. */
export function searchName({ method, seed }: { readonly method: SearchMethod; readonly seed: number }): string {
  return `${method} ${seed}`;
}

/** A fitness, 0 … 1, with four decimals. */
export function formatFitness(fitness: number): string {
  return fitness.toFixed(4);
}

/** A difference of two fitnesses, with its sign. */
export function formatGain(gain: number): string {
  return `${gain < 0 ? "-" : "+"}${Math.abs(gain).toFixed(4)}`;
}

/** One character a value between the two ends, blanks for null. A flat scale is drawn low. */
export function sparkline(
  values: readonly (number | null)[],
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
): string {
  const blocks = "▁▂▃▄▅▆▇█";
  return values
    .map((value) => {
      if (value === null) return " ";
      const share = highest > lowest ? (value - lowest) / (highest - lowest) : 0;
      return blocks.charAt(Math.round(Math.min(1, Math.max(0, share)) * (blocks.length - 1)));
    })
    .join("")
    .trimEnd();
}

/** The statements of a program's canonical text, without `def train(…):`. */
export function bodyOf(program: string): readonly string[] {
  const lines = program.trim().split("\n");
  return (lines.length > 1 && lines[0]!.startsWith("def train(") ? lines.slice(1) : lines).map((line) =>
    line.startsWith("  ") ? line.slice(2) : line,
  );
}
