/**
 * Under which conditions a verdict holds: how far the study is, how it was tested, what tuning spent, on which processors, and who chose the winners.
 */
import { trialPhase } from "../../records/records.ts";
import { comparisonsOf } from "../contenders.ts";
import { count, listInWords } from "../format.ts";
import { namedPairs, testWords } from "../pair-words.ts";
import { mixedProcessors, processorsOf } from "../processors.ts";
import type { StudyView } from "../study-view.ts";
import { samplerOf } from "../tuned.ts";
import { seedOrderWords } from "./lead-words.ts";
import type { Standing } from "./standings.ts";

/** A condition; a `warning` is one that a reader could otherwise conclude wrongly without. */
export interface Limit {
  readonly tone: "plain" | "warning";
  readonly text: string;
}

/** What nobody may miss: that more is to come, and that figures are flattered. */
export function limitWords(view: StudyView, standings: readonly Standing[]): readonly Limit[] {
  if (!standings.some(({ test }) => test !== null)) return [];
  return [...unfinished(view), ...optimism(view, standings)];
}

/** Under which conditions it holds, in reading order: how it was tested, what each had, who chose. */
export function conditionWords(view: StudyView, standings: readonly Standing[]): readonly Limit[] {
  if (!standings.some(({ test }) => test !== null)) return [];
  const pairs = namedPairs(view);
  const tested = pairs.length === 0 ? [] : [testWords(comparisonsOf(view).choice, pairs)];
  return [
    ...[...tested, ...seedOrderWords(standings)].map((text) => ({ tone: "plain" as const, text })),
    budget(view, standings),
    ...processorWords(view),
    ...(view.phase === "judged" ? judgedWords(view) : withoutOptimism(view, standings)),
  ];
}

function unfinished({ progress: { planned, finished, diverged } }: StudyView): readonly Limit[] {
  const ended = finished + diverged;
  if (ended === planned) return [];
  const text = `The study is unfinished: ${ended} of ${count(planned, "trial")} have ended, and all of this may change.`;
  return [{ tone: "warning", text }];
}

/** What each had, and that other budgets and lengths may give another order. */
function budget(view: StudyView, standings: readonly Standing[]): Limit {
  const minutes = minutesOf(view);
  if (minutes !== null)
    return { tone: "plain", text: `${timedWords(view, standings, minutes)}${turnWords(standings)}` };
  const settings = standings.map((standing) => standing.settings);
  const equal = new Set(settings).size === 1;
  const each = standings.length === 1 ? "It" : "Each";
  const seeds = `${count(seedsOfTuning(view), "seed")}${settings[0]! > 1 || !equal ? " each" : ""}`;
  const unequal = listInWords(standings.map(({ label, settings: n }) => `${n} of ${label}`));
  const tuned = equal
    ? `${each} had ${count(settings[0]!, "setting")} with ${seeds}`
    : `Tuning was unequal: settings tried were ${unequal}, with ${seeds}; the one with more tries has an advantage. Each trial had`;
  const raced = racedWords(view, standings);
  const length = `${raced ?? `${equal ? " and " : " "}${count(epochsOf(view), "epoch")} of training`}`;
  return { tone: equal ? "plain" : "warning", text: `${tuned}${length}.${turnWords(standings)}` };
}

function turnWords(standings: readonly Standing[]): string {
  return standings.length === 1
    ? ""
    : " With more tuning, or with longer or shorter training, the order can be another; compared are whole runs, at the epoch that validation chose, never points inside a run.";
}

/** Of a budget of minutes: what each took, which is about equal, and how many settings that was on this machine. */
function timedWords(view: StudyView, standings: readonly Standing[], minutes: number): string {
  const each = standings.map(
    ({ label, settings, tuningSeconds }) =>
      `${count(settings, "setting")} of ${label} in ${(tuningSeconds / 60).toFixed(1)} minutes`,
  );
  return `Each could train for ${count(minutes, "minute")} to be tuned, by the times that its trials recorded on this machine: ${listInWords(each)}, with ${count(seedsOfTuning(view), "seed")} each and ${count(epochsOf(view), "epoch")} of training.`;
}

/** The budget of minutes that a study tuned by; null where it had another. */
function minutesOf({ study: { config } }: StudyView): number | null {
  const { tuning } = (config ?? {}) as { readonly tuning?: { readonly minutes?: unknown } };
  return typeof tuning?.minutes === "number" ? tuning.minutes : null;
}

/** Of settings that raced: how many were trained to the end; null where all were. */
function racedWords(view: StudyView, standings: readonly Standing[]): string | null {
  if (standings.every(({ settings, whole }) => settings === whole)) return null;
  const counts = standings.map(({ whole }) => whole);
  const most = Math.max(...counts);
  const some = new Set(counts).size === 1 ? most : `at most ${most}`;
  return `, of which ${samplerOf(view) ?? "tuning"} trained ${some} for all ${count(epochsOf(view), "epoch")} and stopped the others on the way`;
}

/** Seeds of the trials that tuned. */
function seedsOfTuning(view: StudyView): number {
  const trials =
    view.phase === "grid" ? view.trials : view.trials.filter(({ config }) => trialPhase(config) === "tuning");
  return new Set(trials.map(({ config }) => config.seed)).size;
}

function epochsOf(view: StudyView): number {
  return Math.max(...view.trials.map(({ config }) => config.training.epochs));
}

/** Of a study that several kinds of processor computed. */
function processorWords(view: StudyView): readonly Limit[] {
  const mixed = mixedProcessors(processorsOf(view));
  if (mixed === null) return [];
  const text = `Its trials were computed on several kinds of processor (${mixed}), between which figures of one trial differ in their last digits; on one kind they would be the same, byte for byte.`;
  return [{ tone: "plain", text }];
}

/** Of a study that tunes, then judges. */
function judgedWords(view: StudyView): readonly Limit[] {
  const judging = view.trials.filter(({ config }) => trialPhase(config) === "evaluation");
  const seeds = new Set(judging.map(({ config }) => config.seed)).size;
  const text = `All figures are of the winners alone, trained again on ${count(seeds, "seed")} that no tuning saw; the test set was read only there. So none of them is flattered by having been chosen.`;
  return [{ tone: "plain", text }];
}

/** The runs that chose a setting are those that are shown. */
function optimism(view: StudyView, standings: readonly Standing[]): readonly Limit[] {
  const most = mostChosenFrom(view, standings);
  if (most < 2) return [];
  const several = standings.length > 1;
  const whose = several ? "The figures of each optimizer are" : "Its figures are";
  const text = `${whose} optimistic: the same runs chose its best setting, of ${several ? "up to " : ""}${count(most, "setting")}, and are shown for it.`;
  return [{ tone: "warning", text }];
}

/** How to get figures that are not. */
function withoutOptimism(view: StudyView, standings: readonly Standing[]): readonly Limit[] {
  if (mostChosenFrom(view, standings) < 2) return [];
  const several = standings.length > 1;
  const text =
    `A setting that is shown for the runs that chose it was in part lucky.${several ? " Differences suffer less where all had as many tries." : ""} ` +
    `For figures without this, train ${several ? "each" : "it"} again at its best setting on seeds that chose nothing: give the study \`tuning:\` and \`evaluation:\`, or save its study file under How to reproduce and give that other \`seeds\`.`;
  return [{ tone: "plain", text }];
}

/** Settings that the shown runs chose from: none where others chose. */
function mostChosenFrom({ phase }: StudyView, standings: readonly Standing[]): number {
  return phase === "judged" ? 0 : Math.max(...standings.map(({ settings }) => settings));
}
