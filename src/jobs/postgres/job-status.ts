/** How jobs stand on a server: who queues them, who works, and what waits. */
import type { PostgresAddress } from "../../records/postgres/address.ts";
import type { Connection } from "../../records/postgres/connection.ts";
import { postgresFault } from "../../records/postgres/faults.ts";
import { ConnectionPool } from "../../records/postgres/pool.ts";
import { prepareSchema } from "../../records/postgres/schema.ts";
import { jobTables } from "./tables.ts";

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

/** A run that queues jobs. */
export interface OwnerStatus {
  readonly run: string;
  readonly host: string;
  readonly version: string;
  readonly seenSecondsAgo: number;
  readonly waiting: number;
  readonly taken: number;
}

/** All of one moment. */
export interface JobStatus {
  readonly runs: readonly OwnerStatus[];
  readonly workers: readonly WorkerStatus[];
}

/** Looks once, and changes nothing. Errors: `no-jobs`, and those of the server. */
export async function jobStatus(address: PostgresAddress): Promise<JobStatus> {
  const pool = new ConnectionPool(address);
  try {
    return await pool.use(async (connection) => {
      await prepareSchema(connection, { kind: jobTables, mode: "read", address });
      return statusOn(connection);
    });
  } catch (error) {
    throw postgresFault(error, address)?.error ?? error;
  } finally {
    await pool.close();
  }
}

async function statusOn(connection: Connection): Promise<JobStatus> {
  await connection.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const runs = await connection.ask<OwnerStatus>(`
    SELECT w.name AS run, w.host, w.version, extract(epoch FROM now() - w.seen_at)::float8 AS "seenSecondsAgo",
      count(o.job) FILTER (WHERE o.worker IS NULL) AS waiting, count(o.worker) AS taken
    FROM job_owner w LEFT JOIN job_order o ON o.owner = w.id GROUP BY w.id ORDER BY w.name, w.id`);
  const workers = await connection.ask<Omit<WorkerStatus, "jobs"> & { readonly id: string }>(`
    SELECT id, host, pid, version, device, processor, slots, leaving, extract(epoch FROM now() - seen_at)::float8 AS "seenSecondsAgo"
    FROM job_worker ORDER BY host, pid`);
  const jobs = await connection.ask<TakenJob & { readonly worker: string }>(`
    SELECT worker, title AS run, kind, attempt, extract(epoch FROM now() - taken_at)::float8 AS seconds
    FROM job_order WHERE worker IS NOT NULL ORDER BY taken_at, job`);
  await connection.ask("COMMIT");
  return {
    runs,
    workers: workers.map(({ id, ...worker }) => ({
      ...worker,
      jobs: jobs.filter((job) => job.worker === id).map(({ worker: _, ...job }) => job),
    })),
  };
}
