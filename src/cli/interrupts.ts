/**
 * Ctrl-C for work that can be stopped: the first asks it to stop in order, the second to stop at once.
 */
import { LabError } from "../core/errors.ts";
import type { Stop } from "../jobs/stop.ts";
import type { Terminal } from "./terminal.ts";

/** Exit code of an interrupted command. */
export const interruptedCode = 130;

/** What runs are stopped with. `close` gives Ctrl-C back its usual meaning. */
export interface Interrupts extends Stop {
  /** Does what a Ctrl-C would, the first or the second. */
  interrupt(): void;
  close(): void;
}

/** Listens to the terminal's interrupts. */
export function listenForInterrupts(terminal: Terminal): Interrupts {
  const drain = new AbortController();
  const abort = new AbortController();
  const interrupt = (): void => {
    if (drain.signal.aborted) abort.abort();
    else drain.abort();
  };
  const ignore = terminal.onInterrupt(interrupt);
  return { drain: drain.signal, abort: abort.signal, interrupt, close: ignore };
}

/**
 * Does work that ends at the terminal's interrupts. What an interrupt made fail, and is no sentence for a person, ends it with
 * `interruptedCode`.
 */
export async function interruptibly(
  terminal: Terminal,
  work: (interrupts: Interrupts) => Promise<number>,
): Promise<number> {
  const interrupts = listenForInterrupts(terminal);
  try {
    return await work(interrupts);
  } catch (error) {
    if (interrupts.drain.aborted && !(error instanceof LabError)) return interruptedCode;
    throw error;
  } finally {
    interrupts.close();
  }
}
