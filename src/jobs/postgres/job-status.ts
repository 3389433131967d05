/** How jobs stand on a server: who queues them, who works, and what waits. */
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { type Connection, literal } from "../../records/postgres/connection.ts";
import { postgresFault } from "../../records/postgres/faults.ts";
import { ConnectionPool } from "../../records/postgres/pool.ts";
import { prepareSchema } from "../../records/postgres/schema.ts";
import { type UnmetNeed, type UnmetRow, unmetNeedsOfAll, unmetOf } from "./needs.ts";
import { unpacked } from "./packed.ts";
import { workerKeptSeconds } from "./prune.ts";
import { type KnownRun, knownRunsQuery } from "./run-wishes.ts";
import type { RunName } from "./runs.ts";
import { goneAfterSeconds, jobTables } from "./tables.ts";

/** A process that takes jobs. */
export interface WorkerStatus {
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly device: string;
  readonly processor: string;
  readonly slots: number;
  /** It takes no more. */
  readonly leaving: boolean;
  /** Seconds since it was last heard of, by the server's clock. */
  readonly seenSecondsAgo: number;
  readonly jobs: readonly TakenJob[];
}

/** A job that a worker has. */
export interface TakenJob {
  readonly run: string;
  readonly kind: string;
  /** How many workers have had it. */
  readonly attempt: number;
  readonly seconds: number;
}

/** A run that shares its jobs, or ever did. */
export interface RunStatus extends KnownRun {
  /** Process that runs it, or whose worker coordinates it; null where none is there. */
  readonly pid: number | null;
  readonly waiting: number;
  readonly taken: number;
}

/** A job of a run, by what it is of. */
export interface RunJob {
  /** As its owner gave it. */
  readonly order: unknown;
  /** How many workers have had it. */
  readonly attempt: number;
  /** The worker that has it; null while it waits. */
  readonly worker: { readonly host: string; readonly pid: number; readonly processor: string } | null;
  /** Seconds that it has had it. */
  readonly seconds: number | null;
}

/** All of one moment. */
export interface JobStatus {
  readonly runs: readonly RunStatus[];
  /** Those that were heard of within the last hour. */
  readonly workers: readonly WorkerStatus[];
  /** What jobs wait for that no worker has. */
  readonly unmet: readonly UnmetNeed[];
}

/** Looks once, and changes nothing. Errors: `no-jobs`, and those of the server. */
export function jobStatus(address: PostgresAddress): Promise<JobStatus> {
  return lookAt(address, statusOn);
}

/** The jobs of a run, those that are taken first. Errors: those of `jobStatus`. */
export function jobsOfRun(address: PostgresAddress, { kind, name }: RunName): Promise<readonly RunJob[]> {
  return lookAt(address, async (connection) => {
    const rows = await connection.ask<Omit<RunJob, "order" | "worker"> & WorkerCells & { readonly body: Uint8Array }>(`
      SELECT o.body, o.attempt, extract(epoch FROM now() - o.taken_at)::float8 AS seconds, w.host, w.pid, w.processor
      FROM job_order o JOIN job_owner r ON r.id = o.owner LEFT JOIN job_worker w ON w.id = o.worker
      WHERE r.kind = ${literal(kind)} AND r.name = ${literal(name)} ORDER BY o.taken_at, o.job`);
    return rows.map(({ body, attempt, seconds, host, pid, processor }) => ({
      ...{ order: unpacked(body), attempt, seconds },
      worker: host === null || pid === null || processor === null ? null : { host, pid, processor },
    }));
  });
}

interface WorkerCells {
  readonly host: string | null;
  readonly pid: number | null;
  readonly processor: string | null;
}

async function lookAt<T>(address: PostgresAddress, look: (connection: Connection) => Promise<T>): Promise<T> {
  const pool = new ConnectionPool(address);
  try {
    return await pool.use(async (connection) => {
      await prepareSchema(connection, { kind: jobTables, mode: "read", address });
      return look(connection);
    });
  } catch (error) {
    throw postgresFault(error, address)?.error ?? error;
  } finally {
    await pool.close();
  }
}

async function statusOn(connection: Connection): Promise<JobStatus> {
  await connection.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const runs = await connection.ask<RunStatus>(`
    SELECT k.*, o.pid, coalesce(o.waiting, 0) AS waiting, coalesce(o.taken, 0) AS taken FROM (${knownRunsQuery}) k LEFT JOIN LATERAL (
      SELECT w.pid, count(o.job) FILTER (WHERE o.worker IS NULL) AS waiting, count(o.worker) AS taken
      FROM job_owner w LEFT JOIN job_order o ON o.owner = w.id
      WHERE w.kind = k.kind AND w.name = k.name AND w.seen_at > now() - interval '${goneAfterSeconds} seconds'
      GROUP BY w.id ORDER BY w.seen_at DESC LIMIT 1) o ON true`);
  const workers = await connection.ask<Omit<WorkerStatus, "jobs"> & { readonly id: string }>(`
    SELECT id, host, pid, version, device, processor, slots, leaving, extract(epoch FROM now() - seen_at)::float8 AS "seenSecondsAgo"
    FROM job_worker WHERE seen_at > now() - interval '${workerKeptSeconds} seconds' ORDER BY host, pid`);
  const jobs = await connection.ask<TakenJob & { readonly worker: string }>(`
    SELECT worker, title AS run, kind, attempt, extract(epoch FROM now() - taken_at)::float8 AS seconds
    FROM job_order WHERE worker IS NOT NULL ORDER BY taken_at, job`);
  const unmet = await connection.ask<UnmetRow>(unmetNeedsOfAll);
  await connection.ask("COMMIT");
  return {
    runs,
    unmet: unmet.map(unmetOf),
    workers: workers.map(({ id, ...worker }) => ({
      ...worker,
      jobs: jobs.filter((job) => job.worker === id).map(({ worker: _, ...job }) => job),
    })),
  };
}
