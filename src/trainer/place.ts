/**
 * How far a trial is, as an engine that computes several asks it: those that lag go first. After a number of steps comes first what is evaluated,
 * then what is trained.
 */

/** Where a stretch of training stands that begins after `done` steps of the run. */
export function placeOfTraining(done: number): number {
  return done + 0.5;
}

/** Where an evaluation after `done` steps stands when it has seen a share of its images, from 0 to less than 1. */
export function placeOfEvaluation(done: number, share: number): number {
  return done + share / 2;
}
