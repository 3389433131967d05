/**
 * Tells one page what changes in a run, for as long as it listens.
 *
 * An event's id says which look at the store it ends with, so that a page that comes back is told what it missed. What changes while a page is
 * slow to read is told at once when it has read: there is no queue, and nothing piles up for one that does not read at all.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SSEStreamingApi } from "hono/streaming";
import type { RunLibrary } from "./library.ts";

/** What a page is told, and from where on. */
export interface Telling {
  readonly id: string;
  /** Id of the last event that the page had; null for a new one. */
  readonly seen: string | null;
  readonly library: RunLibrary;
  readonly signal: AbortSignal;
  readonly lookEveryMs: number;
}

/** Looks are counted by this process: what another one counted means nothing here. */
const instance = randomBytes(6).toString("hex");

/** Milliseconds after which a connection is used, so that one that is gone is noticed; and for which a page may take no byte. */
const restMs = 15_000;
const stuckMs = 30_000;

/** Returns when the page is gone, has read nothing for long, or the server ends. Errors: those of the store, after the first look. */
export async function tellChanges(stream: SSEStreamingApi, telling: Telling): Promise<void> {
  const { id, library, signal, lookEveryMs } = telling;
  let seen = lookOf(telling.seen);
  let toldAt = performance.now();
  while (!stream.aborted && !signal.aborted) {
    const run = await library.watched(id);
    if (run === null) return;
    if (seen === null || run.seen !== seen) {
      const frame = run.frameSince(seen);
      seen = run.seen;
      if (!(await inTime(stream.writeSSE({ id: `${instance}.${seen}`, data: JSON.stringify(frame) })))) break;
      toldAt = performance.now();
    } else if (performance.now() - toldAt > restMs) {
      if (!(await inTime(stream.write(": still here\n\n")))) break;
      toldAt = performance.now();
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {}); // the server ends
  }
  stream.abort();
}

function lookOf(seen: string | null): number | null {
  const [process, look] = (seen ?? "").split(".");
  return process === instance && /^\d{1,15}$/.test(look ?? "") ? Number(look) : null;
}

/** Whether something was done before a page counts as stuck. */
async function inTime(done: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController();
  const late = sleep(stuckMs, false, { signal: stop.signal, ref: false }).catch(() => false);
  const result = await Promise.race([done.then(() => true), late]);
  stop.abort();
  return result;
}
