/**
 * The verdict on a study by itself, for a page that shows it while the study runs: the sections of the report that say what was found and what it
 * rests on, and the figures of the pairs for who draws them. The same code as the report's makes them.
 */
import { documentOf, type ReportInput, viewOf } from "../compose-report.ts";
import type { Section } from "../document.ts";
import { namedPairs } from "../pair-words.ts";
import { boundsTableSection } from "../sections/bounds.ts";
import { comparisonSection } from "../sections/comparison.ts";
import { conditionsSection } from "../sections/conditions.ts";
import { objectionsSection } from "../sections/objections.ts";
import type { ReportSection } from "../sections/section.ts";
import { summarySection } from "../sections/summary.ts";
import { verdictSection } from "../sections/verdict.ts";
import type { StudyView } from "../study-view.ts";
import { type Decision, standingsOf } from "./standings.ts";

/** What the evidence says in a word, for a mark: `nothing` has ended, one is `alone`, or what is decided between the first two. */
export type VerdictMark = "nothing" | "alone" | Decision;

/** A tested pair. Differences are shares of 1; null where a diverged run leaves none. */
export interface PairFigures {
  readonly first: string;
  readonly second: string;
  /** How much higher the first is, with its interval at 95 %. */
  readonly shift: { readonly value: number | null; readonly low: number | null; readonly high: number | null };
  /** p, corrected for all pairs. */
  readonly adjusted: number;
}

/** The verdict on a study. */
export interface VerdictDocument {
  readonly headline: string;
  readonly mark: VerdictMark;
  readonly planned: number;
  readonly ended: number;
  /** Those that have something to say: `verdict`, `objections`, `conditions`, `summary`, `comparison`, `bounds`. */
  readonly sections: readonly Section[];
  readonly pairs: readonly PairFigures[];
}

const sections: readonly ReportSection[] = [
  verdictSection,
  comparisonSection,
  summarySection,
  boundsTableSection,
  objectionsSection,
  conditionsSection,
];

/** The verdict. Trials may carry just the record of their best epoch, where none kept the bounds of its weights. */
export function verdictDocument(input: ReportInput): VerdictDocument {
  const view = viewOf(input);
  const { headline, state, sections: made } = documentOf(view, sections);
  return {
    headline,
    mark: markOf(view),
    planned: state.planned,
    ended: state.ended,
    sections: made,
    pairs: namedPairs(view).map(({ first, second, shift, adjusted }) => ({
      first: first.label,
      second: second.label,
      shift: { value: finite(shift.value), low: finite(shift.low), high: finite(shift.high) },
      adjusted,
    })),
  };
}

function markOf(view: StudyView): VerdictMark {
  const standings = standingsOf(view);
  if (!standings.some(({ test }) => test !== null)) return "nothing";
  const next = standings.slice(1).find(({ behindLeader }) => behindLeader !== null);
  return next === undefined ? "alone" : next.behindLeader!.decision;
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
