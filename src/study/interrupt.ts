/**
 * Ctrl-C as two signals: the first asks a run to save and stop, the second to stop at once.
 */

/** What `runStudy` takes, and a way to stop listening. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly killSignal: AbortSignal;
  dispose(): void;
}

/** Listens to SIGINT and SIGTERM of this process until disposed. */
export function interruptSignals(): Interrupt {
  const gentle = new AbortController();
  const sudden = new AbortController();
  const listener = (): void => (gentle.signal.aborted ? sudden : gentle).abort();
  process.on("SIGINT", listener).on("SIGTERM", listener);
  return {
    signal: gentle.signal,
    killSignal: sudden.signal,
    dispose: () => {
      process.off("SIGINT", listener).off("SIGTERM", listener);
    },
  };
}
