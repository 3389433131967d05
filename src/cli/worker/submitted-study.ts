/** A study that was submitted: what whoever coordinates it must know besides what lies on the server, and how it is coordinated. */
import { systemClock } from "../../core/clock.ts";
import { packageVersion } from "../../core/package-version.ts";
import type { JobServer } from "../../jobs/postgres/job-server.ts";
import { SharedQueue } from "../../jobs/postgres/shared-queue.ts";
import type { Stop } from "../../jobs/stop.ts";
import { openStorage } from "../../records/open.ts";
import type { Patience } from "../../records/patience.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import { goOnAsBegun } from "../../study/begun.ts";
import type { StudyConfig } from "../../study/config.ts";
import { type PlanOptions, planStudy } from "../../study/plan.ts";
import { runStudy } from "../../study/run.ts";

/** Plain data. Nothing in it is of the machine that submitted it. */
export interface SubmittedStudy {
  readonly config: StudyConfig;
  /** What it was planned with there; sizes of parts are of the processor there. */
  readonly options: PlanOptions;
  /** Address of the checkpoints; null: beside the records. */
  readonly checkpoints: string | null;
  readonly stack: number;
}

/** Who coordinates, and where. */
export interface Coordinating extends Patience {
  readonly server: JobServer;
  /** Address of the records. */
  readonly storage: string;
  /** The worker, by its number and its jobs at a time. */
  readonly worker: string;
  readonly slots: number;
  readonly stop: Stop;
}

/** Runs what is missing of it, as `compare` does, and writes nothing but records. Errors: those of `runStudy` and `planStudy`. */
export async function coordinateStudy(
  { config, options, checkpoints, stack }: SubmittedStudy,
  { server, storage: target, worker, slots, stop, ...patience }: Coordinating,
): Promise<"complete" | "stopped"> {
  const storage = await openStorage(target, { mode: "run", ...patience });
  try {
    const planned = planStudy(config, options);
    const { plan } = await goOnAsBegun(config, { plan: planned, options, storage });
    const { name, device } = config;
    const queue = new SharedQueue(server, {
      name,
      version: packageVersion(),
      device,
      slots,
      worker,
      onWord: patience.onWait,
    });
    try {
      const events = runStudy(plan, {
        ...{ storage, queue, isShared: true, workers: slots, stack, stop, clock: systemClock },
        checkpoints: checkpoints ?? withoutPasswords(target),
        checkpointsAtServer: checkpoints === null,
        dataDir: config.data.path, // of own images, by whose name workers look for them
        checkpointEverySteps: config.training.checkpointEverySteps,
      });
      let outcome: "complete" | "stopped" = "stopped";
      for await (const event of events) if (event.kind === "ended") outcome = event.outcome;
      return outcome;
    } finally {
      await queue.close();
    }
  } finally {
    await storage.close();
  }
}
