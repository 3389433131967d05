/**
 * How a run is stopped, a study or a discovery: in order, or at once.
 */

/** Two requests to a run. Both may come at any moment, before it begins too; the second may come without the first. */
export interface Stop {
  /** In order and within seconds: nothing new is begun, and what is under way is saved where that is worth something. */
  readonly drain: AbortSignal;
  /** At once: what is under way is dropped. What is recorded stays, and the next run goes on from it. */
  readonly abort: AbortSignal;
}

/** Calls the listener once the signal is given, now if it was given before; not any more once the returned function is called. */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted) listener();
  else signal?.addEventListener("abort", listener, { once: true });
  return () => signal?.removeEventListener("abort", listener);
}
