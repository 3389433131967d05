/** Ids of shared jobs. */
import { randomUUID } from "node:crypto";
import { wallClock } from "../../core/clock.ts";

let last = 0;

/** Ids in the order of the calls, since jobs that were queued in the same moment are taken in the order of their ids. */
export function nextJobId(): string {
  last = Math.max(last + 1, Math.floor(wallClock.now() * 100_000)); // below 2^48 until the year 2059
  const time = last.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
