/**
 * The contract of a source: where the trials of a study come from, and whatever else is tried and then judged.
 *
 * Laws:
 *  - `next` is called with the results of the first 0, 1, 2 … of the things that the source gave, in the order in which it gave
 *    them and whatever the order in which they came in; once for each number. What it returns is born of the last of these
 *    results. Whoever returns n things at first and one for each result has a lag of n, and keeps n workers busy.
 *  - What it returns is a function of these results alone. So the same study has the same trials with any number of workers, and
 *    a source that is asked again from the beginning, with results that are stored, comes to where it was.
 *  - It is over when every thing that it gave has a result and nothing was born of the last.
 */
import type { EpochRecord, TrialResult } from "../records/records.ts";
import type { PlannedTrial } from "../records/storage.ts";

/** Gives things of type `T` in view of results of type `R`. */
export interface Source<T, R> {
  /** It looks at no result and gives everything at first: results need not be gathered for it. */
  readonly blind?: true;
  /** The things that are born of the last of these results. */
  next(results: readonly R[]): readonly T[];
}

/** A trial that has a result, as a source sees it. */
export interface SeenTrial {
  readonly trial: PlannedTrial;
  readonly result: TrialResult;
  /** Record of the result's best epoch; null where there is none. */
  readonly best: EpochRecord | null;
  /** Seconds of training that it recorded, its epochs together; known where the plan asks for times. */
  readonly trainSeconds?: number;
}

/** Where the trials of a study come from. A trial that it gives again is not run again. */
export type TrialSource = Source<PlannedTrial, SeenTrial>;

/** Everything at once: a grid. */
export function listSource<T>(things: readonly T[]): Source<T, never> {
  return { blind: true, next: (results) => (results.length === 0 ? things : []) };
}

/** Sources side by side: what they give at first in turns, then each as its own results come. */
export function together<T, R>(sources: readonly Source<T, R>[]): Source<T, R> {
  const owners: number[] = [];
  const own: R[][] = sources.map(() => []);
  const given = (owner: number, things: readonly T[]): readonly T[] => {
    owners.push(...things.map(() => owner));
    return things;
  };
  return {
    next: (results) => {
      if (results.length > 0) {
        const owner = owners[results.length - 1]!;
        own[owner]!.push(results.at(-1)!);
        return given(owner, sources[owner]!.next(own[owner]!));
      }
      const lists = sources.map((source) => source.next([]));
      const rounds = Math.max(0, ...lists.map(({ length }) => length));
      return Array.from({ length: rounds }, (_, round) =>
        lists.flatMap((list, owner) => given(owner, list.slice(round, round + 1))),
      ).flat();
    },
  };
}

/** One source after another: when the first is over, everything that its results call for. */
export function followedBy<T, R>(first: Source<T, R>, rest: (results: readonly R[]) => readonly T[]): Source<T, R> {
  let given = 0;
  let over = false;
  return {
    next: (results) => {
      if (over) return [];
      const things = first.next(results);
      given += things.length;
      over = results.length === given;
      return over ? rest(results) : things;
    },
  };
}

/**
 * Asks a source as its results become known, in the order that its contract wants.
 * Law: `advance` gives the same things in the same order however the results are spread over its calls.
 */
export class Asked<T, R> {
  readonly #source: Source<T, R>;
  readonly #given: T[] = [];
  readonly #results: R[] = [];
  #begun = false;

  constructor(source: Source<T, R>) {
    this.#source = source;
  }

  /** Everything that was given so far, in order. */
  get given(): readonly T[] {
    return this.#given;
  }

  /** Whether everything that was given has a result, so that nothing more comes. */
  get over(): boolean {
    return this.#begun && (this.#source.blind === true || this.#results.length === this.#given.length);
  }

  /** What the results that are known now let be born. `resultOf`: undefined where a thing has none yet. */
  advance(resultOf: (thing: T) => R | undefined): readonly T[] {
    const before = this.#given.length;
    if (!this.#begun) this.#ask();
    this.#begun = true;
    while (this.#source.blind !== true && this.#results.length < this.#given.length) {
      const result = resultOf(this.#given[this.#results.length]!);
      if (result === undefined) break;
      this.#results.push(result);
      this.#ask();
    }
    return this.#given.slice(before);
  }

  #ask(): void {
    this.#given.push(...this.#source.next(this.#results));
  }
}
