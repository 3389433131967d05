/**
 * Lines of a progress display: one per running trial, one per ended trial, one for the whole. Pure text.
 */

import { printable } from "../../core/printable.ts";
import type { EndedTrial, RunningTrial, StudyState } from "../../live/study-state.ts";
import { formatRate } from "../../report/format.ts";
import { silenceText } from "./follow-lines.ts";
import {
  bar,
  cut,
  fitParts,
  formatCount,
  formatDuration,
  formatLoss,
  formatRoughDuration,
  formatShare,
  paint,
  type Style,
} from "./text.ts";

/** Widths that make the lines of one study line up. */
export interface Alignment {
  readonly label: number;
  readonly rate: number;
  /** 0 where all trials have the same seed, which then goes without saying. */
  readonly seed: number;
}

/** Alignment for the trials of a study. */
export function alignmentOf(trials: readonly { label: string; lr: number; seed: number }[]): Alignment {
  const widest = (texts: readonly string[]) => Math.max(1, ...texts.map((text) => [...text].length));
  return {
    label: Math.min(24, widest(trials.map(({ label }) => printable(label)))),
    rate: widest(trials.map(({ lr }) => formatRate(lr))),
    seed: new Set(trials.map(({ seed }) => seed)).size > 1 ? widest(trials.map(({ seed }) => String(seed))) : 0,
  };
}

/** What a block is drawn with. `now`: by the clock of the state's times. */
export interface StudyBlockSetup {
  readonly style: Style;
  readonly rows: number;
  readonly align: Alignment;
  readonly elapsedSeconds: number;
  readonly now?: number;
}

/**
 * The redrawn block: running trials, then the overall line. At most `rows` lines; on a narrow screen each line keeps its
 * first parts.
 */
export function renderBlock(
  state: StudyState,
  { style, rows, align, elapsedSeconds, now = 0 }: StudyBlockSetup,
): string[] {
  const room = Math.max(1, rows - 2);
  const shown = state.running.slice(0, room);
  const hidden = state.running.length - shown.length;
  const lines = shown.map((trial) => runningLine(trial, align, style));
  if (hidden > 0) lines.push(cut(`and ${hidden} more trials running`, style.columns));
  return [...lines, overallLine(state, { elapsedSeconds, now }, style)];
}

function runningLine(trial: RunningTrial, align: Alignment, style: Style): string {
  const { epochs, epochsDone, share, loss, accuracy, imagesPerSecond } = trial;
  const epoch = Math.min(epochs, epochsDone + (share > 0 ? 1 : 0));
  const width = style.columns >= 90 ? 16 : 8;
  const parts = [
    `  ${nameText(trial, align)}`,
    style.columns >= 70 ? bar((epochsDone + share) / epochs, width) : "",
    `epoch ${String(Math.max(1, epoch)).padStart(String(epochs).length)}/${epochs}`,
    loss === null ? "starting" : `loss ${formatLoss(loss)}`,
    accuracy === null ? "" : `acc ${formatShare(accuracy)}`,
    imagesPerSecond === null ? "" : `${formatCount(imagesPerSecond)} img/s`,
  ];
  return fitParts(
    parts.filter((part) => part !== ""),
    style.columns,
  );
}

function overallLine(
  state: StudyState,
  { elapsedSeconds, now }: { readonly elapsedSeconds: number; readonly now: number },
  style: Style,
): string {
  const { done, total, secondsLeft, running } = state;
  // Trials under way count by their share, so that the bar moves from the first minute on.
  const partly = running.reduce((sum, trial) => sum + (trial.epochsDone + trial.share) / trial.epochs, 0);
  const share = total === 0 ? 1 : (done + Math.min(partly, total - done)) / total;
  const parts = [
    style.columns >= 40 ? bar(share, style.columns >= 90 ? 28 : 12) : `${Math.floor(100 * share)} %`,
    `${state.phase === null ? "" : `${state.phase} · `}${done}/${total} trials`,
    formatDuration(elapsedSeconds),
    state.silence === undefined ? leftText(state, secondsLeft) : silenceText(state.silence, now),
  ];
  const line = fitParts(
    parts.filter((part) => part !== ""),
    style.columns,
    " · ",
  );
  return paint(line, "bold", style);
}

function leftText({ done, total }: StudyState, secondsLeft: number | null): string {
  if (done >= total) return "done";
  return secondsLeft === null ? "estimating the time left" : `${formatRoughDuration(secondsLeft)} left`;
}

/** The lasting line of an ended trial. */
export function endedLine(trial: EndedTrial, align: Alignment, style: Style): string {
  const { outcome, epochsDone, validation, testAccuracy, seconds } = trial;
  const marks = { finished: "✓", diverged: "×", failed: "!" } as const;
  const epochs = `${epochsDone} ${epochsDone === 1 ? "epoch" : "epochs"} in ${formatDuration(seconds)}`;
  const facts = {
    finished: [
      validation === null ? "" : `validation ${formatShare(validation)}`,
      testAccuracy === null ? "" : `test ${formatShare(testAccuracy)}`,
      epochs,
    ],
    diverged: [trial.divergedAtStep === null ? "diverged" : `diverged at step ${formatCount(trial.divergedAtStep)}`],
    failed: [`failed: ${trial.failure ?? "no reason given"}`],
  } as const;
  const line = fitParts(
    [`${marks[outcome]} ${nameText(trial, align)}`, ...facts[outcome].filter((part) => part !== "")],
    style.columns,
  );
  const look = { finished: "green", diverged: "red", failed: "red" } as const;
  return style.color ? paint(line.slice(0, 1), look[outcome], style) + line.slice(1) : line;
}

/** `adam   lr 0.001  seed 0`, padded so that lines of one study stand in columns. */
export function nameText({ label, lr, seed }: { label: string; lr: number; seed: number }, align: Alignment): string {
  const seedText = align.seed === 0 ? "" : `  seed ${String(seed).padEnd(align.seed)}`;
  return `${cut(label, align.label).padEnd(align.label)}  lr ${formatRate(lr).padEnd(align.rate)}${seedText}`;
}
