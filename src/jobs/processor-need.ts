/** A kind of processor as a job needs it, in one line for whoever looks for a worker: the name of what computes there. */

const word = "processor ";

/** The line. */
export function processorNeed(processor: string): string {
  return `${word}${processor}`;
}

/** The kind that one of the lines names; null where none does. */
export function processorOf(needs: readonly string[]): string | null {
  return needs.find((need) => need.startsWith(word))?.slice(word.length) ?? null;
}

/** Why a machine with a processor does not meet a need, in a sentence; null where it does, or the need is another. */
export function lackOfProcessor(need: string, processor: string): string | null {
  const needed = processorOf([need]);
  if (needed === null || needed === processor) return null;
  return `What was begun on ${needed} is finished on one of that kind, for its bytes depend on it, and this is ${processor}.`;
}
