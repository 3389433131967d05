/** The kinds of jobs that a worker does for whoever queued them. */
import { imagesHere } from "../../data/data-here.ts";
import { readDataNeed } from "../../data/data-need.ts";
import { folderName } from "../../data/folder-name.ts";
import type { HostedKind } from "../../jobs/postgres/held-job.ts";
import type { JobKind } from "../../jobs/queue.ts";
import { type EvaluationOrder, evaluationJob } from "../../search/evaluation-job.ts";
import { taskNeeds } from "../../search/task-need.ts";
import { dataNeedOf, type SliceEnding, type SliceOrder, trialJob } from "../../study/trial-job.ts";

/** What is of the machine that does a job, and not of the one that ordered it. */
export interface Surroundings {
  /** Folder of `--data`, where one was given. */
  readonly dataDir: string | null;
  /** Address of the server, without its password, by which this machine reaches it. */
  readonly store: string;
}

/** What a job is refused for that lies in the machine's data. */
const lacking = [
  "data-changed",
  "data-not-in-folder",
  "data-not-available",
  "folder-path",
  "folder-missing",
  "proxy-changed",
];

/** The kinds by name. */
export function hostedKinds(here: Surroundings): ReadonlyMap<string, HostedKind> {
  const missed = (need: (order: unknown) => string | null) => (code: string, order: unknown) =>
    lacking.includes(code) ? need(order) : null;
  const trial: HostedKind = {
    kind: trialJob as JobKind<unknown, unknown, unknown>,
    isPartial: (result) => (result as SliceEnding).kind === "goes-on",
    here: (order) => sliceHere(order as SliceOrder, here),
    missed: missed((order) => dataNeedOf((order as SliceOrder).trial)),
  };
  const evaluation: HostedKind = {
    kind: evaluationJob as JobKind<unknown, unknown, unknown>,
    isPartial: () => false, // it takes a second at most, and ends
    here: (order) => ({ ...(order as EvaluationOrder), dataDir: here.dataDir }),
    missed: missed((order) => taskNeeds((order as EvaluationOrder).tasks)[0] ?? null),
  };
  return new Map([trial, evaluation].map((hosted) => [hosted.kind.name, hosted]));
}

/** With the data of this machine, and the server by the name that it has here. */
function sliceHere({ trial, ...slice }: SliceOrder, { dataDir, store }: Surroundings): SliceOrder {
  const folder = readDataNeed(dataNeedOf(trial))?.folder ?? null;
  const images = trial.config.data.name === folderName;
  const dir = images ? imagesHere(folder, { dataDir: dataDir ?? undefined }) : dataDir;
  return { ...slice, trial: { ...trial, dataDir: dir, checkpoints: trial.checkpoints ?? store } };
}
