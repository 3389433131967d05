/** A job that a worker has, and the kinds that it may be of. */
import type { Job, JobKind } from "../queue.ts";
import type { TakenRow } from "./worker-statements.ts";

/** A kind of job that a host does. */
export interface HostedKind {
  readonly kind: JobKind<unknown, unknown, unknown>;
  /** Whether a job that was asked to end returned before it was done, so that another worker goes on with it. */
  readonly isPartial: (result: unknown) => boolean;
  /** The order as it is done here: paths of this machine. */
  readonly here?: (order: unknown) => unknown;
  /** Of the needs of an order, which this machine proved not to meet where the job was refused with a code; null: it would be refused anywhere. */
  readonly missed?: (code: string, order: unknown) => string | null;
}

/** A job that is held. */
export interface Held {
  readonly id: string;
  readonly owner: string;
  readonly attempt: number;
  readonly hosted: HostedKind;
  /** Of its kind. */
  readonly ahead: number;
  /** As its owner gave it. */
  readonly order: unknown;
  job: Job;
  seq: number;
  stopping: boolean;
  /** It is asked to end because the host leaves. */
  leaving: boolean;
  /** It is being given back: the server may have it already. */
  returning: boolean;
  ended: boolean;
}

/** As it is when it was taken. `hosted`: absent for a kind that the worker does not know. */
export function heldOf(
  { job: id, owner, attempt, stopping }: TakenRow,
  { hosted = unknownKind, order }: { readonly hosted: HostedKind | undefined; readonly order: unknown },
): Held {
  const fresh = { job: noJob, seq: 0, leaving: false, returning: false, ended: false };
  return { id, owner, attempt, hosted, ahead: hosted.kind.ahead, order, stopping, ...fresh };
}

const noJob: Job = { stop: () => {}, cancel: async () => {} };

const unknownKind: HostedKind = { kind: { name: "job", module: "", ahead: 0 }, isPartial: () => false };
