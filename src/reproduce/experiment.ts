/**
 * An experiment of others, taken up: its studies in two sizes, what was published, and what was claimed. One experiment, one file of data in
 * `experiments/`, one line in `experiments/index.ts`.
 *
 * Laws:
 *  - A published figure stands here only where its number is known; where none is, `published` says so.
 *  - A claim names a study by its `id`, which both sizes have, and optimizers by their labels in that study.
 */

/** A published comparison, and how it is done again. */
export interface Experiment {
  readonly name: string;
  /** One sentence: what is compared. */
  readonly about: string;
  /** What was published, and what of it is not at hand. */
  readonly published: string;
  readonly sizes: { readonly [S in Size]: SizedStudies };
  readonly figures: readonly PublishedFigure[];
  readonly claims: readonly Claim[];
}

/** `small`: for two cores. `full`: as published, for a GPU. */
export type Size = "small" | "full";

/** The studies of a size, in the order in which they are run. */
export interface SizedStudies {
  /** One sentence: how this size differs from what was published. */
  readonly about: string;
  readonly studies: readonly StudyStep[];
}

/** A study: a preset and what is changed in it. */
export interface StudyStep {
  readonly id: string;
  readonly preset: string;
  /** Name of the study where it is not the preset's. */
  readonly name?: string;
  /** Seeds 0, 1, 2 …; left out: the preset's. */
  readonly seeds?: number;
  /** Seeds 1000, 1001 …, which no study that chose a rate has seen, instead of `seeds`. */
  readonly freshSeeds?: number;
  /** Values of the study as `--set` takes them. */
  readonly set?: readonly string[];
  /** `id` of an earlier study whose best rate of each optimizer this one trains at. */
  readonly ratesFrom?: string;
  /** What its starting weights are, where it needs a file of them. */
  readonly init?: string;
}

/** A test accuracy in 0..1 as it was published, of so many runs; null where that was not said. */
export interface PublishedFigure {
  readonly study: string;
  readonly optimizer: string;
  readonly accuracy: number;
  readonly runs: number | null;
}

/** What was claimed, in the forms that can be judged. Accuracies are of the test set, in 0..1. */
export type Claim = BeatsClaim | ReachesClaim | BoundClaim;

/** One optimizer is more accurate than another. */
export interface BeatsClaim {
  readonly kind: "beats";
  readonly study: string;
  readonly first: string;
  readonly second: string;
}

/** An optimizer is at least so accurate on average, in the published setting. */
export interface ReachesClaim {
  readonly kind: "reaches";
  readonly study: string;
  readonly optimizer: string;
  readonly accuracy: number;
}

/** The decayed weights of an optimizer come to the set of its K as fast as theory promises, at every point that was measured (`--certify`). */
export interface BoundClaim {
  readonly kind: "bound";
  readonly study: string;
  readonly optimizer: string;
}

/** Name of a step's study, which its folder bears: the preset's unless the step has one of its own. */
export function studyNameOf({ name, preset }: StudyStep): string {
  return name ?? preset;
}
