/**
 * Waiting for a file that another program holds: a backup, a database browser, a sync.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../core/errors.ts";

/** How a store waits. */
export interface Patience {
  /** Told that a wait begins, and that it is over. */
  readonly onWait?: ((sentence: string) => void) | undefined;
  /** Ends a wait, with the error that began it. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds that the engine waits by itself, and that pass between two tries; between them, other work goes on. */
export const engineWait = 250;
const pause = 250;
const minutes = 10;
const mostTries = (minutes * 60_000) / (engineWait + pause);

/** Does the work, again while the file is held. Errors: those of the work; `storage-busy` after ten minutes. */
export async function patiently<T>(
  location: string,
  { onWait, signal }: Patience,
  work: () => T | Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const done = await work();
      if (tries > 1) onWait?.(`${location} is free again.`);
      return done;
    } catch (error) {
      const busy = error instanceof LabError && error.code === "storage-busy";
      if (!busy || tries >= mostTries || signal?.aborted === true) throw error;
      if (tries === 1)
        onWait?.(
          `${location} is held by another program, such as a backup or a database browser: waiting for it, at most ${minutes} minutes.`,
        );
      await sleep(pause, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw error;
      });
    }
  }
}
