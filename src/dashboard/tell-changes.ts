/**
 * Tells one page what changes in a run, for as long as it listens.
 *
 * An event's id says which look at the store it ends with, so that a page that comes back is told what it missed. What changes while a page is
 * slow to read is told at once when it has read: there is no queue, and nothing piles up for one that does not read at all. Where many listen each
 * is told less often.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { SSEStreamingApi } from "hono/streaming";
import { LabError } from "../core/errors.ts";
import type { Audience } from "./audience.ts";
import type { RunLibrary } from "./library.ts";
import type { Watched } from "./watched.ts";

/** What a page is told, and from where on. */
export interface Telling {
  readonly id: string;
  /** Id of the last event that the page had; null for a new one. */
  readonly seen: string | null;
  readonly library: RunLibrary;
  readonly signal: AbortSignal;
  /** All who listen, this page among them. */
  readonly audience: Audience;
  /** Milliseconds between two looks, where few listen. */
  readonly lookEveryMs: number;
  /** Milliseconds for which a page may take no byte; 30,000 otherwise. */
  readonly stuckMs?: number | undefined;
}

/** Milliseconds after which a connection is used, so that one that is gone is noticed. */
const restMs = 15_000;

/**
 * Returns when the page is gone, has read nothing for long, the run was deleted, or the server ends. A store that cannot be read now, held by another
 * program or damaged, is told once, as an event `fault` with the sentence, and looked at again.
 */
export async function tellChanges(stream: SSEStreamingApi, telling: Telling): Promise<void> {
  const { id, library, signal, audience, lookEveryMs, stuckMs = 30_000 } = telling;
  let seen = telling.seen;
  let fault = "";
  let toldAt = performance.now();
  const tell = async (write: Promise<unknown>): Promise<boolean> => {
    toldAt = performance.now();
    return inTime(write, stuckMs);
  };
  while (!stream.aborted && !signal.aborted) {
    const run = await library.watched(id).catch(faultOf);
    if (run === null) break;
    const isFault = typeof run === "string";
    if (isFault && run !== fault) {
      if (!(await tell(stream.writeSSE({ event: "fault", data: run })))) break;
    } else if (!isFault && (idOf(run) !== seen || fault !== "")) {
      const frame = run.frameSince(lookOf(seen, run));
      seen = idOf(run);
      if (!(await tell(stream.writeSSE({ id: seen, data: JSON.stringify(frame) })))) break;
    } else if (performance.now() - toldAt > restMs && !(await tell(stream.write(": still here\n\n")))) break;
    fault = isFault ? run : "";
    await sleep(audience.everyMs(lookEveryMs), undefined, { signal }).catch(() => {}); // the server ends
  }
  stream.abort();
}

/** Says which look at a run an event ends with. */
function idOf({ instance, seen }: Watched): string {
  return `${instance}.${seen}`;
}

/** The look of an event's id; null where it is of another watching, or none. */
function lookOf(id: string | null, { instance }: Watched): number | null {
  const [of, look] = (id ?? "").split(".");
  return of === instance && /^\d{1,15}$/.test(look ?? "") ? Number(look) : null;
}

/** What a store's error says, on one line. Errors: those that are ours. */
function faultOf(error: unknown): string {
  if (error instanceof LabError) return error.message.replace(/\s+/g, " ");
  throw error;
}

/** Whether something was done before a page counts as stuck. */
async function inTime(done: Promise<unknown>, stuckMs: number): Promise<boolean> {
  const stop = new AbortController();
  const late = sleep(stuckMs, false, { signal: stop.signal, ref: false }).catch(() => false);
  const result = await Promise.race([done.then(() => true), late]);
  stop.abort();
  return result;
}
