/** The kinds of jobs that a worker does for whoever queued them. */
import { resolve } from "node:path";
import type { HostedKind } from "../../jobs/postgres/worker-host.ts";
import type { JobKind } from "../../jobs/queue.ts";
import { evaluationJob } from "../../search/evaluation-job.ts";
import { type TrialEnding, type TrialOrder, trialJob } from "../../study/trial-job.ts";

/** What is of the machine that does a job, and not of the one that ordered it. */
export interface Surroundings {
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
}

/** Where checkpoints are kept on one machine alone, another one has its own, and begins what it goes on with anew. */
function trialHere(order: TrialOrder, { dataDir }: Surroundings): TrialOrder {
  const isShared = /^[a-z][a-z0-9+.-]+:/i.test(order.checkpoints);
  return { ...order, dataDir, checkpoints: isShared ? order.checkpoints : resolve("runs", "worker", "checkpoints") };
}

/** The kinds by name. `here`: null where orders come from this machine and stay as they are. */
export function hostedKinds(here: Surroundings | null): ReadonlyMap<string, HostedKind> {
  const trial: HostedKind = {
    kind: trialJob as JobKind<unknown, unknown, unknown>,
    isPartial: (result) => (result as TrialEnding).stopped,
    ...(here === null ? {} : { here: (order) => trialHere(order as TrialOrder, here) }),
  };
  const evaluation: HostedKind = {
    kind: evaluationJob as JobKind<unknown, unknown, unknown>,
    isPartial: () => false, // it takes a second at most, and ends
    ...(here === null ? {} : { here: (order) => ({ ...(order as object), ...here }) }),
  };
  return new Map([trial, evaluation].map((hosted) => [hosted.kind.name, hosted]));
}
