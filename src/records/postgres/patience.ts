/**
 * Waiting for a server that does not answer: it is being restarted, or the way to it is cut.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { LabError } from "../../core/errors.ts";
import type { Patience } from "../patience.ts";
import type { PostgresAddress } from "./address.ts";
import { postgresFault } from "./faults.ts";

/** Milliseconds before the second try; each pause is twice the one before it, up to the longest. */
const firstPause = 100;
const longestPause = 5_000;

/** Minutes that a server is waited for. */
export const waitMinutes = 10;

/** How it is waited. */
export interface ServerPatience extends Patience {
  readonly address: PostgresAddress;
  /** Which of the losses are waited for. */
  readonly waitsFor: (loss: LabError) => boolean;
}

/** Does the work, again where another transaction was in its way or the server was lost. Errors: those of the work, as they come; of a loss, after ten minutes. */
export async function untilAnswered<T>(
  { address, waitsFor, onWait, signal }: ServerPatience,
  work: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + waitMinutes * 60_000;
  let pause = firstPause;
  let told = false;
  for (;;) {
    try {
      const done = await work();
      if (told) onWait?.(`${address.place} answers again.`);
      return done;
    } catch (error) {
      const fault = postgresFault(error, address);
      if (fault?.kind === "again") continue;
      if (fault?.kind !== "lost" || !waitsFor(fault.error) || performance.now() > end || signal?.aborted === true)
        throw error;
      if (pause > firstPause && !told) {
        told = true; // one try is soon over, and nobody need know
        onWait?.(`${fault.error.message.replace(/: .*/, "")}: waiting for it, at most ${waitMinutes} minutes.`);
      }
      await sleep(pause, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw error;
      });
      pause = Math.min(2 * pause, longestPause);
    }
  }
}
