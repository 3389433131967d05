/** Progress of a solver for people who wait: nothing for the first seconds, then a line in place, or lines now and then in a pipe. */
import { LiveBlock } from "../progress/live-block.ts";
import { bar, fitParts, formatCount, formatDuration } from "../progress/text.ts";
import type { Screen } from "../terminal.ts";
import type { SolveProgress } from "./solve-run.ts";

/** Seconds before anything is shown, and between two lines in a pipe. */
const patience = 2;
const lineEvery = 10;

/** A display to be closed. */
export interface SolveDisplay {
  show(progress: SolveProgress): void;
  close(): void;
}

/** A display on `screen`; a quiet one shows nothing. */
export function createSolveProgress(screen: Screen, { quiet }: { readonly quiet: boolean }): SolveDisplay {
  let block: LiveBlock | null = null;
  let nextLineAt = patience;
  return {
    show: (progress) => {
      if (quiet || progress.seconds < patience) return;
      if (screen.isTTY) {
        block ??= new LiveBlock(screen);
        block.draw([progressLine(progress, screen.columns())]);
      } else if (progress.seconds >= nextLineAt) {
        screen.write(`${progressLine(progress, screen.columns())}\n`);
        nextLineAt = progress.seconds + lineEvery;
      }
    },
    close: () => block?.close(),
  };
}

/** One line: how far, and how long at most; a run may end sooner, where its tolerance is met. */
export function progressLine({ name, done, cases, steps, event, seconds }: SolveProgress, columns: number): string {
  const share = (done + event.step / steps) / cases;
  const place = cases === 1 ? "" : `problem ${done + 1} of ${cases}, `;
  const left = share === 0 ? [] : [`at most ${formatDuration((seconds * (1 - share)) / share)} left`];
  const value = Number.isFinite(event.objective) ? `F ${event.objective.toPrecision(6)}` : "outside the domain";
  const gap = Number.isFinite(event.gap) ? [`gap ${event.gap.toExponential(1)}`] : [];
  const count = `${place}step ${formatCount(event.step)} of ${formatCount(steps)}`;
  return fitParts([`${name} ${bar(share, 20)} ${count}`, ...left, value, ...gap], columns - 1);
}
