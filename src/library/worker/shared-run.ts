/** A run whose jobs are shared through the server that keeps its records: this machine does some of them, whoever else comes does others. */
import { packageVersion } from "../../core/package-version.ts";
import { dataNeedLine } from "../../data/data-need.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import type { RunKind } from "../../jobs/postgres/runs.ts";
import { SharedQueue } from "../../jobs/postgres/shared-queue.ts";
import { WorkerHost } from "../../jobs/postgres/worker-host.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { openWorkerPool } from "../../jobs/worker-pool.ts";
import { storeLocation } from "../../records/location.ts";
import type { Patience } from "../../records/patience.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import type { TrialConfig } from "../../records/records.ts";
import type { StudyPlan } from "../../study/plan.ts";
import type { RunOptions } from "../../study/run-options.ts";
import { computedOn } from "../../trainer/measured-on.ts";
import { hostedKinds } from "./hosted-kinds.ts";
import { provideFrom } from "./provide.ts";

/** What a shared run is. */
export interface SharedRun extends Pick<Patience, "onWait"> {
  /** Address of its store. */
  readonly storage: string;
  readonly kind: RunKind;
  readonly name: string;
  /** A run that somebody cancels ends as by Ctrl-C. */
  readonly interrupts: { readonly drain: AbortSignal; interrupt(): void };
  /** Jobs at a time on this machine. */
  readonly slots: number;
  readonly device: TrialConfig["device"];
  /** Folder of the data of this machine, where one was named. */
  readonly dataDir?: string | undefined;
  /** Needs of its jobs that this machine is known to meet. */
  readonly has: readonly string[];
  /** Told what nobody can do, in sentences. */
  readonly onWord: (sentence: string) => void;
}

/** Where a run's jobs go; `close` must be called. */
export interface SharedJobs {
  readonly queue: JobQueue;
  /** What a study is run with then: the queue, and checkpoints beside the records. */
  readonly running: Pick<RunOptions, "queue" | "isShared" | "checkpoints" | "checkpointsAtServer">;
  close(): Promise<void>;
}

/** Leaves the password to the worker processes of this one, which open checkpoints by an address without it. */
export function leavePassword({ password }: PostgresAddress): void {
  if (password !== null) process.env.PGPASSWORD = password;
}

/** A queue on the server and a host on this machine; null where the store is a file. Errors: those of the server. */
export async function shareJobs(run: SharedRun): Promise<SharedJobs | null> {
  const { storage, kind, name, slots, device, has, onWord, interrupts, onWait } = run;
  const location = storeLocation(storage);
  if (location.kind !== "postgres") return null;
  leavePassword(location.address);
  const server = await JobServer.open(location.address, { onWait, signal: interrupts.drain });
  const onCancelled = (): void => {
    if (!interrupts.drain.aborted) interrupts.interrupt();
  };
  const version = packageVersion();
  const queue = new SharedQueue(server, { kind, name, version, device, slots, onWord, onCancelled });
  const here = { dataDir: run.dataDir ?? null, store: withoutPasswords(storage) };
  await queue.announce();
  const pool = openWorkerPool({ workers: slots });
  const host = new WorkerHost(server, pool, {
    ...{ version, slots, device, processor: computedOn({ device }), kinds: hostedKinds(here) },
    provide: provideFrom(pool, { dataDir: here.dataDir, has }),
  });
  const leaving = new AbortController();
  const gone = host.run(leaving.signal);
  gone.catch((error) => queue.breakOff(error));
  return {
    queue,
    running: { queue, isShared: true, checkpoints: here.store, checkpointsAtServer: true },
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

/** The same of a planned study, whose data this machine has. Errors: as `shareJobs`. */
export async function shareStudy(
  { study: { name }, trials }: StudyPlan,
  run: Omit<SharedRun, "kind" | "name" | "has">,
): Promise<SharedJobs | null> {
  const has = trials.slice(0, 1).map(({ config }) => dataNeedLine(config.data, run.dataDir));
  return shareJobs({ ...run, kind: "study", name, has });
}
