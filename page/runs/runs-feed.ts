/** The list of runs, asked for every two seconds while somebody sees it. */
import { signal } from "@preact/signals";
import type { RunList, RunNotes } from "../../src/dashboard/views.ts";
import { ask } from "../connection.ts";

const everyMs = 2000;

/** What was heard last; null before the first answer. */
export const runList = signal<RunList | null>(null);

/** Puts what was saved on a run where it is shown, before it is asked for again. */
export function keepNotes(id: string, notes: RunNotes): void {
  const list = runList.peek();
  if (list === null) return;
  runList.value = { ...list, runs: list.runs.map((run) => (run.id === id ? { ...run, notes } : run)) };
}

/** Takes a start that failed out of what is shown, before it is asked for again. */
export function dropStart(run: string): void {
  const list = runList.peek();
  if (list !== null) runList.value = { ...list, starting: list.starting.filter((one) => one.run !== run) };
}

/** Asks until the returned function is called. */
export function followRuns(): () => void {
  const abort = new AbortController();
  let timer = 0;
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const list = await ask<RunList>("/api/runs", abort.signal);
    if (abort.signal.aborted) return;
    if (list !== null) runList.value = list;
    if (!document.hidden) timer = window.setTimeout(() => void look(), everyMs);
  };
  const seen = (): void => {
    if (!document.hidden) void look();
  };
  document.addEventListener("visibilitychange", seen);
  void look();
  return () => {
    abort.abort();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}
