/**
 * How many steps one call of the engine should take, so that progress moves a few times a second whatever the model.
 */
import type { Clock } from "../core/clock.ts";

/** Decides sizes from measured times. Sizes never change results. */
export interface Pace {
  /** Size of the next call, from 1 to `remaining`. */
  next(remaining: number): number;
  /** Runs `work` of `size` units and learns from how long it took. */
  measure<T>(size: number, work: () => Promise<T>): Promise<T>;
  /** Seconds that the last measured work took. */
  readonly seconds: number;
}

/**
 * Seconds that a call of training steps should take where the state that goes into it and comes out again holds so many numbers:
 * three tenths, or as much more as keeps copying the state, at about 2 GB a second, to a twentieth, up to three seconds.
 */
export function stretchSeconds(stateSize: number): number {
  const copying = (4 * stateSize) / 2e9;
  return Math.min(3, Math.max(0.3, 20 * copying));
}

const mostGrowth = 4;
const mostUnits = 2048;

/** A pace that aims at `targetSeconds` a call, starting with one unit and growing at most fourfold at a time. */
export function createPace(clock: Clock, targetSeconds = 0.3): Pace {
  let size = 1;
  let seconds = 0;
  return {
    next: (remaining) => Math.max(1, Math.min(size, remaining)),
    async measure(units, work) {
      const start = clock.now();
      const result = await work();
      seconds = clock.now() - start;
      const wanted = seconds > 0 ? Math.floor((units * targetSeconds) / seconds) : Number.POSITIVE_INFINITY;
      size = Math.max(1, Math.min(wanted, mostGrowth * Math.max(units, size), mostUnits));
      return result;
    },
    get seconds() {
      return seconds;
    },
  };
}
