/**
 * What each optimizer costs, and how much tuning it forgives: time and steps to a target, memory, and accuracy over all that was tried.
 */

import { wholeText } from "../../core/whole-number.ts";
import { secondsOfEpoch, timingFigures } from "../../records/trial-epochs.ts";
import { median } from "../../stats/quantile.ts";
import { type Contender, contendersOf } from "../contenders.ts";
import type { Cell, Column, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { formatPercent, formatSeconds, listInWords, nothing } from "../format.ts";
import { type Robustness, robustness } from "../measures/robustness.ts";
import { type Arrival, arrivalAt, commonTarget, middleArrival } from "../measures/target.ts";
import { endedRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { samplerOf, type Tuned, tunedOf } from "../tuned.ts";
import { triesChart } from "./tries.ts";

/** Bytes of a number of an optimizer's state: float32. */
const bytesPerNumber = 4;

/** Two tables with their gist in words, and the worth of tuning; null where no run has ended. */
export function costSection(view: StudyView): Section | null {
  const contenders = contendersOf(view);
  const costs = contenders.map((contender) => costOf(view, contender));
  if (costs.every(({ runs }) => runs.length === 0)) return null;
  const target = targetOf(view, costs);
  const arrivals = costs.map(({ runs }) =>
    runs.map((run) => (target === null || run.diverged ? null : arrivalOf(run, target))),
  );
  const forgiven = contenders.map((contender) => forgivenOf(view, contender));
  return {
    id: "cost",
    title: "What it costs, and what it forgives",
    blocks: [
      ...(target === null ? [] : targetWords(view, { costs, arrivals, target })),
      costTable(view, { costs, arrivals, target }),
      ...forgivenWords(view, forgiven),
      ...(forgiven.some(({ tuned }) => tuned.points.length > 1) ? [forgivenTable(view, forgiven)] : []),
      ...triesChart(
        view,
        forgiven.map(({ tuned }) => tuned),
      ),
    ],
  };
}

/** A contender with its ended runs at the best setting. */
interface Cost {
  readonly label: string;
  readonly runs: readonly Run[];
  /** Median over the epochs of its runs there, training and evaluation; null without timings. */
  readonly secondsPerEpoch: number | null;
  readonly slots: number | null;
}

function costOf(view: StudyView, { label, setting }: Contender): Cost {
  const runs = setting.best === null ? [] : endedRuns(setting.best);
  const seconds = runs.flatMap(({ trial }) => timingFigures(trial, secondsOfEpoch));
  return {
    label,
    runs,
    secondsPerEpoch: seconds.length === 0 ? null : median(seconds),
    slots: view.stateSlots(setting.config),
  };
}

/** What was asked for, or the common target. */
function targetOf(view: StudyView, costs: readonly Cost[]): number | null {
  if (view.target !== null) return view.target;
  const best = ({ diverged, best: epoch }: Run): number =>
    diverged || epoch === null ? Number.NEGATIVE_INFINITY : epoch.validationAccuracy;
  return commonTarget(costs.map(({ runs }) => runs.map(best)));
}

function arrivalOf({ trial }: Run, target: number): Arrival | null {
  const { batchSize } = trial.config.training;
  const timings = trial.timings.map(({ epoch, trainSeconds, imagesPerSecond }) => {
    return { epoch, trainSeconds, images: imagesPerSecond * trainSeconds };
  });
  return arrivalAt({ accuracies: trial.epochs.map((epoch) => epoch.validationAccuracy), timings, batchSize }, target);
}

interface Timed {
  readonly costs: readonly Cost[];
  readonly arrivals: readonly (readonly (Arrival | null)[])[];
  readonly target: number | null;
}

function targetWords(view: StudyView, { costs, arrivals, target }: Timed): readonly TextBlock[] {
  const why =
    view.target === null
      ? costs.length > 1
        ? ", the lowest of the optimizers' medians over seeds,"
        : ", its median over seeds,"
      : ", the target that was asked for,";
  const parts = costs.flatMap(({ label, runs }, index) =>
    runs.length === 0 ? [] : [arrivalText(label, arrivals[index]!)],
  );
  return [text("plain", `To ${formatPercent(target)} validation accuracy${why} ${listInWords(parts)} (median seed).`)];
}

/** `lion takes 12 epochs, 4,500 steps and 34.0 s` */
function arrivalText(label: string, arrivals: readonly (Arrival | null)[]): string {
  const epoch = middleArrival(arrivals, "epoch");
  if (epoch === null || !Number.isFinite(epoch)) return `${label} does not come`;
  const steps = middleArrival(arrivals, "steps");
  const seconds = middleArrival(arrivals, "seconds");
  const parts = [
    `${epoch} ${epoch === 1 ? "epoch" : "epochs"}`,
    ...(steps === null ? [] : [`${wholeText(steps)} steps`]),
    ...(seconds === null ? [] : [formatSeconds(seconds)]),
  ];
  return `${label} takes ${listInWords(parts)}`;
}

const costColumns: readonly Column[] = [
  column("optimizer", "left", "Label of the optimizer in the study, the one that validation prefers first."),
  column("s/epoch", "right", "Seconds per epoch, training and validation: median over the epochs at its best setting."),
  column(
    "numbers per weight",
    "right",
    "Numbers that the optimizer keeps from step to step for each weight, beside the weight.",
  ),
  column("bytes per weight", "right", "The same in bytes, as float32."),
  column("reached by", "right", "Seeds that reached the target, of those that ended; a diverged one did not."),
  column("epochs to target", "right", "Epochs until validation accuracy was at least the target: the middle seed."),
  column("steps to target", "right", "Training steps until then: the middle seed."),
  column("time to target", "right", "Seconds of training until then, evaluation left out: the middle seed."),
];

function costTable(view: StudyView, { costs, arrivals, target }: Timed): TableBlock {
  return {
    kind: "table",
    id: "cost",
    title: "Time, memory, and the way to a target",
    columns: costColumns,
    rows: costs.map((cost, index) => costRow(cost, arrivals[index]!)),
    caption:
      `${target === null ? "No target: no optimizer has a finished run on half of its seeds." : `Target: ${formatPercent(target)} validation accuracy, looked at after each epoch.`} ` +
      "Of an even number of seeds the earlier of the middle two is told. Seconds are those of the machine that trained, with whatever else it did.",
    provenance: provenance(
      view,
      costs.map(({ runs }) => runs),
      "none: middle seed",
    ),
  };
}

function costRow(
  { label, runs, secondsPerEpoch, slots }: Cost,
  arrivals: readonly (Arrival | null)[],
): readonly Cell[] {
  const reached = arrivals.filter((arrival) => arrival !== null).length;
  const [epochs, steps, seconds] = (["epoch", "steps", "seconds"] as const).map((of) => middleArrival(arrivals, of));
  return [
    cell(label, label),
    secondsPerEpoch === null ? blank : cell(formatSeconds(secondsPerEpoch), secondsPerEpoch),
    slots === null ? blank : cell(String(slots), slots),
    slots === null ? blank : cell(String(bytesPerNumber * slots), bytesPerNumber * slots),
    runs.length === 0 ? blank : cell(`${reached}/${runs.length}`, reached),
    arrivalCell(epochs!, String),
    arrivalCell(steps!, wholeText),
    arrivalCell(seconds!, formatSeconds),
  ];
}

function arrivalCell(figure: number | null, write: (figure: number) => string): Cell {
  if (figure === null) return blank;
  return Number.isFinite(figure) ? cell(write(figure), figure) : cell("not reached", null, "bad");
}

/** A contender with all that was tried for it. */
interface Forgiven {
  readonly tuned: Tuned;
  /** Null where nothing has a result. */
  readonly over: Robustness | null;
}

function forgivenOf(view: StudyView, contender: Contender): Forgiven {
  const tuned = tunedOf(view, contender);
  return { tuned, over: robustness(tuned.points.map(({ accuracy }) => accuracy)) };
}

/** Who forgives most, where several settings were tried. */
function forgivenWords(view: StudyView, forgiven: readonly Forgiven[]): readonly TextBlock[] {
  const able = forgiven.filter(({ tuned, over }) => over !== null && tuned.points.length > 1);
  if (able.length === 0) return [];
  const share = ({ over }: Forgiven): number => over!.nearlyBest / over!.settings;
  const parts = [...able]
    .sort((a, b) => share(b) - share(a))
    .map(({ tuned: { label }, over }) => `${label} at ${over!.nearlyBest} of ${over!.settings}`);
  const unfair = unfairWords(view, forgiven);
  const which = settingsWord(forgiven);
  const words = `Within a point of its own best accuracy, of ${which}: ${listInWords(parts)}. ${unfair ?? "The more, the less tuning it takes."}`;
  return [text("plain", words)];
}

/** Which settings there are figures of. */
function settingsWord(forgiven: readonly Forgiven[]): string {
  return forgiven.some(({ tuned }) => isRaced(tuned))
    ? "the settings that were trained to the end"
    : "the settings tried";
}

function isRaced({ tried, points }: Tuned): boolean {
  return tried > points.length;
}

/** Why the settings that have figures are no fair draw from the space; null where they are as good as one. */
function unfairWords(view: StudyView, forgiven: readonly Forgiven[]): string | null {
  const sampler = samplerOf(view);
  if (forgiven.some(({ tuned }) => isRaced(tuned)))
    return "Those that did badly early were stopped, so this does not say how much tuning an optimizer takes.";
  if (sampler === null || !searching.has(sampler)) return null;
  return `${sampler} tries more settings near those that did well, so this does not say how much tuning an optimizer takes.`;
}

/** Samplers that look where it went well. */
const searching = new Set(["tpe", "coordinate"]);

const forgivenColumns: readonly Column[] = [
  column("optimizer", "left", "Label of the optimizer in the study, the one that validation prefers first."),
  column("settings", "right", "Settings that were trained to the end, or diverged."),
  column("best", "right", "Validation accuracy of the best setting, mean over its seeds."),
  column(
    "median",
    "right",
    "The lower median over the settings; of a grid and of random settings, what one picked blindly gives.",
  ),
  column("worst", "right", "The lowest over the settings."),
  column("within a point", "right", "Share of the settings that lose at most one percentage point against the best."),
  column("diverged", "right", "Share of the trials that diverged."),
];

function forgivenTable(view: StudyView, forgiven: readonly Forgiven[]): TableBlock {
  return {
    kind: "table",
    id: "robustness",
    title: forgiven.some(({ tuned }) => isRaced(tuned))
      ? "Accuracy over the settings that were trained to the end"
      : "Accuracy over all that was tried",
    columns: forgivenColumns,
    rows: forgiven.map(forgivenRow),
    caption:
      "Validation accuracy at the best epoch of each setting, averaged over its seeds; a setting at which a seed diverged counts as diverged.",
    provenance: provenance(
      view,
      forgiven.flatMap(({ tuned }) => tuned.points.map(({ runs }) => runs)),
      "none: means over seeds",
    ),
  };
}

function forgivenRow({ tuned: { label, trials }, over }: Forgiven): readonly Cell[] {
  const diverged =
    trials.ended === 0 ? blank : shareCell(trials.diverged, trials.ended, trials.diverged > 0 ? "bad" : "muted");
  if (over === null) return [cell(label, label), ...new Array<Cell>(5).fill(blank), diverged];
  return [
    cell(label, label),
    cell(String(over.settings), over.settings, "muted"),
    accuracyCell(over.best),
    accuracyCell(over.typical),
    accuracyCell(over.worst),
    shareCell(over.nearlyBest, over.settings),
    diverged,
  ];
}

function accuracyCell(accuracy: number): Cell {
  return Number.isFinite(accuracy) ? cell(formatPercent(accuracy), accuracy) : cell("diverged", null, "bad");
}

/** `60 % (3/5)` */
function shareCell(some: number, all: number, tone: Tone = "plain"): Cell {
  return cell(`${Math.round((100 * some) / all)} % (${some}/${all})`, some / all, tone);
}

const blank: Cell = { text: nothing, value: null, tone: "muted" };

function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

function column(title: string, align: Column["align"], description: string): Column {
  return { title, align, description, priority: 0 };
}

function text(tone: TextBlock["tone"], sentence: string): TextBlock {
  return { kind: "text", tone, text: sentence };
}
