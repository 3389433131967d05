/**
 * The sentences at the top of a discovery's report: what was found, no stronger than the runs allow.
 */
import type { FunnelStage } from "../../records/search-records.ts";
import { listInWords } from "../format.ts";
import type { BestProgram } from "./best-program.ts";
import { barLabel, type DiscoveryView, stagesOf } from "./discovery-view.ts";
import { type BarComparison, type BaselineComparison, baselineComparisons, bestComparisons } from "./verdict.ts";
import { atStage, evidenceText, methodName, namedShift, wholeText } from "./words.ts";

/** The finding; for an unfinished discovery it begins with how far it is. */
export function discoveryHeadline(view: DiscoveryView): string {
  const ended = view.searches.filter(({ record }) => record.state === "ended").length;
  const planned = view.discovery.searchKeys.length;
  const soFar = ended < planned ? `So far (${ended} of ${planned} searches ended): ` : "";
  if (view.best === null) return `${soFar}no program has been evaluated.`;
  const sentences = [foundSentence(view, view.best), ...barSentences(view), baselineSentence(view)];
  return soFar + sentences.filter((sentence) => sentence !== "").join(" ");
}

/** One sentence on evolution and its baselines; empty without a baseline. */
export function baselineSentence(view: DiscoveryView): string {
  const comparisons = baselineComparisons(view).filter(({ first, second }) => first.length > 0 && second.length > 0);
  if (comparisons.length === 0) return "";
  const budgets = [...new Set(comparisons.map(({ evaluations }) => evaluations))];
  const most = wholeText(Math.max(...budgets));
  const budget = budgets.length === 1 ? `${most} evaluations` : `evaluations, at most ${most}`;
  return `On the same budget of ${budget}, evolution ${listInWords(verdictGroups(comparisons))}.`;
}

/** One sentence for a stage on the best program, or its simplified form, and the bar; empty while the stage has neither. */
export function barSentence(view: DiscoveryView, stage: FunnelStage): string {
  const [found] = bestComparisons(view, stage);
  if (found === undefined) return "";
  return barWords(found, found.entry.role === "simplified" ? "Its simplified form" : "It");
}

function foundSentence(view: DiscoveryView, best: BestProgram): string {
  if (best.search !== null && best.identity === searchSeedIdentity(best)) {
    return "Evolution found nothing better than the program it started from.";
  }
  const seed = best.search?.ancestry[0]?.program ?? best.search?.record.config.seedProgram;
  if (seed !== undefined && withoutNumbers(seed) === withoutNumbers(best.program)) {
    return `Evolution found no new rule: its best is the program it started from, with other numbers.${earlyEnd(best)}`;
  }
  const family = best.family ?? best.simplified?.family ?? null;
  const what = family === null ? `a program of ${bestLength(view, best)}` : family;
  return `Evolution found ${what}.`;
}

/** A canonical text with every number blanked: equal for programs that differ in numbers alone. */
function withoutNumbers(program: string): string {
  return program.replace(/-?\b\d[\d.]*(?:e[+-]?\d+)?\b/gi, "#");
}

/** Where evolution ended before it had tried a statement. */
function earlyEnd({ search }: BestProgram): string {
  if (search === null) return "";
  const { tuneFirst } = search.record.config.evolution;
  if (tuneFirst === 0 || search.evaluations > tuneFirst) return "";
  return ` It ended within its first ${wholeText(tuneFirst)} evaluations (tuneFirst), in which numbers alone change: no statement was tried.`;
}

function searchSeedIdentity(best: BestProgram): string | undefined {
  return best.search?.ancestry[0]?.reason === "seed" ? best.search.ancestry[0].identity : undefined;
}

function bestLength(view: DiscoveryView, best: BestProgram): string {
  const length = best.search?.ancestry.at(-1)?.length;
  const size = length === undefined ? "unknown length" : `${length} statements`;
  return view.language === null ? size : `${size} that belongs to no family the recogniser knows`;
}

/** Fresh seeds first, and the largest stage that was run. */
function barSentences(view: DiscoveryView): readonly string[] {
  const stages = stagesOf(view);
  const told = stages.length < 2 ? stages : [stages[0]!, stages.at(-1)!];
  const sentences = told.map((stage) => barSentence(view, stage));
  return sentences.some((sentence) => sentence !== "")
    ? sentences
    : [`It has not been compared with ${barLabel(view)} on fresh seeds yet.`];
}

function barWords({ entry, bar, ...comparison }: BarComparison, who: string): string {
  const { stage } = entry;
  const figures = `(${namedShift(comparison.shift, stage)}; ${evidenceText(comparison)})`;
  const where = `${bar.label} ${atStage(stage)}`;
  switch (comparison.verdict) {
    case "ahead":
      return `${who} beats ${where} ${figures}.`;
    case "behind":
      return `${who} is worse than ${where} ${figures}.`;
    case "open":
      return `${who} does not beat ${where} by more than the seeds alone can explain ${figures}.`;
    case "no-claim":
      return `Against ${where} there are too few seeds for a claim ${figures}.`;
  }
}

/** Baselines with the same verdict share their words. */
function verdictGroups(comparisons: readonly BaselineComparison[]): readonly string[] {
  const words = comparisons.map(verdictWords);
  return [...new Set(words)].map((word) => {
    const same = comparisons.filter((_, index) => words[index] === word);
    return `${word} ${listInWords(same.map(rivalWords))}`;
  });
}

function verdictWords({ verdict, shift }: BaselineComparison): string {
  switch (verdict) {
    case "ahead":
      return "is ahead of";
    case "behind":
      return "is behind";
    case "open":
      return "is not told apart from";
    case "no-claim":
      return `has too few seeds for a claim and ends ${leadWord(shift.value)}`;
  }
}

function rivalWords(comparison: BaselineComparison): string {
  const rival = comparison.baseline === "constants" ? "tuning the constants alone" : methodName(comparison.baseline);
  return `${rival} (${namedShift(comparison.shift, "search")}; ${evidenceText(comparison)})`;
}

function leadWord(shift: number): string {
  return shift > 0 ? "above" : shift < 0 ? "below" : "level with";
}
