/**
 * Lasting lines of a study's events, said alike by the live and the plain display.
 */

import type { FollowedStudyEvent } from "../../live/follow-news.ts";
import { endedTrial, factsOf, failedTrial, type RunningTrial } from "../../live/study-state.ts";
import type { StudyEvent } from "../../study/events.ts";
import type { TrainerEvent } from "../../trainer/events.ts";
import { followLine } from "./follow-lines.ts";
import { type Alignment, endedLine, nameText } from "./render.ts";
import { cut, formatCount, type Style } from "./text.ts";

/** What a line is made with. `running` is the trial that the event is of, if it runs. */
export interface LineContext {
  readonly align: Alignment;
  readonly style: Style;
  readonly running: RunningTrial | undefined;
  readonly now: number;
}

/** The lasting line of an event, null for those that only move the display. */
export function lastingStudyLine(
  event: FollowedStudyEvent,
  { align, style, running, now }: LineContext,
): string | null {
  switch (event.kind) {
    case "started":
      return startedLine(event);
    case "trial": {
      const { event: inner } = event;
      if (inner.kind === "started") {
        const line = startLine(inner);
        return line === null
          ? null
          : cut(`${line.mark} ${nameText(factsOf(event.trial), align)}  ${line.text}`, style.columns);
      }
      return inner.kind === "finished" && running !== undefined
        ? endedLine(endedTrial(running, inner.result, now), align, style)
        : null;
    }
    case "retry":
      return cut(`! ${nameText(factsOf(event.trial), align)}  tried again: ${event.sentence}`, style.columns);
    case "failed":
      return endedLine(failedTrial(factsOf(event.trial), event.sentence), align, style);
    case "phase":
      return cut(phaseLine(event), style.columns);
    case "waiting":
      return cut(`! ${event.sentence}`, style.columns);
    case "stopping":
      return "Stopping: the trials under way are being saved. Ctrl-C again stops at once; that is safe too.";
    case "following":
    case "silent":
    case "heard":
    case "asked-to-stop":
    case "lost":
      return followLine(event, standingText(event.progress));
    case "found":
    case "ended":
      return null;
  }
}

/** `12 trials, 3 of them done` */
function standingText({ total, done }: StudyEvent["progress"]): string {
  return `${formatCount(total)} ${total === 1 ? "trial" : "trials"}${done === 0 ? "" : `, ${formatCount(done)} of them done`}`;
}

function phaseLine({ phase, trials }: Extract<StudyEvent, { kind: "phase" }>): string {
  const count =
    trials === null
      ? "as many trials as the minutes of each optimizer allow"
      : `${formatCount(trials)} ${trials === 1 ? "trial" : "trials"}`;
  switch (phase) {
    case "tuning":
      return `Tuning: ${count}, judged by validation alone.`;
    case "evaluation":
      return `Evaluation: the winner of each optimizer on fresh seeds, ${count}; the test set is read once for each.`;
  }
}

/** What is said of a trial's start: nothing where it is a plain one. */
function startLine({
  resumedFromStep: step,
  checkpointDamaged,
}: Extract<TrainerEvent, { kind: "started" }>): { readonly mark: string; readonly text: string } | null {
  const from = step === 0 ? "begins anew" : `goes on from step ${formatCount(step)}`;
  if (checkpointDamaged) return { mark: "!", text: `its last checkpoint is damaged: it ${from}` };
  return step === 0 ? null : { mark: "→", text: from };
}

function startedLine({ workers, progress }: Extract<StudyEvent, { kind: "started" }>): string {
  const { total, done } = progress;
  const before = done === 0 ? "" : `, ${formatCount(done)} of them done before`;
  if (done === total) return `${formatCount(total)} ${total === 1 ? "trial" : "trials"}, all done before.`;
  const trials = total === 1 ? "1 trial" : `${formatCount(total)} trials`;
  return `${trials}${before}; ${workers} ${workers === 1 ? "worker" : "workers"}.`;
}
