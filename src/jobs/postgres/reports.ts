/** What workers tell of shared jobs. */
import { sha256Hex } from "../../core/hash.ts";

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

/** The queue of such jobs, of those with other needs there is another: workers that lack one look into the rest. */
export function queueFor({ version, device }: QueueFor, needs: readonly string[] = []): string {
  const base = `v${version}-${device}`.replace(/[^\w-]/g, "_");
  return needs.length === 0 ? base : `${base}-needs-${sha256Hex([...needs].sort().join("\n")).slice(0, 16)}`;
}
