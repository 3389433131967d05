/**
 * Is it better? Comparisons of a discovery, each a two-sided Mann-Whitney test with the Hodges-Lehmann shift, corrected by
 * Holm over the comparisons that are shown together. Below three seeds a side nothing is tested, and below
 * the number at which the test could reach its level nothing is claimed.
 */
import type { FunnelEntry, FunnelStage, SearchMethod } from "../../records/search-records.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { holm } from "../../stats/holm.ts";
import { mannWhitney } from "../../stats/mann-whitney.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { alpha, decidable, seedsNeeded } from "../decidable.ts";
import { fewestSeedsForATest } from "../format.ts";
import { type DiscoveryView, methodsOf, searchesOf } from "./discovery-view.ts";
import { bestAfter } from "./search-view.ts";

/** What a comparison says: beyond the luck of seeds, not told apart by it, or too few seeds to say. */
export type Verdict = "ahead" | "behind" | "open" | "no-claim";

/** One sample against another. */
export interface Comparison {
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** How much higher the first is. */
  readonly shift: Estimate;
  /** Corrected for the comparisons made together; null where nothing is tested. */
  readonly p: number | null;
  /** Fewest seeds a side at which one of these comparisons could reach the level. */
  readonly needed: number;
  readonly verdict: Verdict;
}

/** Evolution against a baseline on the same number of evaluations. */
export interface BaselineComparison extends Comparison {
  readonly baseline: SearchMethod;
  /** Evaluations that every search of both methods has done. */
  readonly evaluations: number;
}

/** A program of a stage against the bar of that stage, tuned AdamW as a rule. */
export interface BarComparison extends Comparison {
  readonly entry: FunnelEntry;
  readonly bar: FunnelEntry;
}

/** Compares samples pair by pair, corrected together. Pairs with too few values, or none, are not tested. */
export function compareAll(
  pairs: readonly { readonly first: readonly number[]; readonly second: readonly number[] }[],
): readonly Comparison[] {
  const able = pairs.map(({ first, second }) => Math.min(first.length, second.length) >= fewestSeedsForATest);
  const tested = pairs.filter((_, index) => able[index]);
  const adjusted = [...holm(tested.map(({ first, second }) => mannWhitney(first, second).p))];
  const comparisons = tested.length > 0 ? tested.length : pairs.length;
  const needed = seedsNeeded(comparisons, "mann-whitney");
  return pairs.map(({ first, second }, index) => {
    const shift = hodgesLehmann(first, second);
    const p = able[index] ? adjusted.shift()! : null;
    const telling = p !== null && decidable({ n1: first.length, n2: second.length }, comparisons);
    return { first, second, shift, p, needed, verdict: telling ? verdictOf(shift, p) : "no-claim" };
  });
}

/** Evolution against each baseline of the discovery, at the evaluations that all their searches have done. */
export function baselineComparisons(view: DiscoveryView): readonly BaselineComparison[] {
  const baselines = methodsOf(view).filter((method) => method !== "evolution");
  if (searchesOf(view, "evolution").length === 0) return [];
  const shared = baselines.map((baseline) => sharedEvaluations(view, baseline));
  const at = (method: SearchMethod, evaluations: number): readonly number[] =>
    searchesOf(view, method).flatMap((search) => bestAfter(search, evaluations, "evaluations") ?? []);
  const pairs = baselines.map((baseline, index) => ({
    first: at("evolution", shared[index]!),
    second: at(baseline, shared[index]!),
  }));
  return compareAll(pairs).map((comparison, index) => ({
    ...comparison,
    baseline: baselines[index]!,
    evaluations: shared[index]!,
  }));
}

/** Every program of a stage against its bar, tuned AdamW as a rule, in the store's order; empty while the stage has none. */
export function barComparisons(view: DiscoveryView, stage: FunnelStage): readonly BarComparison[] {
  const entries = view.funnel.filter((entry) => entry.stage === stage);
  const bar = entries.find(({ role }) => role === "baseline");
  if (bar === undefined) return [];
  const rivals = entries.filter((entry) => entry !== bar);
  const pairs = rivals.map((entry) => ({ first: entry.scores, second: bar.scores }));
  return compareAll(pairs).map((comparison, index) => ({ ...comparison, entry: rivals[index]!, bar }));
}

/** Of a stage's comparisons, those of the best program and of its simplified form. */
export function bestComparisons(view: DiscoveryView, stage: FunnelStage): readonly BarComparison[] {
  const own = barComparisons(view, stage);
  return [
    ...own.filter(({ entry }) => entry.role === "finalist" && entry.identity === view.best?.identity),
    ...own.filter(({ entry }) => entry.role === "simplified"),
  ];
}

function sharedEvaluations(view: DiscoveryView, baseline: SearchMethod): number {
  const searches = [...searchesOf(view, "evolution"), ...searchesOf(view, baseline)];
  return Math.min(...searches.map((search) => search.evaluations));
}

function verdictOf(shift: Estimate, p: number): Verdict {
  if (p > alpha || shift.value === 0) return "open";
  return shift.value > 0 ? "ahead" : "behind";
}
