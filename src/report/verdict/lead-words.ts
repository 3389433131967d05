/**
 * Who leads, in words: by how much, whether luck explains it, what to do, and what the seeds could not have shown.
 */
import { importOf } from "../../records/imported.ts";
import { magnitudeOf } from "../../stats/effect-size.ts";
import { chanceOf, chanceText, guessers } from "../chance.ts";
import { comparisonsOf, contendersOf, seedsForAll, testSample } from "../contenders.ts";
import { alpha } from "../decidable.ts";
import { count, formatP, formatPercentEstimate, formatPoints, formatRate, listInWords } from "../format.ts";
import { detectableLead, wantedPower } from "../measures/detectable-lead.ts";
import { namedPairs, pairsVerdict } from "../pair-words.ts";
import { leadersOf, type StudyView } from "../study-view.ts";
import type { LeadOver, Standing } from "./standings.ts";

/** Sentences in reading order, each a paragraph. Standings are those of the view. */
export function leadWords(view: StudyView, standings: readonly Standing[]): readonly string[] {
  const measured = standings.filter(({ test }) => test !== null);
  const leader = standings[0];
  if (leader === undefined || measured.length === 0) return [nothingWords(view, standings)];
  const others = standings.slice(1).filter(({ behindLeader }) => behindLeader !== null);
  return [
    `${firstWords(view, leader)}${idleWords(view, leader)}`,
    ...(others.length > 0 ? [nextWords(view, leader, others[0]!)] : standings.length === 1 ? [aloneWords()] : []),
    ...pairWords(view, others[0]?.behindLeader ?? null),
    ...missingWords(standings),
  ];
}

function nothingWords(view: StudyView, standings: readonly Standing[]): string {
  const { planned, finished, diverged } = view.progress;
  const ended = finished + diverged;
  if (view.phase === "tuning" && importOf(view.study) !== null) {
    return `Nothing can be said of differences: these ${count(planned, "trial")} chose settings by validation. Train each winner on seeds that chose nothing, and import those runs.`;
  }
  if (view.phase === "tuning") {
    return `Nothing can be said yet: the study is still tuning (${ended} of ${count(planned, "known trial")} have ended). Winners are then trained on seeds that chose nothing, and judged.`;
  }
  if (ended === 0) return `Nothing can be said yet: none of ${count(planned, "trial")} has ended.`;
  if (finished > 0) return "Nothing can be said yet: no finished run has been tested.";
  const who = listInWords(standings.filter(({ trials }) => trials.ended > 0).map(({ label }) => label));
  const all =
    ended === planned ? `All ${count(planned, "trial")}` : `All ${ended} of ${count(planned, "trial")} that have ended`;
  return `${all} diverged (${who}), so nothing can be compared. As a rule the rates are too high: try rates ten times lower, or warm-up steps.`;
}

function firstWords(view: StudyView, leader: Standing): string {
  const leaders = leadersOf(view);
  const tied = leaders.length > 1 ? leaders.map(({ label }) => label) : [];
  const start =
    tied.length > 0
      ? `${listInWords(tied)} tie on validation. ${leader.label}`
      : `${leader.label} did best on validation and`;
  const diverged =
    leader.divergedSeeds > 0
      ? `; ${leader.divergedSeeds} more diverged there, and ${leader.divergedSeeds === 1 ? "counts" : "count"} as the worst`
      : "";
  const n = leader.test!.n;
  const rate = Number.isNaN(leader.rate!) ? "" : `, learning rate ${formatRate(leader.rate!)}`;
  return `${start} reaches ${formatPercentEstimate(leader.test!)} on the test set (${count(n, "seed")}${rate}${diverged}).`;
}

function idleWords(view: StudyView, leader: Standing): string {
  const chance = chanceOf(view);
  if (chance === null || !guessers(view).some(({ label }) => label === leader.label)) return "";
  return ` That is no better than ${chanceText(chance.test)}: it has learned nothing that the test set shows.`;
}

function aloneWords(): string {
  return "It is alone in this study, so there is nothing to compare it with: name other optimizers beside it.";
}

function nextWords(view: StudyView, leader: Standing, next: Standing): string {
  const over = next.behindLeader!;
  return `${leadText(over, next.label)}${figuresText(view, over)}.${decisionWords(view, { leader, next })}`;
}

function leadText({ lead: { value }, p }: LeadOver, other: string): string {
  if (!Number.isFinite(value)) {
    return `Against ${other}, the next, no difference in points can be given, since runs diverged`;
  }
  const points = formatPoints(Math.abs(value)).replace("+", "");
  const middle = p === null ? "in the mean" : "in the median of the differences between runs";
  if (points === "0.00") return `On the test set it is level with ${other}, the next, ${middle}`;
  return value > 0
    ? `That is ${points} points more than ${other}, the next, ${middle}`
    : `On the test set ${other}, the next, is ahead of it by ${points} points, ${middle}`;
}

