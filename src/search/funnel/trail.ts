/**
 * The trail of a search: the programs that were its best for a while, in the order in which they became so.
 */
import type { EvaluationRecord } from "../../records/search-records.ts";

/** Evaluations that beat all before them. */
export function trailOf(evaluations: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  let best = Number.NEGATIVE_INFINITY;
  return evaluations.filter(({ fitness }) => {
    if (fitness <= best) return false;
    best = fitness;
    return true;
  });
}

/** At most `most` of the items, the first and the last among them, evenly spread. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const chosen = Array.from({ length: most }, (_, i) => Math.round((i * (items.length - 1)) / Math.max(1, most - 1)));
  return [...new Set(chosen)].map((index) => items[index]!);
}
