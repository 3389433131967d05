/** How long a worker may take to leave: whoever ends a container gives it so long, and then kills it. */
import type { Interrupts } from "../interrupts.ts";

/**
 * Seconds in which what is under way is saved and given back: a stretch of steps is three seconds at most, a checkpoint goes to a table or a bucket,
 * and an evaluation is ended in between. The manifests in `deploy/` give more (`scripts/deploy/laws.ts`).
 */
export const drainSeconds = 120;

/** What is not saved by then is given up, as by a second Ctrl-C: others begin it again from its last checkpoint. Told of by `onLate`. */
export function leaveInTime(
  { drain, abort, interrupt }: Interrupts,
  { onLate, seconds = drainSeconds }: { readonly onLate: (sentence: string) => void; readonly seconds?: number },
): void {
  const begin = (): void => {
    const late = setTimeout(() => {
      onLate(
        `Not all was saved in ${seconds} seconds: the rest is given up, and begun again elsewhere from its last checkpoint.`,
      );
      interrupt();
    }, seconds * 1000);
    late.unref(); // who has left earlier need not wait
    abort.addEventListener("abort", () => clearTimeout(late), { once: true });
  };
  if (drain.aborted) begin();
  else drain.addEventListener("abort", begin, { once: true });
}