/** In brackets: interval, p, effect size; empty where nothing was tested. */
function figuresText(view: StudyView, { lead, p, effect, decision }: LeadOver): string {
  if (p === null || effect === null) return "";
  const { low, high } = lead;
  const pairs = comparisonsOf(view).pairs.length;
  const interval =
    low === null || high === null
      ? "no interval: too few seeds"
      : !Number.isFinite(low) || !Number.isFinite(high)
        ? "no interval: runs diverged"
        : `95 % interval of the lead ${formatPoints(low)} to ${formatPoints(high)}`;
  const corrected = pairs > 1 ? ` after correction for ${count(pairs, "pair")}` : "";
  const size = decision === "too-few" ? "" : `, a ${magnitudeOf(effect.value)} effect`;
  return ` (${interval}; p ${formatP(p).startsWith("<") ? "" : "= "}${formatP(p)}${corrected}; A12 = ${effect.value.toFixed(2)}${size})`;
}

/** Whether luck explains it, and what to do. Where seeds are too few the words on pairs say it. */
function decisionWords(
  view: StudyView,
  { leader, next }: { readonly leader: Standing; readonly next: Standing },
): string {
  switch (next.behindLeader!.decision) {
    case "ahead":
      return ` The luck of the seeds does not explain it: under these conditions, prefer ${leader.label}.${edgeWords(view)}`;
    case "behind":
      return ` The luck of the seeds does not explain it: validation preferred ${leader.label}, the test set speaks for ${next.label}. Judge the two again on other seeds.`;
    case "open":
      return " The luck of the seeds can explain it: between these two, choose by what they cost and how much tuning they forgive, or run more seeds.";
    case "too-few":
      return "";
    case "untested":
      return untestedWords(view, Math.min(leader.seeds, next.seeds));
  }
}

/** What a preference rests on where tuning may have stopped short of the best. */
function edgeWords({ warnings }: StudyView): string {
  const atEdge = new Set((warnings ?? []).flatMap(({ code, about }) => (code === "border" ? (about ?? []) : [])));
  if (atEdge.size === 0) return "";
  const lie = atEdge.size === 1 ? "setting of" : "settings of";
  return ` But the best ${lie} ${listInWords([...atEdge])} may lie beyond what was tried, and tuned further the order may change: see what a reviewer would object.`;
}

function untestedWords(view: StudyView, seeds: number): string {
  const needed = seedsForAll(view);
  const have = seeds === 1 ? "One seed cannot tell this from luck" : `${seeds} seeds cannot tell this from luck`;
  return ` ${have}: another may turn the order around. ${needed} seeds could: run it again with \`--seeds ${needed}\`; what is computed is kept.`;
}

/** Of all pairs, where there are more than the one that is told of, or where none can be; and what is too small to be seen. */
function pairWords(view: StudyView, next: LeadOver | null): readonly string[] {
  const pairs = namedPairs(view);
  if (pairs.length === 0) return [];
  const all = pairs.length > 1 || next?.decision === "too-few" ? pairsVerdict(view, pairs) : null;
  const small = next?.decision === "open" ? smallestWords(view) : null;
  const words = [all, small].filter((one) => one !== null);
  return words.length === 0 ? [] : [words.join(" ")];
}

/** What a study that tells the first two not apart could have missed. */
function smallestWords(view: StudyView): string | null {
  const { pairs, choice } = comparisonsOf(view);
  const [first, second] = contendersOf(view).map(testSample);
  const design = { test: choice.test, comparisons: pairs.length, alpha };
  const lead = detectableLead([first!, second!], design);
  if (lead === null) return null;
  const points = formatPoints(lead).replace("+", "");
  return `With seeds and a spread such as these, a lead of ${points} points is found ${10 * wantedPower} times in 10, and smaller ones less often.`;
}

/** `Seed by seed: lion is the best at 3 of 5, adamw at 2.` Nothing where fewer than two seeds are shared. */
export function seedOrderWords(standings: readonly Standing[]): readonly string[] {
  const measured = standings.filter(({ test }) => test !== null);
  const seeds = measured[0]?.bestAt?.seeds ?? 0;
  if (seeds < 2) return [];
  const winners = measured.filter(({ bestAt }) => bestAt!.best > 0).sort((a, b) => b.bestAt!.best - a.bestAt!.best);
  const [first, ...rest] = winners;
  const ties = winners.reduce((sum, { bestAt }) => sum + bestAt!.best, 0) > seeds ? "; ties count for each" : "";
  const others =
    rest.length === 0 ? "" : `, ${listInWords(rest.map(({ label, bestAt }) => `${label} at ${bestAt!.best}`))}`;
  return [
    `Seed by seed on the test set, ${first!.label} is the best at ${first!.bestAt!.best} of ${seeds}${others}${ties}.`,
  ];
}

/** Who has no figure, and why. */
function missingWords(standings: readonly Standing[]): readonly string[] {
  const missing = standings.filter(({ test }) => test === null);
  const diverged = missing.filter(({ trials }) => trials.ended > 0 && trials.ended === trials.diverged);
  const waiting = missing.filter((standing) => !diverged.includes(standing));
  const names = (some: readonly Standing[]): string => listInWords(some.map(({ label }) => label));
  return [
    ...(diverged.length > 0
      ? [`Every run that ended of ${names(diverged)} diverged: its rates are too high, or it does not suit this task.`]
      : []),
    ...(waiting.length > 0 ? [`Without a result yet: ${names(waiting)}.`] : []),
  ];
}
