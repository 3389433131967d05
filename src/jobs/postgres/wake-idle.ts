/** Whom jobs are told to that wait. */
import type { JobTransaction } from "./job-server.ts";
import { channels, type QueueFor } from "./reports.ts";
import { endedAfterSeconds } from "./tables.ts";

/**
 * Wakes some workers that have a slot free, about twice as many as there are jobs, for others may wake the same: all of a thousand would ask for one
 * job. Those that lack nothing of what is needed come first. In a transaction after the one that the jobs came with: a worker that is busy in this one ends its job later, and looks by itself then.
 */
export async function wakeIdle(
  { rows, wake }: JobTransaction,
  {
    version,
    device,
    jobs,
    ahead,
    needs,
  }: QueueFor & { readonly jobs: number; readonly ahead: number; readonly needs: readonly string[] },
): Promise<void> {
  const idle = await rows<{ id: string }>(
    `SELECT w.id FROM job_worker w
      WHERE w.version = $1 AND w.device = $2 AND NOT w.leaving AND w.seen_at > now() - make_interval(secs => $3)
        AND (SELECT count(*) FROM job_order o WHERE o.worker = w.id) < w.slots * (1 + $4)
      ORDER BY (SELECT count(*) FROM job_lack l WHERE l.worker = w.id AND l.need = ANY($6::text[])), random() LIMIT $5`,
    [version, device, endedAfterSeconds, ahead, 2 * jobs + 2, needs],
  );
  for (const { id } of idle) await wake(channels.taker(id));
}
