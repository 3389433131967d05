/**
 * The contract of a sampler: which points of a space are tried, in view of how those before did.
 *
 * Laws, checked for every sampler by `sampler.conformance.ts`:
 *  - Its first point is the centre of the space, or, of a grid, all that it has.
 *  - How many trials it asks for and how long they are follows from space and budget alone (`lengths`), so that a plan can say what a
 *    study costs, and so that optimizers with the same budget get the same.
 *  - It is a source: see the laws of `source.ts`. What is random about it comes from the names of the things it draws and not from the
 *    optimizer, so that the same space is tried at the same places.
 */
import type { Source } from "../source.ts";
import type { Space, SpacePoint } from "../space.ts";

/** A point to be tried, for so many epochs. */
export interface Ask {
  readonly point: SpacePoint;
  readonly epochs: number;
}

/** How it did; larger is better, -Infinity for one that diverged. */
export interface Scored extends Ask {
  readonly score: number;
}

/** What an optimizer may spend. */
export interface Budget {
  /** Points to try; of a sampler that stops some early, those that it begins. Of a grid: rates, where the study lists none. */
  readonly points: number;
  /** Epochs of a whole trial. */
  readonly epochs: number;
}

/** A sampler. */
export interface Sampler {
  readonly name: string;
  /** What it does, for lists. */
  readonly about: string;
  /** Epochs of each trial, in the order in which it asks for them. */
  lengths(space: Space, budget: Budget): readonly number[];
  /** A new walk through the space. */
  open(space: Space, budget: Budget): Source<Ask, Scored>;
}
