/** A job that was queued on a server, as its owner knows it. */
import type { JobKind, JobReport } from "../queue.ts";
import { nextJobId } from "./job-id.ts";

/** A job that has not ended. */
export interface Pending {
  readonly id: string;
  readonly kind: Pick<JobKind<unknown, unknown, unknown>, "name" | "ahead">;
  readonly order: unknown;
  readonly needs: readonly string[];
  readonly listener: (report: JobReport<unknown, unknown>) => void;
  stopped: boolean;
  /** Whether the server knows of it. */
  sent: boolean;
  attempt: number;
  seq: number;
  /** Set by `cancel`: called when nothing works on it any more. */
  released: (() => void) | null;
}

/** As it is when it was queued, and the server does not know of it. */
export function pendingJob(
  kind: JobKind<unknown, unknown, unknown>,
  order: unknown,
  listener: Pending["listener"],
): Pending {
  const asked = { id: nextJobId(), kind, order, needs: kind.needs?.(order) ?? [], listener };
  return { ...asked, stopped: false, sent: false, attempt: 0, seq: 0, released: null };
}
