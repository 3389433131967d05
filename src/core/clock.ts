/**
 * Time as an argument: whoever measures is given a clock, so that tests decide what time it is.
 */

/** Seconds since an arbitrary start; never goes back. */
export interface Clock {
  now(): number;
}

/** The machine's monotonic clock. */
export const systemClock: Clock = { now: () => performance.now() / 1000 };

/** The time of day, in seconds since 1970, for what other processes read; it may be set forward or back. */
export const wallClock: Clock = { now: () => Date.now() / 1000 };

/** A clock for tests: starts at `start` seconds, adds `tickSeconds` at every reading, and moves by `advance`. */
export function fakeClock(
  options: { readonly start?: number; readonly tickSeconds?: number } = {},
): Clock & { advance(seconds: number): void } {
  let seconds = options.start ?? 0;
  return {
    now: () => {
      const reading = seconds;
      seconds += options.tickSeconds ?? 0;
      return reading;
    },
    advance: (by) => {
      seconds += by;
    },
  };
}
