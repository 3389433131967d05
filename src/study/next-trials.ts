/** Which trials a free worker gets. */
import type { PlannedTrial } from "../records/storage.ts";
import { stackKey } from "../trainer/stack/stackable.ts";

/** Takes the next trial off those that wait, and those like it up to `stack`. One that was lost (`isAgain`) goes alone. */
export function takeNextTrials(
  waiting: PlannedTrial[],
  { stack, isAgain }: { readonly stack: number; readonly isAgain: (key: string) => boolean },
): readonly PlannedTrial[] {
  const first = waiting.shift();
  if (first === undefined) return [];
  if (stack === 1 || isAgain(first.key)) return [first];
  const kind = stackKey(first.config);
  const others = waiting.filter(({ key, config }) => !isAgain(key) && stackKey(config) === kind).slice(0, stack - 1);
  for (const trial of others) waiting.splice(waiting.indexOf(trial), 1);
  return [first, ...others];
}
