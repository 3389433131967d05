/**
 * The contract of a sampler: which points of a space are tried, in view of how those before did.
 *
 * Laws, checked for every sampler by `sampler.conformance.ts`:
 *  - Its first point is the centre of the space, or, of a grid, all that it has.
 *  - How many trials it asks for and how long they are follows from space and budget alone (`lengths`), so that a plan can say what a
 *    study costs, and so that optimizers with the same budget get the same. Those that come before any result are the first of them.
 *  - A trial that goes on (`after`) has a shorter one with the same point before it.
 *  - It is a source: see the laws of `source.ts`. What is random about it comes from the names of the things it draws and not from the
 *    optimizer, so that the same space is tried at the same places.
 */
import type { Source } from "../source.ts";
import type { Space, SpacePoint } from "../space.ts";

/** Epochs of a trial in all, and those that it goes on from; 0 for one that begins anew. */
export interface Length {
  readonly epochs: number;
  readonly after: number;
}

/** A point to be tried. */
export interface Ask extends Length {
  readonly point: SpacePoint;
}

/** How it did; larger is better, -Infinity for one that diverged. */
export interface Scored extends Ask {
  readonly score: number;
  /** Seconds of training that its trials recorded; where there is a budget of them. */
  readonly trainSeconds?: number;
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
  /** Its trials go on from shorter ones, which needs a schedule that does not depend on their length. */
  readonly resumes?: true;
  /** It may be given up after any of its points, in the order in which it gives them: a budget of minutes can end it. */
  readonly anytime?: true;
  /** Points that this many epochs of training pay for; where absent, whole trials. */
  pointsFor?(total: number, epochs: number): number;
  lengths(space: Space, budget: Budget): readonly Length[];
  /** A new walk through the space. */
  open(space: Space, budget: Budget): Source<Ask, Scored>;
}

/** Lengths of as many whole trials as there are points. */
export function wholeTrials({ points, epochs }: Budget): readonly Length[] {
  return Array.from({ length: points }, () => ({ epochs, after: 0 }));
}
