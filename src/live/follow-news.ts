/**
 * What is told to whoever follows a run from elsewhere: the events of the run as far as its store tells them, and what only a follower
 * needs to be told.
 */
import type { EpochRecord } from "../records/records.ts";
import type { DiscoveryEvent } from "../search/events.ts";
import type { StudyNews, StudyProgress, TrialPlace } from "../study/events.ts";

/** What a follower is told of any run. */
export type FollowNews =
  /** First, and again where another run begins or the store was made again: what was known of things under way is over. */
  | { readonly kind: "following"; readonly run: FollowedRun | null }
  /** The run has not been heard of for so long; null: no run ever told of itself in this store. */
  | { readonly kind: "silent"; readonly agoSeconds: number | null }
  /** It was heard of again. */
  | { readonly kind: "heard" }
  /** It was asked to stop, and saves what is under way. */
  | { readonly kind: "asked-to-stop" }
  /** The run is over, and did not come to an end by itself. */
  | { readonly kind: "lost"; readonly sentence: string };

/** Who runs; null where no run is heard of, or it is over. */
export interface FollowedRun {
  readonly pid: number;
  readonly host: string;
  /** Of a study. */
  readonly workers?: number;
  /** Seconds since it began, and since its searches did. */
  readonly agoSeconds: number;
  readonly searchingForSeconds?: number;
}

/** A trial that a follower finds under way, or ended since it last looked, with what is recorded of it. */
export interface FoundTrial extends TrialPlace {
  readonly kind: "found";
  readonly epochs: readonly EpochRecord[];
  /** Seconds since it began in the run, or that its epochs took. */
  readonly agoSeconds: number;
}

/** Events of a followed study, in order: following; then what happens; ended or lost, after which none comes. */
export type FollowedStudyEvent = (StudyNews | FollowNews | FoundTrial) & { readonly progress: StudyProgress };

/** Events of a followed discovery, in the same order; what only a follower needs goes without saying for one that runs here. */
export type FollowedDiscoveryEvent =
  | FollowNews
  | (DiscoveryEvent & {
      /** Of a phase: seconds since it began. */
      readonly agoSeconds?: number;
      /** Of a search: share of its budget that was used before this run. */
      readonly doneBefore?: number;
    });
