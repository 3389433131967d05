/**
 * A sampler's points for as long as there is time, by the times that trials recorded: no clock is asked, so a study that is begun again, or on other
 * workers, decides by the records as it did before.
 *
 * A point is begun where half of it or more may be expected to lie within the budget, those that are under way being reckoned at the mean of those
 * before; so what is spent misses the budget by about half a point, to either side.
 */
import { InternalError } from "../../core/errors.ts";
import type { Source } from "../source.ts";
import type { Ask, Scored } from "./sampler.ts";

/** Most points under way at a time: with more, a budget would be passed before a time is known. */
const ahead = 4;

/** The points of `source`, in its order, while their recorded training takes less than `seconds`; the first in any case, alone. */
export function withinSeconds(source: Source<Ask, Scored>, seconds: number): Source<Ask, Scored> {
  const waiting: Ask[] = [];
  let begun = 0;
  let spent = 0;
  const hasTime = (ended: number): boolean => {
    const open = begun - ended;
    if (ended === 0) return begun === 0;
    return open < ahead && spent + (open + 0.5) * (spent / ended) <= seconds;
  };
  return {
    next: (results) => {
      spent += secondsOf(results.at(-1));
      waiting.push(...source.next(results));
      const born: Ask[] = [];
      while (waiting.length > 0 && hasTime(results.length)) {
        born.push(waiting.shift()!);
        begun++;
      }
      return born;
    },
  };
}

function secondsOf(result: Scored | undefined): number {
  if (result === undefined) return 0;
  if (result.trainSeconds === undefined)
    throw new InternalError("a budget of minutes was given a point without its time");
  return result.trainSeconds;
}
