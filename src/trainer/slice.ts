/**
 * A slice of a trial: work that ends at a checkpoint, from which any worker goes on. How a trial is cut changes nothing of its records.
 */
import type { Clock } from "../core/clock.ts";

/**
 * Where a slice ends: behind a stretch of steps, and behind at least one, as soon as so many were run or so many seconds have passed since it
 * was opened. Validation and test belong to the slice that comes to them, however long they take.
 */
export type SliceEnd = { readonly stretches: number } | { readonly seconds: number };

/** A slice under way. */
export interface Slice {
  /** A stretch was run. */
  advance(): void;
  isOver(): boolean;
}

/** Opens a slice; one without an end is never over. */
export function openSlice(end: SliceEnd | null, clock: Clock): Slice {
  const start = clock.now();
  let stretches = 0;
  return {
    advance() {
      stretches++;
    },
    isOver() {
      if (end === null || stretches === 0) return false;
      return "stretches" in end ? stretches >= end.stretches : clock.now() - start >= end.seconds;
    },
  };
}
