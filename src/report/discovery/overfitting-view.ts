/**
 * Meta-validation by search: the measured curve and what it shows.
 */
import type { MetaValidationPoint } from "../../records/search-records.ts";
import { findOverfitting, type OverfittingFinding } from "../../stats/overfitting.ts";
import type { DiscoveryView } from "./discovery-view.ts";
import type { SearchView } from "./search-view.ts";

/** One search's curve of fitness and meta-fitness. */
export interface MetaCurve {
  readonly search: SearchView;
  /** By rising number of evaluations. */
  readonly points: readonly MetaValidationPoint[];
  readonly finding: OverfittingFinding;
}

/** Curves of the searches that were meta-validated, in the discovery's order. */
export function overfittingOf(view: DiscoveryView): readonly MetaCurve[] {
  return view.searches.flatMap((search) => {
    const points = view.metaValidation
      .filter((point) => point.search === search.key)
      .sort((a, b) => a.evaluations - b.evaluations);
    if (points.length === 0) return [];
    const selection = points.map(({ evaluations, fitness, metaFitness }) => ({
      at: evaluations,
      selected: fitness,
      held: metaFitness,
    }));
    return [{ search, points, finding: findOverfitting(selection, search.evaluations) }];
  });
}
