/**
 * Figures and names of a discovery in words, the same in every section.
 */
import type { FunnelStage, SearchMethod } from "../../records/search-records.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import type { Block, Cell, Column, Provenance, TextBlock, Tone } from "../document.ts";
import { count, formatEstimate, formatP, formatPercentEstimate, nothing } from "../format.ts";
import { seedEstimate, shares, tableSpread } from "../seed-estimate.ts";
import { type DiscoveryView, provenanceOf } from "./discovery-view.ts";
import type { Comparison } from "./verdict.ts";

export { wholeText } from "../../core/whole-number.ts";

/** What a method is called. */
export function methodName(method: SearchMethod): string {
  switch (method) {
    case "evolution":
      return "evolution";
    case "random":
      return "random search";
    case "constants":
      return "constants only";
  }
}

/** What a stage of the funnel is called. */
export function stageName(stage: FunnelStage): string {
  switch (stage) {
    case "fresh-seeds":
      return "fresh seeds";
    case "larger":
      return "larger tasks (about 10×)";
    case "full":
      return "full task (about 100×)";
  }
}

/** A stage inside a sentence: "on fresh seeds". */
export function atStage(stage: FunnelStage): string {
  switch (stage) {
    case "fresh-seeds":
      return "on fresh seeds";
    case "larger":
      return "on the larger tasks";
    case "full":
      return "on the full task";
  }
}

/** Scores of a stage, their mean with its spread: a share of 1 on proxies, a test accuracy in per cent on the full task. */
export function stageEstimate(stage: FunnelStage, scores: readonly number[]): string {
  const estimate = seedEstimate(scores, shares);
  return stage === "full" ? formatPercentEstimate(estimate) : formatEstimate(estimate, 4);
}

/** Provenance of a table of scores and shifts, from the numbers of seeds behind its rows. */
export function scoreProvenance(view: DiscoveryView, seeds: readonly number[]): Provenance {
  return provenanceOf(view, seeds, `${tableSpread(seeds)}; Moses' 95 % interval of the shift`);
}

/** A shift with its sign and interval; on the full task in percentage points. */
export function shiftText({ value, low, high }: Estimate, stage: FunnelStage | "search"): string {
  if (!Number.isFinite(value)) return nothing;
  const text = (x: number): string => (stage === "full" ? signed(100 * x, 2) : signed(x, 4));
  return low === null || high === null ? text(value) : `${text(value)} [${text(low)}, ${text(high)}]`;
}

/** A difference with its sign, a real minus. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** A shift with the name of its estimator, for sentences: `+0.0120 [+0.0030, +0.0210] in score, Hodges-Lehmann`. */
export function namedShift(shift: Estimate, stage: FunnelStage | "search"): string {
  const unit = stage === "full" ? " points of test accuracy" : stage === "search" ? "" : " in score";
  return `${shiftText(shift, stage)}${unit}, Hodges-Lehmann`;
}

/** What stands behind a comparison: "5 seeds, p = 0.016"; "2 seeds, where 4 could decide". */
export function evidenceText({ first, second, p, needed, verdict }: Comparison): string {
  const seeds =
    first.length === second.length ? count(first.length, "seed") : `${first.length} and ${second.length} seeds`;
  const few = verdict === "no-claim" ? `, where ${needed} could decide` : "";
  return `${seeds}${few}${p === null ? "" : `, p ${p < 0.001 ? formatP(p) : `= ${formatP(p)}`}`}`;
}

/** A share as per cent with one decimal. */
export function shareText(share: number | null): string {
  return share === null || !Number.isFinite(share) ? nothing : `${(100 * share).toFixed(1)} %`;
}

/** A duration: 42 s, 12.5 min, 3.2 h. */
export function durationText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** A paragraph. */
export function text(sentence: string, tone: TextBlock["tone"] = "plain"): Block {
  return { kind: "text", tone, text: sentence };
}

/** A cell of a table. */
export function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

/** The cell where there is no figure. */
export const blank: Cell = cell(nothing, null, "muted");

/** A column of a table; see `Column` for the priority. */
export function column(title: string, align: Column["align"], priority: number, description: string): Column {
  return { title, align, priority, description };
}
