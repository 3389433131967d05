/** Trials of a study on a server that are under way, or have failed: who has them, and how far they are. */
import type { RunJob } from "../../jobs/postgres/job-status.ts";
import { entryLabel } from "../../records/optimizer-label.ts";
import type { TrialPulse } from "../../records/run-progress.ts";
import type { TrialHead } from "../../records/storage.ts";
import { formatRate } from "../../report/format.ts";
import { plainTable } from "../plain-table.ts";
import { formatCount } from "../progress/text.ts";

/** A trial that is under way, or has failed. */
export interface TrialStatus {
  readonly key: string;
  readonly label: string;
  readonly lr: number;
  readonly seed: number;
  readonly state: TrialHead["state"];
  readonly epochsDone: number;
  readonly epochs: number;
  readonly imagesPerSecond: number | null;
  /** Workers that have had it, or its slice under way; null where it is not with the server. */
  readonly attempt: number | null;
  readonly worker: RunJob["worker"];
  readonly failure: string | null;
}

/** Those of the study, first the ones under way. */
export function trialStatuses(
  heads: readonly TrialHead[],
  { jobs, pulses }: { readonly jobs: readonly RunJob[]; readonly pulses: readonly TrialPulse[] },
): readonly TrialStatus[] {
  const jobOf = new Map(jobs.flatMap((job) => keysOf(job).map((key) => [key, job])));
  const pulseOf = new Map(pulses.map((trial) => [trial.key, trial]));
  const shown = (["running", "failed"] as const).flatMap((wanted) => heads.filter(({ state }) => state === wanted));
  return shown.map((head) => trialOf(head, { job: jobOf.get(head.key), pulse: pulseOf.get(head.key) }));
}

/** Keys of the trials that a job is of: a trial, a slice of one, or a stack of several. */
function keysOf({ order }: RunJob): readonly string[] {
  const { key, trial, trials } = order as {
    key?: string;
    trial?: { key: string };
    trials?: readonly { key: string }[];
  };
  return [key, trial?.key, ...(trials ?? []).map((each) => each.key)].filter((each) => each !== undefined);
}

function trialOf(
  { key, config, state, epochsDone, failure }: TrialHead,
  { job, pulse }: { readonly job: RunJob | undefined; readonly pulse: TrialPulse | undefined },
): TrialStatus {
  return {
    ...{ key, label: entryLabel(config.optimizer), lr: config.lr, seed: config.seed, state },
    ...{ epochsDone, epochs: config.training.epochs, imagesPerSecond: pulse?.progress?.imagesPerSecond ?? null },
    ...{ attempt: job?.attempt ?? null, worker: job?.worker ?? null, failure },
  };
}

/** A table of each, where there are any. */
export function trialTables(trials: readonly TrialStatus[]): readonly string[] {
  const right = "right" as const;
  const of = (wanted: TrialHead["state"]): readonly TrialStatus[] => trials.filter(({ state }) => state === wanted);
  const underWay = plainTable(
    [
      { title: "under way" },
      { title: "lr", align: right },
      { title: "seed", align: right },
      { title: "epochs", align: right },
      { title: "images/s", align: right },
      { title: "attempt", align: right },
      { title: "worker" },
    ],
    of("running").map(({ label, lr, seed, epochsDone, epochs, imagesPerSecond, attempt, worker }) => [
      ...[label, formatRate(lr), String(seed), `${epochsDone}/${epochs}`],
      imagesPerSecond === null ? "" : formatCount(Math.round(imagesPerSecond)),
      attempt === null ? "" : String(Math.max(1, attempt)),
      worker === null ? "waits" : `${worker.host} ${worker.pid}`,
    ]),
  );
  const failed = plainTable(
    [{ title: "failed" }, { title: "lr", align: right }, { title: "seed", align: right }, { title: "why" }],
    of("failed").map(({ label, lr, seed, failure }) => [label, formatRate(lr), String(seed), failure ?? ""]),
  );
  return [of("running").length === 0 ? [] : [underWay], of("failed").length === 0 ? [] : [failed]].flat();
}
