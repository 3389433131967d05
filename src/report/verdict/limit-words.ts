/**
 * Under which conditions a verdict holds: how far the study is, what tuning spent, which length of training, and who chose the winners.
 */
import { trialPhase } from "../../records/records.ts";
import { count, listInWords } from "../format.ts";
import type { StudyView } from "../study-view.ts";
import type { Standing } from "./standings.ts";

/** A condition; a `warning` is one that a reader could otherwise conclude wrongly without. */
export interface Limit {
  readonly tone: "plain" | "warning";
  readonly text: string;
}

/** In reading order. */
export function limitWords(view: StudyView, standings: readonly Standing[]): readonly Limit[] {
  if (!standings.some(({ test }) => test !== null)) return [];
  const chosen = view.phase === "judged" ? judgedWords(view) : optimism(standings);
  return [...unfinished(view), budget(view, standings), ...chosen];
}

function unfinished({ progress: { planned, finished, diverged } }: StudyView): readonly Limit[] {
  const ended = finished + diverged;
  if (ended === planned) return [];
  const text = `The study is unfinished: ${ended} of ${count(planned, "trial")} have ended, and all of this may change.`;
  return [{ tone: "warning", text }];
}

/** What each had, and that other budgets and lengths may give another order. */
function budget(view: StudyView, standings: readonly Standing[]): Limit {
  const settings = standings.map((standing) => standing.settings);
  const equal = new Set(settings).size === 1;
  const each = standings.length === 1 ? "It" : "Each";
  const seeds = `${count(seedsOfTuning(view), "seed")}${settings[0]! > 1 || !equal ? " each" : ""}`;
  const unequal = listInWords(standings.map(({ label, settings: n }) => `${n} of ${label}`));
  const tuned = equal
    ? `${each} had ${count(settings[0]!, "setting")} with ${seeds}`
    : `Tuning was unequal: settings tried were ${unequal}, with ${seeds}; the one with more tries has an advantage. Each trial had`;
  const length = `${equal ? " and " : " "}${count(epochsOf(view), "epoch")} of training`;
  const turn =
    standings.length === 1
      ? ""
      : " With more tuning, or with longer or shorter training, the order can be another; compared are whole runs, at the epoch that validation chose, never points inside a run.";
  return { tone: equal ? "plain" : "warning", text: `${tuned}${length}.${turn}` };
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

/** Of a study that tunes, then judges. */
function judgedWords(view: StudyView): readonly Limit[] {
  const judging = view.trials.filter(({ config }) => trialPhase(config) === "evaluation");
  const seeds = new Set(judging.map(({ config }) => config.seed)).size;
  const text = `All figures are of the winners alone, trained again on ${count(seeds, "seed")} that no tuning saw; the test set was read only there. So none of them is flattered by having been chosen.`;
  return [{ tone: "plain", text }];
}

/** The runs that chose a setting are those that are shown. */
function optimism(standings: readonly Standing[]): readonly Limit[] {
  const most = Math.max(...standings.map(({ settings }) => settings));
  if (most < 2) return [];
  const several = standings.length > 1;
  const whose = several ? "The figures of each optimizer are" : "Its figures are";
  const differences = several ? " Differences suffer less where all had as many tries." : "";
  const text =
    `${whose} optimistic: the same runs chose its best setting, of ${several ? "up to " : ""}${count(most, "setting")}, and are shown for it, so that setting was in part lucky.${differences} ` +
    `For figures without this, train ${several ? "each" : "it"} again at its best setting on seeds that chose nothing: give the study \`tuning:\` and \`evaluation:\`, or save its study file under How to reproduce and give that other \`seeds\`.`;
  return [{ tone: "warning", text }];
}
