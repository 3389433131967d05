/**
 * What goes from the tables of jobs because nobody asks for it any more. An owner that only sleeps, such as a laptop that is closed for a night, keeps
 * what it has: it goes when somebody else runs its run, or after a week.
 */
import type { JobServer, JobTransaction } from "./job-server.ts";
import type { Owner } from "./owner-statements.ts";
import { channels } from "./reports.ts";
import { goneAfterSeconds } from "./tables.ts";

/** Seconds after which a worker that was not heard of is forgotten; it makes itself known again when it is back. */
export const workerKeptSeconds = 3600;

const ownerKeptSeconds = 7 * 24 * 3600;

/** Forgets workers that are long gone. */
export async function pruneWorkers({ rows }: Pick<JobTransaction, "rows">): Promise<void> {
  await rows("DELETE FROM job_worker WHERE seen_at < now() - make_interval(secs => $1)", [workerKeptSeconds]);
}

/** Forgets, with all they had, former owners of a run that somebody else runs now, and owners that are long gone. */
export async function pruneOwners(server: JobServer, transaction: JobTransaction, now: Owner): Promise<void> {
  const { rows, wake, db } = transaction;
  const gone = await rows<{ id: string }>(
    `DELETE FROM job_owner WHERE seen_at < now() - make_interval(secs => $1)
      OR kind = $2 AND name = $3 AND id <> $4 AND (seen_at < now() - make_interval(secs => $5) OR worker IS NOT NULL AND $6) RETURNING id`,
    [ownerKeptSeconds, now.kind, now.name, now.id, goneAfterSeconds, now.worker !== null], // of workers, one alone has the run
  );
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  const orders = await rows<{ job: string; queue: string; worker: string | null }>(
    "DELETE FROM job_order WHERE owner = ANY($1::uuid[]) RETURNING job, queue, worker",
    [ids],
  );
  await rows("DELETE FROM job_report WHERE owner = ANY($1::uuid[])", [ids]);
  for (const queue of new Set(orders.map((order) => order.queue))) {
    const jobs = orders.filter((order) => order.queue === queue).map(({ job }) => job);
    await server.boss.deleteJob(queue, jobs, { db });
  }
  for (const worker of new Set(orders.map((order) => order.worker)))
    if (worker !== null) await wake(channels.worker(worker));
}
