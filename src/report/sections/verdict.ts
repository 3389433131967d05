/**
 * What was found: who leads, by how much, whether luck explains it, and the figures behind the words.
 */
import { magnitudeOf } from "../../stats/effect-size.ts";
import { contendersOf } from "../contenders.ts";
import type { Cell, Column, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { formatP, formatPercentEstimate, formatPoints, formatRate, nothing } from "../format.ts";
import { tableSpread } from "../seed-estimate.ts";
import { leadersOf, provenance, type StudyView } from "../study-view.ts";
import { leadWords } from "../verdict/lead-words.ts";
import { limitWords } from "../verdict/limit-words.ts";
import { type Decision, type LeadOver, type Standing, standingsOf } from "../verdict/standings.ts";

/** Words first, then a row for each optimizer. */
export function verdictSection(view: StudyView): Section {
  const standings = standingsOf(view);
  return {
    id: "verdict",
    title: "What was found",
    blocks: [...verdictTexts(view, standings), verdictTable(view, standings)],
  };
}

/** The words alone: one paragraph of the first two, one of the pairs, and what nobody may miss. */
function verdictTexts(view: StudyView, standings: readonly Standing[]): readonly TextBlock[] {
  const [first, next, ...rest] = leadWords(view, standings);
  const lead = [[first, next].join(" ").trim(), ...rest].map((text) => ({ tone: "plain" as const, text }));
  return [...lead, ...limitWords(view, standings)].map((one) => ({ kind: "text", ...one }));
}

const columns: readonly Column[] = [
  column("optimizer", "left", 0, "Label of the optimizer in the study; the one that validation prefers first."),
  column("rate", "right", 1, "Learning rate of its best setting, chosen by validation."),
  column("test accuracy", "right", 0, "Mean over the seeds that did not diverge, at the epoch that validation chose."),
  column(
    "leader's lead",
    "right",
    0,
    "Test accuracy of the leader less that of this one, percentage points: the Hodges-Lehmann shift with its interval, or the difference of means where nothing was tested.",
  ),
  column("p (Holm)", "right", 2, "Two-sided, corrected for all pairs of optimizers; which test, the text says."),
  column("A12", "right", 2, "Chance that a run of the leader beats a run of this one."),
  column("size", "left", 4, "Vargha and Delaney's word for A12."),
  column("best at", "right", 3, "Seeds at which it is the best of all, of those that all ran on."),
  column(
    "settings",
    "right",
    3,
    "Settings that tuning tried for it: rates, and combinations of other hyperparameters.",
  ),
  column("trials", "right", 4, "Trials of it that ended, of those planned."),
  column("verdict", "left", 0, "Whether the difference from the leader is larger than luck explains."),
];

function verdictTable(view: StudyView, standings: readonly Standing[]): TableBlock {
  const groups = contendersOf(view).map(({ setting }) => setting.best?.runs ?? []);
  const leading = leadersOf(view).map(({ label }) => label);
  const seeds = standings.map(({ test }) => test?.n ?? 0);
  return {
    kind: "table",
    id: "verdict",
    title: "The figures behind it",
    columns,
    rows: standings.map((standing) => row(standing, leading)),
    caption:
      "Each optimizer at the setting that validation chose. Intervals of a lead are at 95 % for each pair by itself; p is corrected for all pairs by Holm, so an interval without 0 need not go with a small p. A diverged run counts as lower than every other.",
    provenance: provenance(view, groups, tableSpread(seeds, "none: one seed")),
  };
}

function row(standing: Standing, leading: readonly string[]): readonly Cell[] {
  const { label, rate, test, bestAt, behindLeader: over, settings, whole, trials } = standing;
  return [
    cell(label, label),
    rate === null ? blank : cell(formatRate(rate), rate),
    test === null ? blank : cell(formatPercentEstimate(test), test.value),
    over === null ? blank : cell(leadText(over), Number.isFinite(over.lead.value) ? 100 * over.lead.value : null),
    over?.p == null ? blank : cell(formatP(over.p), over.p),
    over?.effect == null ? blank : cell(over.effect.value.toFixed(2), over.effect.value),
    over?.effect == null ? blank : cell(magnitudeOf(over.effect.value), magnitudeOf(over.effect.value)),
    bestAt === null ? blank : cell(`${bestAt.best}/${bestAt.seeds}`, bestAt.best),
    cell(settings === whole ? String(settings) : `${settings}, ${whole} to the end`, settings, "muted"),
    cell(`${trials.ended}/${trials.planned}`, trials.ended, "muted"),
    verdictCell(standing, leading),
  ];
}

function leadText({ lead: { value, low, high } }: LeadOver): string {
  return low === null || high === null
    ? formatPoints(value)
    : `${formatPoints(value)} [${formatPoints(low)}, ${formatPoints(high)}]`;
}

const decisions: Readonly<Record<Decision, string>> = {
  ahead: "behind, beyond luck",
  behind: "ahead, beyond luck",
  open: "not told apart",
  "too-few": "too few seeds to tell",
  untested: "too few seeds to test",
};

function verdictCell({ label, test, trials, behindLeader }: Standing, leading: readonly string[]): Cell {
  if (test === null) {
    return trials.ended > 0 && trials.ended === trials.diverged
      ? cell("diverged", "diverged", "bad")
      : cell("no result yet", null, "muted");
  }
  if (leading.includes(label)) {
    const words = leading.length > 1 ? "tied on validation" : "best on validation";
    return cell(words, words, "best");
  }
  if (behindLeader === null) return blank;
  const words = decisions[behindLeader.decision];
  return cell(words, words);
}

const blank: Cell = { text: nothing, value: null, tone: "muted" };

function cell(text: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text, value, tone };
}

function column(title: string, align: Column["align"], priority: number, description: string): Column {
  return { title, align, priority, description };
}
