/** What the page knows of a study, put together from what it was told. */
import type { RunSummary, StudyFacts, StudyFrame, TrialRow } from "../../src/dashboard/views.ts";
import type { StudyPulse } from "../../src/records/run-progress.ts";

/** A study as far as it is known. Frozen: each frame makes another. */
export interface StudyState {
  readonly facts: StudyFacts | null;
  readonly rows: ReadonlyMap<string, TrialRow>;
  readonly summary: RunSummary;
  readonly pulse: StudyPulse | null;
}

/** The state after a frame; `before` is null before the first. */
export function applyFrame(before: StudyState | null, frame: StudyFrame): StudyState {
  const { whole, facts, rows, summary, pulse } = frame;
  const known = whole || before === null ? null : before;
  const map = known !== null && rows.length === 0 ? known.rows : new Map(known?.rows ?? []);
  if (map instanceof Map) for (const row of rows) map.set(row.key, row);
  return { facts: facts ?? known?.facts ?? null, rows: map, summary, pulse };
}

/** Rows in the order of the study; those that it does not name come last, as they came. */
export function rowsInOrder({ facts, rows }: Pick<StudyState, "facts" | "rows">): readonly TrialRow[] {
  const order = facts?.order ?? [];
  const named = new Set(order);
  const rest = [...rows.values()].filter(({ key }) => !named.has(key));
  return [...order.flatMap((key) => rows.get(key) ?? []), ...rest];
}
