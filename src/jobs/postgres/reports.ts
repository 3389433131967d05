/** What workers tell of shared jobs. */

/** A report as it is stored, in the order in which its job told it. */
export type SharedReport =
  | { readonly kind: "event"; readonly event: unknown }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string }
  | { readonly kind: "lost"; readonly sentence: string }
  /** Nothing works on the job any more: it was cancelled. */
  | { readonly kind: "released" };

/** Channels. */
export const channels = {
  /** This worker may take something. */
  taker: (id: string): string => `${id}_take`,
  /** Something is told to this owner. */
  owner: (id: string): string => `owner_${id}`,
  /** Something is wished of this worker. */
  worker: (id: string): string => `worker_${id}`,
} as const;

/** Who may do a job. */
export interface QueueFor {
  /** Of lionlab: others may compute other numbers. */
  readonly version: string;
  /** What it is computed on. */
  readonly device: string;
}

/** The queue of such jobs: other workers do not see them. */
export function queueFor({ version, device }: QueueFor): string {
  return `v${version}-${device}`.replace(/[^\w-]/g, "_");
}
