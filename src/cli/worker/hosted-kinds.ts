/** The kinds of jobs that a worker does for whoever queued them. */
import type { HostedKind } from "../../jobs/postgres/worker-host.ts";
import type { JobKind } from "../../jobs/queue.ts";
import { evaluationJob } from "../../search/evaluation-job.ts";
import { type SliceEnding, type SliceOrder, trialJob } from "../../study/trial-job.ts";

/** What is of the machine that does a job, and not of the one that ordered it. */
export interface Surroundings {
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
}

/** The kinds by name. `here`: null where orders come from this machine and stay as they are. */
export function hostedKinds(here: Surroundings | null): ReadonlyMap<string, HostedKind> {
  const trial: HostedKind = {
    kind: trialJob as JobKind<unknown, unknown, unknown>,
    isPartial: (result) => (result as SliceEnding).kind === "goes-on",
    ...(here === null ? {} : { here: (order) => sliceHere(order as SliceOrder, here) }),
  };
  const evaluation: HostedKind = {
    kind: evaluationJob as JobKind<unknown, unknown, unknown>,
    isPartial: () => false, // it takes a second at most, and ends
    ...(here === null ? {} : { here: (order) => ({ ...(order as object), ...here }) }),
  };
  return new Map([trial, evaluation].map((hosted) => [hosted.kind.name, hosted]));
}

function sliceHere({ trial, ...slice }: SliceOrder, { dataDir }: Surroundings): SliceOrder {
  return { ...slice, trial: { ...trial, dataDir } };
}
