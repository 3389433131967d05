/**
 * Gives back at once the memory of large arrays that nobody holds any more.
 *
 * The collector looks at its own heap, where a hundred megabytes of weights are a few words, so states of many calls pile up before it
 * runs. A collection takes some milliseconds; it is asked for where a call leaves this many bytes behind. It waits until the functions
 * that are running are done: what one of them no longer uses still stands in its registers, and would stay for the whole next call.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const worthwhile = 2 ** 24;
let collector: (() => void) | null = null;

/** Collects, before the next call of the engine, where `bytes` have just been let go. */
export function collectAfter(bytes: number): void {
  if (bytes < worthwhile) return;
  if (collector === null) {
    setFlagsFromString("--expose-gc");
    collector = runInNewContext("gc") as () => void;
  }
  setImmediate(collector); // the engine begins its calls so, too, and in order
}
