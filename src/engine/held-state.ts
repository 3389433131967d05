/**
 * What a loop holds between stretches. It stays as the last call gave it back and goes in again as it is; nothing is copied, but where a
 * call is to write over it what others have been given.
 */
import { InternalError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import { collectAfter } from "./collect.ts";
import type { Feeds } from "./engine.ts";

/** What is held; nothing before `load`. */
export interface HeldState {
  load(held: Feeds): void;
  /** All of it, to keep. Errors: internal before `load`. */
  state(): Feeds;
  /** All of it, for a call that writes its results over what is carried: that is the loop's own. Errors: internal before `load`. */
  own(): Feeds;
  /** Takes what is carried on from the results of a stretch; returns the others. */
  take(results: Feeds): Feeds;
}

/** Holds the state of a loop that carries what these names say. */
export function holdState(carried: readonly string[]): HeldState {
  let held: Feeds | null = null;
  let isOwn = false;
  const all = (): Feeds => {
    if (held === null) throw new InternalError("a state was asked for before one was loaded");
    return held;
  };
  const carry = (from: Feeds): void => {
    held = { ...all(), ...Object.fromEntries(carried.map((name) => [name, from[name]!])) };
    isOwn = true;
    collectAfter(carried.reduce((sum, name) => sum + 4 * from[name]!.data.length, 0));
  };
  return {
    load(next) {
      held = next;
      isOwn = false;
    },
    state() {
      isOwn = false;
      return all();
    },
    own() {
      if (!isOwn) carry(Object.fromEntries(carried.map((name) => [name, copyOf(all()[name]!)])));
      return all();
    },
    take(results) {
      carry(results);
      return Object.fromEntries(Object.entries(results).filter(([name]) => !carried.includes(name)));
    },
  };
}

function copyOf(tensor: Tensor): Tensor {
  return { ...tensor, data: Float32Array.from(tensor.data) };
}
