/** A study in the list of runs. */
import type { StudyPulse } from "../records/run-progress.ts";
import { runningBest } from "./running-best.ts";
import type { BestTrial, RunState, RunSummary, TrialRow } from "./views.ts";

/** Points of the curve, at most. */
const curvePoints = 40;

/** What a summary is made of; `rows` in the order of the study. */
export interface SummaryInput {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly state: RunState;
  readonly rows: readonly TrialRow[];
  readonly pulse: StudyPulse | null;
}

/** The summary. */
export function studySummary({ id, name, location, state, rows, pulse }: SummaryInput): RunSummary {
  const under = state === "running" || state === "stopping";
  return {
    id,
    kind: "study",
    name,
    location,
    state,
    done: rows.filter(({ state: one }) => one === "finished" || one === "diverged").length,
    failed: rows.filter(({ state: one }) => one === "failed").length,
    total: Math.max(rows.length, under ? (pulse?.progress.total ?? 0) : 0),
    secondsLeft: under ? (pulse?.progress.secondsLeft ?? null) : null,
    workers: under ? (pulse?.workers ?? null) : null,
    heardAt: pulse?.heardAt ?? null,
    best: bestOf(rows),
    curve: thinned(runningBest(validations(rows))),
  };
}

/** Diverged trials are never the best (law 5). */
function bestOf(rows: readonly TrialRow[]): BestTrial | null {
  return rows.reduce<BestTrial | null>((best, { label, lr, validation, state }) => {
    return state !== "diverged" && validation !== null && (best === null || validation > best.validation)
      ? { label, lr, validation }
      : best;
  }, null);
}

/** Validation accuracies of trials that have one, in the study's order. */
function validations(rows: readonly TrialRow[]): readonly number[] {
  return rows.flatMap(({ validation, state }) => (validation === null || state === "diverged" ? [] : [validation]));
}

function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= curvePoints) return values;
  return Array.from(
    { length: curvePoints },
    (_, i) => values[Math.round((i * (values.length - 1)) / (curvePoints - 1))]!,
  );
}
