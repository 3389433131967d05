/**
 * Panels of a discovery's block: the best program, and the hall of fame.
 */

import type { SearchState } from "../../live/discovery-state.ts";
import type { Fame } from "../../search/events.ts";
import { cut, paint, type Style } from "../progress/text.ts";
import { bodyOf, formatFitness, formatGain, searchName } from "./text.ts";

/** The best program: a title, then its statements, at most `room` lines in all. */
export function programPanel({ progress, family }: SearchState, style: Style, room: number): string[] {
  const { bestFitness, seedFitness, bestProgram } = progress;
  const gain = formatGain(bestFitness - seedFitness);
  const title = cut(
    `  best program, ${searchName(progress)}: ${formatFitness(bestFitness)} (${gain})  ${family ?? "of no known family"}`,
    style.columns,
  );
  const body = bodyOf(bestProgram);
  const space = Math.max(0, room - 1);
  const shown = body.length <= space ? body : body.slice(0, Math.max(0, space - 1));
  const hidden = body.length - shown.length;
  const lines = shown.map((line) => cut(`    ${line}`, style.columns));
  const rest = hidden > 0 && space > 0 ? [cut(`    … ${hidden} more`, style.columns)] : [];
  return [paint(title, "cyan", style), ...lines, ...rest];
}

/** The hall of fame, best first: a title, then at most `room` members. */
export function famePanel(fame: readonly Fame[], style: Style, room: number): string[] {
  const shown = fame.slice(0, Math.max(0, room));
  const hidden = fame.length - shown.length;
  const title = `  hall of fame: none is both shorter and better${hidden > 0 ? ` (and ${hidden} more)` : ""}`;
  return [paint(cut(title, style.columns), "cyan", style), ...shown.map((member) => fameLine(member, style))];
}

function fameLine({ fitness, length, family }: Fame, style: Style): string {
  const statements = `${String(length).padStart(2)} ${length === 1 ? "statement " : "statements"}`;
  return cut(`    ${formatFitness(fitness)}  ${statements}  ${family ?? "of no known family"}`, style.columns);
}
