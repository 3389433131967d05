/** A run whose jobs are shared through the server that keeps its records: this machine does some of them, whoever else comes does others. */
import { packageVersion } from "../../core/package-version.ts";
import { processorName } from "../../core/processor.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import { SharedQueue } from "../../jobs/postgres/shared-queue.ts";
import { WorkerHost } from "../../jobs/postgres/worker-host.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { openWorkerPool } from "../../jobs/worker-pool.ts";
import { storeLocation } from "../../records/location.ts";
import type { Patience } from "../../records/patience.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { hostedKinds } from "./hosted-kinds.ts";

/** What a shared run is. */
export interface SharedRun extends Patience {
  /** Address of its store. */
  readonly storage: string;
  readonly name: string;
  /** Jobs at a time on this machine. */
  readonly slots: number;
  readonly device: string;
}

/** Where a run's jobs go; `close` must be called. */
export interface SharedJobs {
  readonly queue: JobQueue;
  /** Address of the checkpoints that every worker reaches. */
  readonly checkpoints: string;
  close(): Promise<void>;
}

/** Leaves the password to the worker processes of this one, which open checkpoints by an address without it. */
export function leavePassword({ password }: PostgresAddress): void {
  if (password !== null) process.env.PGPASSWORD = password;
}

/** A queue on the server and a host on this machine; null where the store is a file. Errors: those of the server. */
export async function shareJobs({ storage, name, slots, device, ...patience }: SharedRun): Promise<SharedJobs | null> {
  const location = storeLocation(storage);
  if (location.kind !== "postgres") return null;
  leavePassword(location.address);
  const server = await JobServer.open(location.address, patience);
  const version = packageVersion();
  const queue = new SharedQueue(server, { name, version, device, slots });
  const pool = openWorkerPool({ workers: slots });
  const host = new WorkerHost(server, pool, {
    ...{ version, slots, device, processor: processorName(), kinds: hostedKinds(null) },
  });
  const leaving = new AbortController();
  const gone = host.run(leaving.signal);
  gone.catch((error) => queue.breakOff(error));
  return {
    queue,
    checkpoints: location.address.place,
    close: async () => {
      await queue.close();
      leaving.abort();
      try {
        await gone;
      } finally {
        await pool.close();
        await server.close();
      }
    },
  };
}
