/**
 * Computed figures as one document: a section for each, in the order given.
 */
import type { ReportDocument, Section } from "../report/document.ts";
import type { Figure, FigureResult } from "./figure.ts";

/** A figure with what it computed. */
export interface ComputedFigure {
  readonly figure: Figure;
  readonly result: FigureResult;
}

/** The page of `computed` figures; `commandLine` is the command that made it. */
export function figuresDocument(computed: readonly ComputedFigure[], commandLine: string): ReportDocument {
  const sections = computed.map(({ figure: { id, title }, result }): Section => {
    return { id: id.toLowerCase(), title: `${id} · ${title}`, blocks: result.blocks };
  });
  return {
    schemaVersion: 1,
    subject: "figures",
    title: "Lion-K in figures",
    headline:
      "Lion with weight decay solves a constrained problem. These figures show how: first into a set, then downhill in an energy, with a certificate at every step.",
    facts: [
      { name: "theory", value: "arXiv:2310.05898 (Lion-K), arXiv:2506.15054 (Muon)" },
      { name: "numbers", value: "float64, computed for this page" },
      { name: "command", value: commandLine },
    ],
    command: commandLine,
    state: { name: "figures", text: String(computed.length), planned: computed.length, ended: computed.length },
    sections,
  };
}
