/** What an owner of jobs says to the server, and asks of it; each inside a transaction, and the same done twice as done once. */
import { hostname } from "node:os";
import type { JobServer, JobTransaction } from "./job-server.ts";
import { needsText, type UnmetRow, unmetNeedsOf } from "./needs.ts";
import { packed } from "./packed.ts";
import { channels, type QueueFor, queueFor } from "./reports.ts";
import { isCancelled, priorityOf, type RunName } from "./runs.ts";
import { goneAfterSeconds, isGone } from "./tables.ts";

/** An owner, by the run that its jobs are for. */
export interface Owner extends QueueFor, RunName {
  readonly id: string;
  /** The worker that coordinates the run; null for a process of the run's own. */
  readonly worker: string | null;
}

/** A job to be queued. */
export interface NewJob {
  readonly id: string;
  readonly kind: { readonly name: string };
  readonly order: unknown;
  readonly stopped: boolean;
  readonly needs: readonly string[];
}

/** Says that the owner is there. */
export async function sayOwner(
  { rows }: Pick<JobTransaction, "rows">,
  { id, kind, name, version, device, worker }: Owner,
): Promise<void> {
  await rows(
    `INSERT INTO job_owner (id, kind, name, version, device, host, pid, worker, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
      ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
    [id, kind, name, version, device, hostname(), process.pid, worker],
  );
}

/** Says that the owner, which the server knew, is still there. False where it was forgotten meanwhile, with all it had. */
export async function sayOwnerAgain({ rows }: Pick<JobTransaction, "rows">, { id }: Owner): Promise<boolean> {
  return (await rows("UPDATE job_owner SET seen_at = now() WHERE id = $1 RETURNING id", [id])).length > 0;
}

/** Queues jobs; `wakeIdle` follows. */
export async function putJobs(
  server: JobServer,
  transaction: JobTransaction,
  owner: Owner,
  jobs: readonly NewJob[],
): Promise<void> {
  const queues = jobs.map(({ needs }) => queueFor(owner, needs));
  await sayOwner(transaction, owner);
  await transaction.rows(
    `INSERT INTO job_order (job, owner, queue, needs, kind, title, body, stopping, attempt)
      SELECT job, $1, queue, needs, kind, $2, body, stopping, 0
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::boolean[]) AS new (job, queue, needs, kind, body, stopping)
      ON CONFLICT DO NOTHING`,
    [
      ...[owner.id, owner.name],
      jobs.map(({ id }) => id),
      queues,
      jobs.map(({ needs }) => needsText(needs)),
      jobs.map(({ kind }) => kind.name),
      jobs.map(({ order }) => packed(order)),
      jobs.map(({ stopped }) => stopped),
    ],
  );
  const priority = await priorityOf(transaction, owner);
  const { db } = transaction;
  await server.boss.insert(
    jobs.map(({ id }, i) => ({ id, name: queues[i]!, priority })),
    { db },
  );
}

/** Takes jobs off the server. Returns the workers that have some of them, which are told, by their jobs. */
export async function withdrawJobs(
  server: JobServer,
  { rows, wake, db }: JobTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  if (ids.length === 0) return held;
  const sql = "DELETE FROM job_order WHERE job = ANY($1::uuid[]) RETURNING job, queue, worker";
  const taken = await rows<QueuedJob & { worker: string | null }>(sql, [ids]);
  for (const { job, worker } of taken) if (worker !== null) held.set(job, worker);
  await deleteQueued(server, db, taken);
  for (const worker of new Set(held.values())) await wake(channels.worker(worker));
  return held;
}

/** A job by the queue that it is in. */
export interface QueuedJob {
  readonly job: string;
  readonly queue: string;
}

/** Takes jobs out of their queues. */
export async function deleteQueued(
  server: JobServer,
  db: JobTransaction["db"],
  jobs: readonly QueuedJob[],
): Promise<void> {
  for (const queue of new Set(jobs.map((each) => each.queue))) {
    const those = jobs.filter((each) => each.queue === queue).map(({ job }) => job);
    await server.boss.deleteJob(queue, those, { db });
  }
}

/** Asks jobs to end, and tells the workers that have them. */
export async function stopJobs({ rows, wake }: JobTransaction, ids: readonly string[]): Promise<void> {
  const sql = "UPDATE job_order SET stopping = true WHERE job = ANY($1::uuid[]) RETURNING worker";
  const workers = (await rows<{ worker: string | null }>(sql, [ids])).map(({ worker }) => worker);
  for (const worker of new Set(workers)) if (worker !== null) await wake(channels.worker(worker));
}

/** What an owner sees when it looks. */
export interface OwnerView {
  /** Slots of all workers that may do its jobs, by their kinds of processor. */
  readonly slots: ReadonlyMap<string, number>;
  /** Its jobs whose workers are gone, which are taken back; the host of each, null where it is not known any more. */
  readonly lost: readonly { readonly job: string; readonly host: string | null }[];
  /** What nobody has of all that its jobs wait for. */
  readonly unmet: readonly UnmetRow[];
  /** Which of `stopped` wait. */
  readonly waiting: ReadonlySet<string>;
  readonly cancelled: boolean;
}

/** Looks. `stopped`: its jobs that were asked to end. */
export async function ownerLooks(
  server: JobServer,
  transaction: JobTransaction,
  { owner, stopped }: { readonly owner: Owner; readonly stopped: readonly string[] },
): Promise<OwnerView> {
  const { rows } = transaction;
  const slots = await slotsFor(transaction, owner);
  const lost = await takeLost(server, transaction, owner);
  const unmet = await rows<UnmetRow>(unmetNeedsOf, [owner.id]);
  const sql = "SELECT job FROM job_order WHERE job = ANY($1::uuid[]) AND worker IS NULL";
  const waiting = unmet.length === 0 || stopped.length === 0 ? [] : await rows<{ job: string }>(sql, [stopped]);
  const cancelled = await isCancelled(transaction, owner);
  return { slots, lost, unmet, waiting: new Set(waiting.map(({ job }) => job)), cancelled };
}

/** Slots of all workers that may do such jobs, by their kinds of processor. */
async function slotsFor({ rows }: JobTransaction, { version, device }: QueueFor): Promise<ReadonlyMap<string, number>> {
  const kinds = await rows<{ processor: string; slots: number }>(
    `SELECT processor, sum(slots)::float8 AS slots FROM job_worker
      WHERE version = $1 AND device = $2 AND NOT leaving AND seen_at > now() - make_interval(secs => $3) GROUP BY processor`,
    [version, device, goneAfterSeconds],
  );
  return new Map(kinds.map(({ processor, slots }) => [processor, slots]));
}

/** Takes back the owner's jobs whose workers are gone. */
async function takeLost(
  server: JobServer,
  { rows, db }: JobTransaction,
  owner: Owner,
): Promise<readonly { readonly job: string; readonly host: string | null }[]> {
  const lost = await rows<QueuedJob & { host: string | null }>(
    `DELETE FROM job_order USING job_order o LEFT JOIN job_worker w ON w.id = o.worker
      WHERE job_order.job = o.job AND o.owner = $1 AND o.worker IS NOT NULL
        AND ${isGone}
      RETURNING o.job, o.queue, w.host`,
    [owner.id],
  );
  await deleteQueued(server, db, lost);
  return lost;
}

/** The owner ends, with all that it was told. */
export async function forgetOwner({ rows }: JobTransaction, { id }: Owner): Promise<void> {
  await rows("DELETE FROM job_report WHERE owner = $1", [id]);
  await rows("DELETE FROM job_owner WHERE id = $1", [id]);
}
