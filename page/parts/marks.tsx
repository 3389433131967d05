/** States as a shape and a word, shares as a bar: read without colours, and by whoever hears the page. */
import type { RunState, TrialRow } from "../../src/dashboard/views.ts";
import { stateSentences, stateWords } from "../runs/run-list.ts";
import { trialStateWords } from "../study/trial-text.ts";

type Shape = "dot" | "half" | "check" | "square" | "cross" | "gap" | "ring" | "up";

const runShapes: Readonly<Record<RunState, Shape>> = {
  running: "dot",
  stopping: "half",
  complete: "check",
  stopped: "square",
  failed: "cross",
  lost: "gap",
  idle: "ring",
};

const trialShapes: Readonly<Record<TrialRow["state"], Shape>> = {
  running: "dot",
  finished: "check",
  diverged: "up",
  failed: "cross",
  waiting: "ring",
};

/** The state of a run. */
export function RunMark({ state }: { readonly state: RunState }) {
  return (
    <span class={`mark ${state}`} title={stateSentences[state]}>
      <Glyph shape={runShapes[state]} />
      {stateWords[state]}
    </span>
  );
}

/** The state of a trial; `failure` says why it failed. */
export function TrialMark({ state, failure }: Pick<TrialRow, "state" | "failure">) {
  return (
    <span class={`mark ${state}`} title={failure ?? undefined}>
      <Glyph shape={trialShapes[state]} />
      {trialStateWords[state]}
    </span>
  );
}

/** A share, 0..1, as a bar; `failed` of it in another colour. `label` names it. */
export function Bar({ share, failed = 0, label }: { share: number; failed?: number; label: string }) {
  const percent = (of: number): string => `${(100 * of).toFixed(2)}%`;
  return (
    <span class="bar" role="progressbar" aria-label={label} aria-valuenow={Math.round(100 * share)}>
      <span class="fill" style={{ width: percent(share - failed) }} />
      {failed > 0 && <span class="fill lost" style={{ width: percent(failed) }} />}
    </span>
  );
}

function Glyph({ shape }: { readonly shape: Shape }) {
  return (
    <svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">
      {glyphs[shape]}
    </svg>
  );
}

const glyphs: Readonly<Record<Shape, preact.JSX.Element>> = {
  dot: <circle cx="6" cy="6" r="4.2" fill="currentColor" />,
  half: (
    <g stroke="currentColor" stroke-width="1.5">
      <circle cx="6" cy="6" r="4" fill="none" />
      <path d="M6 2a4 4 0 0 0 0 8z" fill="currentColor" stroke="none" />
    </g>
  ),
  check: <path d="M2 6.5 5 9.3 10 3" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />,
  square: <rect x="2.4" y="2.4" width="7.2" height="7.2" rx="1.2" fill="currentColor" />,
  cross: <path d="m3 3 6 6M9 3 3 9" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />,
  gap: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3.1 3.1" />,
  ring: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" />,
  up: <path d="M6 2 10.4 10H1.6z" fill="currentColor" />,
};
