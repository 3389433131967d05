/**
 * What a study runs with besides its plan.
 */
import type { Clock } from "../core/clock.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Stop } from "../jobs/stop.ts";
import type { Storage } from "../records/storage.ts";
import type { SliceEnd } from "../trainer/slice.ts";

/** Work of a worker that is lost at most where others share a run: long against what beginning a slice takes. */
export const sharedSlice: SliceEnd = { seconds: 60 };

/** What a study runs with. None of it changes the records. */
export interface RunOptions {
  readonly storage: Storage;
  /** Trials at a time, each on one thread of a worker process. */
  readonly workers: number;
  /** Most trials that one worker computes together, where they differ in numbers alone; 1 otherwise. For GPUs. */
  readonly stack?: number | undefined;
  /** Where a trial is cut into jobs, for workers that may go away; absent: after a minute in a shared run, else it is one job. Trials that are computed together are not cut. */
  readonly slice?: SliceEnd | undefined;
  /** Where trials are done; its owner closes it. Where absent, processes are started for this run alone. */
  readonly queue?: JobQueue | undefined;
  /** Other machines take trials from the queue too: as many are under way as it takes, cut into slices, and `workers` is but this machine's part. */
  readonly isShared?: boolean | undefined;
  /** Where checkpoints are kept: a folder or the address of a store that every worker reaches (`openBlobs`). */
  readonly checkpoints: string;
  /** That store is on the server of the queue, which each worker reaches by an address of its own. */
  readonly checkpointsAtServer?: boolean | undefined;
  /** Folder on this machine of the weights that finished trials leave; none are kept where absent. */
  readonly weightsDir?: string | undefined;
  /** The weights that finished trials leave stay in the store of checkpoints, where a later run with `weightsDir` takes them. */
  readonly leavesWeights?: boolean | undefined;
  /** Steps after which trials write checkpoints, besides those by time. */
  readonly checkpointEverySteps?: number | undefined;
  /** File of the starting weights that the trials name; where the run is shared, workers get it from the store of checkpoints. */
  readonly initPath?: string | undefined;
  /** Where in that store they are, if whoever submitted the study put them there; the file is then not read. */
  readonly initBlobs?: string | undefined;
  readonly clock: Clock;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  /** In order: after checkpoints, within seconds. At once: work since the last checkpoints is done again by the next run. */
  readonly stop?: Stop | undefined;
  /** Seconds that trials have to save when they are asked to stop; 10 otherwise. */
  readonly stopSeconds?: number | undefined;
  /** URL of a module to train with instead of the laboratory's own, for tests. */
  readonly trainerModule?: string | undefined;
}
