/** What a worker says to the server, and asks of it; each inside a transaction, and the same done twice as done once. */
import { hostname } from "node:os";
import { type JobServer, type JobTransaction, lockOf } from "./job-server.ts";
import type { WaitingQueue } from "./needs.ts";
import { deleteQueued, type QueuedJob } from "./owner-statements.ts";
import { packed } from "./packed.ts";
import { pruneWorkers } from "./prune.ts";
import { channels, type QueueFor, type SharedReport } from "./reports.ts";
import { goneAfterSeconds } from "./tables.ts";

/** A worker. */
export interface WorkerFacts extends QueueFor {
  readonly id: string;
  /** Kind of the machine's processor. */
  readonly processor: string;
  /** Jobs at a time. */
  readonly slots: number;
}

/** A job that was taken. */
export interface TakenRow {
  readonly job: string;
  readonly owner: string;
  readonly kind: string;
  readonly title: string;
  readonly body: Uint8Array;
  readonly stopping: boolean;
  readonly attempt: number;
}

/** What is told of a job that is held. */
export interface OutgoingReport {
  readonly held: { readonly id: string; readonly owner: string; readonly attempt: number; readonly ahead: number };
  readonly seq: number;
  readonly report: SharedReport;
}

/** Registers a worker, and forgets those that are long gone. Returns versions of owners that are there and of runs that wait for a coordinator, with the name of a run of each. */
export async function sayWorker(
  server: JobServer,
  { rows }: JobTransaction,
  { id, version, processor, device, slots }: WorkerFacts,
): Promise<readonly { readonly version: string; readonly name: string }[]> {
  await pruneWorkers({ rows });
  await rows(
    `INSERT INTO job_worker (id, version, host, pid, processor, device, slots, lock, leaving, began_at, seen_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, ${lockOf(server.address, id)}, false, now(), now()) ON CONFLICT (id) DO NOTHING`,
    [id, version, hostname(), process.pid, processor, device, slots],
  );
  return rows(
    `SELECT version, name FROM job_owner WHERE seen_at > now() - make_interval(secs => $1)
      UNION SELECT version, name FROM job_run WHERE state = 'open' AND NOT cancelled ORDER BY version, name`,
    [goneAfterSeconds],
  );
}

const takenColumns = "job, owner, kind, title, body, stopping, attempt";

/** Jobs that a worker has and does not know of, for the answer that gave them was lost. */
export function jobsGiven(
  { rows }: JobTransaction,
  { worker, known }: { readonly worker: WorkerFacts; readonly known: readonly string[] },
): Promise<readonly TakenRow[]> {
  const sql = `SELECT ${takenColumns} FROM job_order WHERE worker = $1 AND job <> ALL($2::uuid[])`;
  return rows<TakenRow>(sql, [worker.id, known]);
}

/** Takes jobs from queues, at most `most`, from each what is left of that. */
export async function takeJobs(
  server: JobServer,
  transaction: JobTransaction,
  {
    worker,
    queues,
    most,
  }: { readonly worker: WorkerFacts; readonly queues: readonly WaitingQueue[]; readonly most: number },
): Promise<readonly TakenRow[]> {
  const taken: TakenRow[] = [];
  for (const { queue } of queues) {
    if (taken.length >= most) break;
    taken.push(...(await takeFrom(server, transaction, { worker, queue, most: most - taken.length })));
  }
  return taken;
}

async function takeFrom(
  server: JobServer,
  { rows, db }: JobTransaction,
  { worker, queue, most }: { readonly worker: WorkerFacts; readonly queue: string; readonly most: number },
): Promise<readonly TakenRow[]> {
  const next = await server.boss.fetch(queue, { batchSize: most, ignoreStartAfter: true, db });
  if (next.length === 0) return [];
  const ids = next.map(({ id }) => id);
  const taken = await rows<TakenRow>(
    `UPDATE job_order SET worker = $1, attempt = attempt + 1, taken_at = now() WHERE job = ANY($2::uuid[]) RETURNING ${takenColumns}`,
    [worker.id, ids],
  );
  const gone = ids.filter((id) => taken.every(({ job }) => job !== id));
  if (gone.length > 0) await server.boss.deleteJob(queue, gone, { db }); // their owner took them back
  return [...taken].sort((a, b) => ids.indexOf(a.job) - ids.indexOf(b.job));
}

