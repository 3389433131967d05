/**
 * Runs that were submitted: what they are lies on the server, and a worker coordinates each. Every statement is inside a transaction, and done twice
 * does what it does done once.
 */
import { hostname } from "node:os";
import type { JobTransaction } from "./job-server.ts";
import { packed, unpacked } from "./packed.ts";
import { channels } from "./reports.ts";
import type { RunName } from "./runs.ts";
import { goneAfterSeconds, isGone } from "./tables.ts";

/** A run to be submitted. */
export interface Submission extends RunName {
  /** Of lionlab: workers of others leave it alone. */
  readonly version: string;
  /** What whoever coordinates it must know. */
  readonly order: unknown;
  /** Null: as it was, 0 at first. */
  readonly priority: number | null;
}

/** A run that a worker coordinates. */
export interface SubmittedRun extends RunName {
  readonly order: unknown;
  readonly priority: number;
  /** How many workers were lost in a row while they coordinated it, each within a minute. */
  readonly losses: number;
}

/** How a run ended that a worker coordinated. */
export interface RunEnd {
  readonly state: "complete" | "failed";
  /** Why it failed. */
  readonly sentence: string | null;
}

/** A worker that coordinates. */
export interface CoordinatingWorker {
  readonly id: string;
  readonly version: string;
}

interface RunRow extends RunName {
  readonly submission: Uint8Array;
  readonly priority: number;
  readonly losses: number;
}

const columns = "r.kind, r.name, r.submission, r.priority, r.losses";

/**
 * Submits a run, or the same one changed, and wakes the workers. One that is coordinated goes on with what is new when it has done what it knows.
 * Returns the host of the worker that coordinates it, null where none does yet, and how many workers there are that could.
 */
export async function submitRun(
  transaction: JobTransaction,
  { kind, name, version, order, priority }: Submission,
): Promise<{ readonly coordinator: string | null; readonly workers: number }> {
  const { rows } = transaction;
  await rows(
    `INSERT INTO job_run AS r (kind, name, priority, submission, version, host, submitted_at, state) VALUES ($1, $2, coalesce($3, 0), $4, $5, $6, now(), 'open')
      ON CONFLICT (kind, name) DO UPDATE SET priority = coalesce($3, r.priority), submission = excluded.submission, version = excluded.version,
        host = excluded.host, submitted_at = now(), state = 'open', sentence = NULL, cancelled = false, losses = 0,
        again = r.coordinator IS NOT NULL AND (r.again OR r.submission IS DISTINCT FROM excluded.submission)`,
    [kind, name, priority, packed(order), version, hostname()],
  );
  const [run] = await rows<{ host: string }>(
    `SELECT w.host FROM job_run r JOIN job_worker w ON w.id = r.coordinator WHERE r.kind = $1 AND r.name = $2 AND NOT ${isGone}`,
    [kind, name],
  );
  return { coordinator: run?.host ?? null, workers: await wakeWorkers(transaction, version) };
}

/** Has all workers of a version look; returns how many there are. */
export async function wakeWorkers({ rows, wake }: JobTransaction, version: string): Promise<number> {
  const found = await rows<{ id: string }>(
    "SELECT id FROM job_worker WHERE version = $1 AND NOT leaving AND seen_at > now() - make_interval(secs => $2)",
    [version, goneAfterSeconds],
  );
  for (const { id } of found) await wake(channels.worker(id));
  return found.length;
}

/** What a worker coordinates, and whether it was cancelled. */
export function runsOf(
  { rows }: Pick<JobTransaction, "rows">,
  { id }: CoordinatingWorker,
): Promise<readonly (RunName & { readonly cancelled: boolean; readonly priority: number })[]> {
  return rows("SELECT kind, name, cancelled, priority FROM job_run WHERE coordinator = $1", [id]);
}

/** A worker that has coordinated a run for a minute has not been brought down by it. */
export async function forgetLosses({ rows }: Pick<JobTransaction, "rows">, { id }: CoordinatingWorker): Promise<void> {
  await rows(
    "UPDATE job_run SET losses = 0 WHERE coordinator = $1 AND losses > 0 AND taken_at < now() - interval '1 minute'",
    [id],
  );
}

/** Open runs of a version that nobody coordinates, in the order in which they are taken. */
const free = `r.state = 'open' AND NOT r.cancelled AND r.version = $1 AND r.kind || ' ' || r.name <> ALL($2::text[]) AND ${isGone}`;
const inOrder = "ORDER BY r.priority DESC, r.submitted_at, r.name";

/** The run to coordinate next; null where there is none. `but`: not these. */
export async function nextRun(
  { rows }: Pick<JobTransaction, "rows">,
  { version }: CoordinatingWorker,
  but: readonly string[],
): Promise<{ readonly priority: number } | null> {
  const sql = `SELECT r.priority FROM job_run r LEFT JOIN job_worker w ON w.id = r.coordinator WHERE ${free} ${inOrder} LIMIT 1`;
  return (await rows<{ priority: number }>(sql, [version, but]))[0] ?? null;
}

/** Takes the next run; first one that the worker has and does not know of, for the answer that gave it was lost. */
export async function takeRun(
  { rows }: Pick<JobTransaction, "rows">,
  { id, version }: CoordinatingWorker,
  { known, but }: { readonly known: readonly string[]; readonly but: readonly string[] },
): Promise<SubmittedRun | null> {
  const had = `SELECT ${columns} FROM job_run r WHERE r.coordinator = $1 AND r.kind || ' ' || r.name <> ALL($2::text[])`;
  const [own] = await rows<RunRow>(had, [id, known]);
  if (own !== undefined) return runOf(own);
  const [taken] = await rows<RunRow>(
    `UPDATE job_run r SET coordinator = $3, taken_at = now(), again = false, losses = CASE WHEN r.coordinator IS NULL THEN 0 ELSE r.losses + 1 END
      WHERE EXISTS (SELECT FROM job_worker WHERE id = $3) AND (r.kind, r.name) = (
        SELECT r.kind, r.name FROM job_run r LEFT JOIN job_worker w ON w.id = r.coordinator WHERE ${free} ${inOrder} LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
      RETURNING ${columns}`,
    [version, but, id],
  );
  return taken === undefined ? null : runOf(taken);
}

function runOf({ kind, name, submission, priority, losses }: RunRow): SubmittedRun {
  return { kind, name, order: unpacked(submission), priority, losses };
}

/** The run has ended; one that is to go on again is open. */
export async function endRun(
  { rows }: Pick<JobTransaction, "rows">,
  { id }: CoordinatingWorker,
  { kind, name, state, sentence }: RunName & RunEnd,
): Promise<void> {
  await rows(
    `UPDATE job_run SET state = CASE WHEN again THEN 'open' ELSE $4 END, sentence = CASE WHEN again THEN NULL ELSE $5::text END,
        coordinator = NULL, again = false, losses = 0
      WHERE coordinator = $1 AND kind = $2 AND name = $3`,
    [id, kind, name, state, sentence],
  );
}

/** Gives a run back, for another worker, and has them look. */
export async function giveBackRun(
  transaction: JobTransaction,
  { id, version }: CoordinatingWorker,
  { kind, name }: RunName,
): Promise<void> {
  const sql = "UPDATE job_run SET coordinator = NULL, losses = 0 WHERE coordinator = $1 AND kind = $2 AND name = $3";
  await transaction.rows(sql, [id, kind, name]);
  await wakeWorkers(transaction, version);
}
