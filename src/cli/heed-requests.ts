/**
 * A run by the command line heeds what is asked of it from elsewhere, as by the dashboard's page: pausing is one Ctrl-C, stopping two.
 */
import { hostname } from "node:os";
import { performance } from "node:perf_hooks";
import { isServed } from "../records/location.ts";
import type { RunLaunch } from "../records/run-progress.ts";
import { type RunRequest, takeRequest } from "../records/run-requests.ts";
import type { Call } from "./command.ts";
import type { Interrupts } from "./interrupts.ts";

/** Milliseconds between two looks. */
const lookEveryMs = 500;

/** Heeds requests to the runs of a store until the returned function is called. */
export function heedRequests(store: string, interrupts: Pick<Interrupts, "drain" | "interrupt">): () => void {
  if (store === ":memory:" || isServed(store)) return () => {}; // it has no folder in which one could be left
  const look = async (): Promise<void> => {
    const request = await takeRequest(store, isToThisProcess);
    if (request === null) return;
    if (request.wish === "stop" || !interrupts.drain.aborted) interrupts.interrupt();
    if (request.wish === "stop") interrupts.interrupt();
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A number that another process had before is not enough: what is meant began in this one. */
function isToThisProcess({ pid, host, startedAt }: RunRequest): boolean {
  return pid === process.pid && host === hostname() && startedAt >= performance.timeOrigin / 1000;
}

/** How the call started its run. */
export function launchOf({ argv, terminal: { cwd } }: Call): RunLaunch {
  return { argv, cwd };
}
