// SIGINT as what runs are stopped with: the first in order, the second at once.
export function stopAtInterrupts() {
  const drain = new AbortController();
  const abort = new AbortController();
  process.on("SIGINT", () => (drain.signal.aborted ? abort : drain).abort());
  return { drain: drain.signal, abort: abort.signal };
}