/**
 * Stores reports, and wakes their owners where these are in a hurry: the others hear of it soon, and a word to one wakes every connection that
 * listens. A job that is not this worker's any more was taken back: what it told is left out, and that it ended says
 * that nothing works on it any more.
 */
export async function putReports(
  server: JobServer,
  { rows, wake, db }: JobTransaction,
  { worker, reports }: { readonly worker: WorkerFacts; readonly reports: readonly OutgoingReport[] },
): Promise<void> {
  const sql = "SELECT job, queue FROM job_order WHERE job = ANY($1::uuid[]) AND worker = $2 FOR UPDATE";
  const jobs = [...new Set(reports.map(({ held }) => held.id))];
  const own = new Map((await rows<QueuedJob>(sql, [jobs, worker.id])).map((each) => [each.job, each]));
  const stored = reports.flatMap((each): OutgoingReport[] => {
    if (own.has(each.held.id)) return [each];
    return each.report.kind === "event" ? [] : [{ ...each, report: { kind: "released" } }];
  });
  await rows(
    `INSERT INTO job_report (owner, job, attempt, seq, body)
      SELECT owner, job, attempt, seq, body
        FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[]) WITH ORDINALITY AS r (owner, job, attempt, seq, body, place)
        ORDER BY place
      ON CONFLICT DO NOTHING`,
    [
      stored.map(({ held }) => held.owner),
      stored.map(({ held }) => held.id),
      stored.map(({ held }) => held.attempt),
      stored.map(({ seq }) => seq),
      stored.map(({ report }) => packed(report)),
    ],
  );
  const ended = stored.flatMap(({ held, report }) => (report.kind === "event" ? [] : (own.get(held.id) ?? [])));
  if (ended.length > 0) {
    await rows("DELETE FROM job_order WHERE job = ANY($1::uuid[])", [ended.map(({ job }) => job)]);
    await deleteQueued(server, db, ended);
  }
  for (const owner of await ownersInAHurry(rows, stored)) await wake(channels.owner(owner));
}

/** Those who have a job to hand out for one that ended: whose jobs wait still have none, unless they come by the hundred. */
async function ownersInAHurry(
  rows: JobTransaction["rows"],
  reports: readonly OutgoingReport[],
): Promise<readonly string[]> {
  const endings = reports.filter(({ report }) => report.kind !== "event");
  if (endings.length === 0) return [];
  const hasty = new Set(endings.filter(({ held }) => held.ahead > 0).map(({ held }) => held.owner));
  const others = [...new Set(endings.map(({ held }) => held.owner))].filter((owner) => !hasty.has(owner));
  if (others.length === 0) return [...hasty];
  const sql = `SELECT o.id FROM unnest($1::uuid[]) AS o (id)
    WHERE NOT EXISTS (SELECT FROM job_order j WHERE j.owner = o.id AND j.worker IS NULL)`;
  return [...hasty, ...(await rows<{ id: string }>(sql, [others])).map(({ id }) => id)];
}

/** Gives a job back, for another worker; `wakeIdle` follows. False where its owner has taken it back meanwhile. */
export async function giveBackJob(
  server: JobServer,
  { rows, db }: JobTransaction,
  { worker, job }: { readonly worker: WorkerFacts; readonly job: string },
): Promise<boolean> {
  const sql = "UPDATE job_order SET worker = NULL, taken_at = NULL WHERE job = $1 AND worker = $2 RETURNING job, queue";
  const [own] = await rows<QueuedJob>(sql, [job, worker.id]);
  if (own === undefined) return false;
  await server.boss.fail(own.queue, job, {}, { db });
  return true;
}

/** Says that the worker is there. Returns its jobs whose owners are there too, and whether they are to end. */
export async function sayWord(
  server: JobServer,
  transaction: JobTransaction,
  worker: WorkerFacts,
): Promise<readonly { readonly job: string; readonly stopping: boolean; readonly attempt: number }[]> {
  const { rows } = transaction;
  const { id } = worker;
  const known = await rows("UPDATE job_worker SET seen_at = now() WHERE id = $1 RETURNING id", [id]);
  if (known.length === 0) await sayWorker(server, transaction, worker); // it was away for long
  return rows(
    `SELECT o.job, o.stopping, o.attempt FROM job_order o JOIN job_owner w ON w.id = o.owner
      WHERE o.worker = $1 AND w.seen_at > now() - make_interval(secs => $2)`,
    [id, goneAfterSeconds],
  );
}
