/**
 * Rows of the tables of a store of studies, by table.
 *
 * Numbers are kept as binary64; what has no finite value is null. Texts of configs are canonical JSON.
 */

/** Row types, by table. */
export interface StudyTables {
  /** `sum` here and `result_sum`, `sum` below: see `rowSum`; missing where an older file is only read. */
  readonly study: {
    readonly name: string;
    readonly config: string;
    readonly command: string;
    readonly sum: string | null;
  };
  /** Which trials a study has, and in which order. */
  readonly study_trial: {
    readonly study: string;
    readonly position: number;
    readonly trial_key: string;
    /** What the study calls the trial's optimizer; none in older files, where it is the trial's own. */
    readonly label: string | null;
  };
  readonly trial: {
    readonly key: string;
    readonly config: string;
    readonly model: string;
    readonly device: string;
    readonly optimizer: string;
    readonly state: string;
    readonly epochs_done: number;
    readonly failure: string | null;
    readonly stopped: string | null;
    readonly best_epoch: number | null;
    readonly diverged_at_step: number | null;
    readonly test_loss: number | null;
    readonly test_accuracy: number | null;
    /** Missing, as `extra` below, where an older file is only read. */
    readonly test_top5: number | null;
    /** What accuracies were measured on, as canonical JSON; missing likewise. */
    readonly measured_on: string | null;
    readonly result_sum: string | null;
  };
  readonly epoch: {
    readonly trial_key: string;
    readonly epoch: number;
    readonly train_loss: number | null;
    readonly train_accuracy: number | null;
    readonly validation_loss: number | null;
    readonly validation_accuracy: number | null;
    readonly lr: number | null;
    readonly train_seconds: number;
    readonly evaluate_seconds: number;
    readonly images_per_second: number;
    /** What only some trials keep of an epoch, as canonical JSON. */
    readonly extra: string | null;
    readonly sum: string | null;
  };
  /** What has changed, the latest last; its first row is what the store is known by. Triggers write it, with every change of the others. */
  readonly change: { readonly revision: number; readonly kind: string; readonly key: string };
  /** What a run tells of itself, one row for each study. */
  readonly progress: { readonly owner: string; readonly record: string; readonly sum: string };
}
