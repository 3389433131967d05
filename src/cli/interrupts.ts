/**
 * Ctrl-C for work that can be stopped: the first asks it to stop in order, the second to stop at once.
 */
import type { Terminal } from "./terminal.ts";

/** Exit code of an interrupted command. */
export const interruptedCode = 130;

/** Signals to hand to the work. `close` gives Ctrl-C back its usual meaning. */
export interface Interrupts {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  close(): void;
}

/** Listens to the terminal's interrupts. */
export function listenForInterrupts(terminal: Terminal): Interrupts {
  const stop = new AbortController();
  const kill = new AbortController();
  const ignore = terminal.onInterrupt(() => {
    if (stop.signal.aborted) kill.abort();
    else stop.abort();
  });
  return { stop: stop.signal, kill: kill.signal, close: ignore };
}
