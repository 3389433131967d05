/** What users wish of the runs of a server: that one ends, goes on, or goes first. Each inside a transaction, and the same done twice as done once. */
import type { JobServer, JobTransaction } from "./job-server.ts";
import { channels } from "./reports.ts";
import type { RunName } from "./runs.ts";
import { wakeWorkers } from "./submitted-runs.ts";
import { goneAfterSeconds, isGone } from "./tables.ts";

/** A run that shares its jobs, or ever did. */
export interface KnownRun extends RunName {
  readonly priority: number;
  readonly cancelled: boolean;
  /** Of a run that was submitted: whether it is to go on, and why it failed; null of one that a process of its own runs. */
  readonly state: "open" | "complete" | "failed" | null;
  readonly sentence: string | null;
  /** Version of lionlab that it was submitted with, and the machine. */
  readonly version: string | null;
  readonly submittedBy: string | null;
  /** The worker that coordinates it, and its machine; null where none that is there does. */
  readonly worker: string | null;
  readonly coordinator: string | null;
  /** The machine of the process that runs it, also of the worker that coordinates it; null where none is there. */
  readonly owner: string | null;
}

/** All of them by name, as `FROM job_run r`. */
export const knownRunsQuery = `
  SELECT r.kind, r.name, r.priority, r.cancelled, r.state, r.sentence, r.version, r.host AS "submittedBy", w.id AS worker, w.host AS coordinator,
    (SELECT o.host FROM job_owner o WHERE o.kind = r.kind AND o.name = r.name AND o.seen_at > now() - interval '${goneAfterSeconds} seconds'
      ORDER BY o.seen_at DESC LIMIT 1) AS owner
  FROM job_run r LEFT JOIN job_worker w ON w.id = r.coordinator AND NOT ${isGone} ORDER BY r.name, r.kind`;

/** Whether somebody runs it, or will: one that is open is taken up by a worker. */
export function isUnderWay({ state, owner }: Pick<KnownRun, "state" | "owner">): boolean {
  return state === "open" || owner !== null;
}

/** Asks the run to end in order: trials under way are saved. */
export async function cancelRun({ rows, wake }: JobTransaction, { kind, name, worker }: KnownRun): Promise<void> {
  await rows("UPDATE job_run SET cancelled = true WHERE kind = $1 AND name = $2", [kind, name]);
  if (worker !== null) await wake(channels.worker(worker));
}

/** A run that was submitted goes on: what was cancelled or given up, and trials that failed. One that is coordinated does so when all else is done. */
export async function retryRun(transaction: JobTransaction, { kind, name, version }: KnownRun): Promise<void> {
  await transaction.rows(
    `UPDATE job_run SET state = 'open', cancelled = false, sentence = NULL, losses = 0, again = coordinator IS NOT NULL
      WHERE kind = $1 AND name = $2 AND submission IS NOT NULL`,
    [kind, name],
  );
  await wakeWorkers(transaction, version!);
}

/** Puts the jobs of a run, those that wait and those to come, before those of runs with less. */
export async function prioritiseRun(
  server: JobServer,
  transaction: JobTransaction,
  { kind, name, priority, version }: RunName & Pick<KnownRun, "priority" | "version">,
): Promise<void> {
  const { rows } = transaction;
  await rows("UPDATE job_run SET priority = $3 WHERE kind = $1 AND name = $2", [kind, name, priority]);
  const jobs = await rows<{ job: string; queue: string }>(
    "SELECT o.job, o.queue FROM job_order o JOIN job_owner w ON w.id = o.owner WHERE w.kind = $1 AND w.name = $2",
    [kind, name],
  );
  if (jobs.length > 0) await server.prioritise(transaction, jobs, priority);
  if (version !== null) await wakeWorkers(transaction, version); // one may give a lower run back for it
}
