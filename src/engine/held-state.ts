/**
 * What a loop holds between stretches. It stays as the last call gave it back and goes in again as it is; nothing is copied.
 */
import { InternalError } from "../core/errors.ts";
import { collectAfter } from "./collect.ts";
import type { Feeds } from "./engine.ts";

/** What is held; nothing before `load`. */
export interface HeldState {
  load(held: Feeds): void;
  /** All of it. Errors: internal before `load`. */
  state(): Feeds;
  /** Takes what is carried on from the results of a stretch; returns the others. */
  take(results: Feeds): Feeds;
}

/** Holds the state of a loop that carries what these names say. */
export function holdState(carried: readonly string[]): HeldState {
  let held: Feeds | null = null;
  const state = (): Feeds => {
    if (held === null) throw new InternalError("a state was asked for before one was loaded");
    return held;
  };
  return {
    load(next) {
      held = next;
    },
    state,
    take(results) {
      const bytes = carried.reduce((sum, name) => sum + 4 * results[name]!.data.length, 0);
      held = { ...state(), ...Object.fromEntries(carried.map((name) => [name, results[name]!])) };
      collectAfter(bytes);
      return Object.fromEntries(Object.entries(results).filter(([name]) => !carried.includes(name)));
    },
  };
}
