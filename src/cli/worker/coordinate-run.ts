/** How a worker coordinates a run that was left to it, of whichever kind. */
import { packageVersion } from "../../core/package-version.ts";
import type { CoordinateRun } from "../../jobs/postgres/coordination.ts";
import type { JobServer } from "../../jobs/postgres/job-server.ts";
import { SharedQueue } from "../../jobs/postgres/shared-queue.ts";
import type { Patience } from "../../records/patience.ts";
import { servedKind } from "./served-kinds.ts";

/** The worker. */
export interface CoordinatingHere extends Pick<Patience, "onWait"> {
  readonly server: JobServer;
  /** Address of the records. */
  readonly storage: string;
  /** Its jobs at a time. */
  readonly slots: number;
}

/** Runs of all kinds, through a queue on the server. */
export function coordinateHere({ server, storage, slots, onWait }: CoordinatingHere): CoordinateRun {
  return async ({ kind, name, order }, { worker, stop }) => {
    const served = await servedKind(kind);
    const device = served.deviceOf(order);
    const queue = new SharedQueue(server, {
      ...{ kind, name, version: packageVersion(), device, slots, worker, onWord: onWait },
    });
    try {
      const events = served.run(order, { queue, storage, slots, stop, onWait, signal: stop.drain });
      let outcome: "complete" | "stopped" = "stopped";
      for await (const event of events) if (event.kind === "ended") outcome = event.outcome;
      return outcome;
    } finally {
      await queue.close();
    }
  };
}
