/**
 * A trial as a job: what a worker is told of it, and what it tells.
 */
import { dataNeedLine } from "../data/data-need.ts";
import { processorNeed } from "../jobs/processor-need.ts";
import type { JobKind } from "../jobs/queue.ts";
import type { TrialConfig } from "../records/records.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import type { SliceEnd } from "../trainer/slice.ts";

/** A trial to run. */
export interface TrialOrder {
  readonly config: TrialConfig;
  readonly key: string;
  /**
   * Address of the store of its checkpoints, the same wherever it is worked on; it may hold a password, and is told to workers alone. Null: the server
   * that the order comes from, which a worker may know by another name.
   */
  readonly checkpoints: string | null;
  /** Key of a shorter trial whose checkpoint this one goes on from; null: it begins anew. */
  readonly goesOnFrom: string | null;
  /** File of the starting weights that the config names, on the machine of the order. */
  readonly initPath: string | null;
  /** Prefix of the blobs that hold them where other machines do the trial too (`starting-weights.ts`). */
  readonly initBlobs: string | null;
  /** Whether the weights of a finished trial are left in the store (`trial-blobs.ts`). */
  readonly keepsWeights: boolean;
  /** Steps after which a checkpoint is written, whatever the time; null: by time alone. */
  readonly checkpointEverySteps: number | null;
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
  /** Module that exports `runTrial` and `loadDataset`, for tests; null: the laboratory's own. */
  readonly trainerModule: string | null;
}

/**
 * A slice of a trial: go on from the newest checkpoint until the slice ends or the trial does. A trial's bytes do not depend on which checkpoint that
 * is; that none is found where there was one is a mistake in the set-up of machines.
 */
export interface SliceOrder {
  readonly trial: TrialOrder;
  /** Null: the trial is one job, unless it is asked to stop. */
  readonly until: SliceEnd | null;
  /** Key of the blob that the slice before left; null for the first. */
  readonly from: string | null;
  /** Kind of processor that began the trial, which alone may go on with it; null where that is not known. */
  readonly processor: string | null;
}

/** How a slice ended. */
export type SliceEnding =
  /** With the trial, whose result its last event told. */
  | { readonly kind: "ended" }
  /** The trial goes on from the blob with this key; null: from where it was before, or from its beginning. `processor`: what computed the slice. */
  | { readonly kind: "goes-on"; readonly from: string | null; readonly processor: string }
  /** Nothing was done: the trial was begun on a processor of this kind, which the worker has not. */
  | { readonly kind: "elsewhere"; readonly processor: string };

/** How a trial ended for whoever queued it: with a result, which its last event told, or (`stopped`) before it. */
export interface TrialEnding {
  readonly stopped: boolean;
}

/** Trials that are computed in the same calls (`trainer/stack/`); their data and trainer are those of the first. */
export interface StackOrder {
  readonly trials: readonly TrialOrder[];
}

/** What the n-th trial of a stack tells. */
export interface StackEvent {
  readonly trial: number;
  readonly event: TrainerEvent;
}

/** What a machine needs to do a trial: its data, in a line. */
export function dataNeedOf({ config, dataDir }: TrialOrder): string {
  return dataNeedLine(config.data, dataDir);
}

/** The same of a slice, and the processor that began its trial. */
function sliceNeeds({ trial, processor }: SliceOrder): readonly string[] {
  return [dataNeedOf(trial), ...(processor === null ? [] : [processorNeed(processor)])];
}

/** A trial, or a slice of one, takes about a minute or more: none waits at a worker. */
export const trialJob: JobKind<SliceOrder, TrainerEvent, SliceEnding> = {
  name: "trial",
  module: new URL("./trial-worker.js", import.meta.url).href,
  ahead: 0,
  needs: sliceNeeds,
};

/** Ends when every trial of it has, with how each did. */
export const stackJob: JobKind<StackOrder, StackEvent, readonly TrialEnding[]> = {
  name: "stack",
  module: new URL("./stack-worker.js", import.meta.url).href,
  ahead: 0,
  needs: ({ trials }) => trials.slice(0, 1).map(dataNeedOf),
};
