/**
 * Ctrl-C for work that can be stopped: the first asks it to stop in order, the second to stop at once.
 */
import type { Stop } from "../jobs/stop.ts";
import type { Terminal } from "./terminal.ts";

/** Exit code of an interrupted command. */
export const interruptedCode = 130;

/** What runs are stopped with. `close` gives Ctrl-C back its usual meaning. */
export interface Interrupts extends Stop {
  close(): void;
}

/** Listens to the terminal's interrupts. */
export function listenForInterrupts(terminal: Terminal): Interrupts {
  const drain = new AbortController();
  const abort = new AbortController();
  const ignore = terminal.onInterrupt(() => {
    if (drain.signal.aborted) abort.abort();
    else drain.abort();
  });
  return { drain: drain.signal, abort: abort.signal, close: ignore };
}
