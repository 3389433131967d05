/** Which runs the list shows, and in which order. */
import type { ListedRun, RunState, RunSummary } from "../../src/dashboard/views.ts";

/** What the list may be sorted by. */
export const runOrders = {
  state: "Under way first",
  heard: "Last heard of",
  name: "Name",
  progress: "Progress",
  best: "Best",
} as const;

/** One of them. */
export type RunOrder = keyof typeof runOrders;

/** Runs in which every word of `filter` occurs, in the name, the path, the kind, the state, the best trial, the tags or the note. */
export function filterRuns(runs: readonly ListedRun[], filter: string): readonly ListedRun[] {
  const words = wordsOf(filter);
  return runs.filter(({ name, location, kind, state, best, notes }) => {
    const text =
      `${name} ${location} ${kind} ${stateWords[state]} ${best?.label ?? ""} ${notes.tags.join(" ")} ${notes.note}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Words of a filter in lower case. */
export function wordsOf(filter: string): readonly string[] {
  return filter.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The runs in an order; runs that are alike stay as they come. */
export function sortRuns<Run extends RunSummary>(runs: readonly Run[], order: RunOrder): readonly Run[] {
  return [...runs].sort(comparisons[order]);
}

/** A state in words. */
export const stateWords: Readonly<Record<RunState, string>> = {
  running: "running",
  stopping: "stopping",
  complete: "complete",
  stopped: "stopped",
  failed: "failed",
  lost: "lost",
  idle: "not running",
};

/** What a state means, for who asks. */
export const stateSentences: Readonly<Record<RunState, string>> = {
  running: "It is under way.",
  stopping: "It was asked to stop and finishes what it holds.",
  complete: "Every trial has a result.",
  stopped: "It was stopped; it can be gone on with.",
  failed: "It ended with a fault; it can be gone on with.",
  lost: "Its process ended without a word; it can be gone on with.",
  idle: "Nothing runs it now, and some of it is left to do.",
};

/** Share of a run that has ended, 0..1. */
export function shareDone({ done, failed, total }: Pick<RunSummary, "done" | "failed" | "total">): number {
  return total === 0 ? 0 : Math.min(1, (done + failed) / total);
}

const comparisons: Readonly<Record<RunOrder, (a: RunSummary, b: RunSummary) => number>> = {
  state: (a, b) => underWay(b) - underWay(a) || (b.heardAt ?? 0) - (a.heardAt ?? 0),
  heard: (a, b) => (b.heardAt ?? 0) - (a.heardAt ?? 0),
  name: (a, b) => a.name.localeCompare(b.name, "en", { numeric: true }),
  progress: (a, b) => shareDone(a) - shareDone(b),
  best: (a, b) => (b.best?.validation ?? -1) - (a.best?.validation ?? -1),
};

function underWay({ state }: RunSummary): number {
  return state === "running" || state === "stopping" ? 1 : 0;
}
