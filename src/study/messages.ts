/**
 * What a coordinator and its workers say to each other. Sent as structured clones, so that NaN and infinities arrive.
 */
import type { TrialConfig } from "../records/records.ts";
import type { TrainerEvent } from "../trainer/events.ts";

/** To a worker. */
export type WorkerOrder =
  | {
      readonly kind: "run";
      readonly key: string;
      readonly config: TrialConfig;
      readonly checkpointPath: string;
      /** File of the starting weights that the config names. */
      readonly initPath: string | null;
      /** File for the weights of a finished trial; null keeps none. */
      readonly weightsPath: string | null;
      /** Steps after which a checkpoint is written, whatever the time; null: by time alone. */
      readonly checkpointEverySteps: number | null;
      /** Folder of `--data`, where one was given. */
      readonly dataDir: string | null;
      /** Module that exports `runTrial` and `loadDataset`, for tests; null: the laboratory's own. */
      readonly trainerModule: string | null;
    }
  /** End the trial after a checkpoint. */
  | { readonly kind: "stop" };

/** From a worker. `key` is that of the trial spoken of. */
export type WorkerReport =
  | { readonly kind: "ready" }
  | { readonly kind: "event"; readonly key: string; readonly event: TrainerEvent }
  /** The trial has ended: with a result, or (`stopped`) after a checkpoint. */
  | { readonly kind: "ended"; readonly key: string; readonly stopped: boolean }
  /** A mistake of the user's: every trial would meet it. */
  | { readonly kind: "refused"; readonly key: string; readonly code: string; readonly sentence: string }
  /** A fault of ours in this trial. */
  | { readonly kind: "faulted"; readonly key: string; readonly sentence: string };
