/**
 * Under which conditions a verdict holds: how far the study is, what tuning spent, which length of training, and who chose the winners.
 */
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
  return [...unfinished(view), budget(view, standings), ...selection(standings)];
}

function unfinished({ progress: { planned, finished, diverged } }: StudyView): readonly Limit[] {
  const ended = finished + diverged;
  if (ended === planned) return [];
  return [
    {
      tone: "warning",
      text: `The study is unfinished: ${ended} of ${count(planned, "trial")} have ended, and all of this may change.`,
    },
  ];
}

/** What each had, and that other budgets and lengths may give another order. */
function budget(view: StudyView, standings: readonly Standing[]): Limit {
  const { epochs } = view.trials[0]!.config.training;
  const seeds = new Set(view.trials.map(({ config }) => config.seed)).size;
  const settings = standings.map((standing) => standing.settings);
  const equal = new Set(settings).size === 1;
  const each = standings.length === 1 ? "It" : "Each";
  const tuned = equal
    ? `${each} had ${count(settings[0]!, "setting")} with ${count(seeds, "seed")}${settings[0]! > 1 ? " each" : ""}`
    : `Tuning was unequal: settings tried were ${listInWords(standings.map(({ label, settings: n }) => `${n} of ${label}`))}, each with ${count(seeds, "seed")}; the one with more tries has an advantage. Each trial had`;
  const length = `${equal ? " and " : " "}${count(epochs, "epoch")} of training`;
  const turn =
    standings.length === 1
      ? ""
      : " With more tuning, or with longer or shorter training, the order can be another; compared are whole runs, at the epoch that validation chose, never points inside a run.";
  return { tone: equal ? "plain" : "warning", text: `${tuned}${length}.${turn}` };
}

/** The runs that chose a setting are those that are shown. */
function selection(standings: readonly Standing[]): readonly Limit[] {
  const most = Math.max(...standings.map(({ settings }) => settings));
  if (most < 2) return [];
  return [
    {
      tone: "warning",
      text:
        `${standings.length > 1 ? "The figures of each optimizer are" : "Its figures are"} optimistic: the same runs chose its best setting, of ${standings.length > 1 ? "up to " : ""}${count(most, "setting")}, and are shown for it, so that setting was in part lucky. ` +
        (standings.length > 1 ? "Differences suffer less where all had as many tries. " : "") +
        `For figures without this, train ${standings.length > 1 ? "each" : "it"} again at its best setting on seeds that chose nothing: save its study file under How to reproduce and give it other \`seeds\`.`,
    },
  ];
}
