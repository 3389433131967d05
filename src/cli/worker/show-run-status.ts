/** What `lionlab status RUN` shows: a study of a server, who submitted and who coordinates it, and its trials under way and failed. */
import { basename } from "node:path";
import { type JobStatus, jobStatus, jobsOfRun, type RunJob, type RunStatus } from "../../jobs/postgres/job-status.ts";
import { openStorage } from "../../records/open.ts";
import { entryLabel } from "../../records/optimizer-label.ts";
import type { StudyPulse, TrialPulse } from "../../records/run-progress.ts";
import type { Storage, TrialHead } from "../../records/storage.ts";
import { formatRate } from "../../report/format.ts";
import { type Call, requiredArgument } from "../command.ts";
import { plainTable } from "../plain-table.ts";
import { formatCount, formatRoughDuration } from "../progress/text.ts";
import { findRun, wantedStudy } from "../run-folder.ts";
import { serverOf } from "./run-worker.ts";
import { showAgain, stateText } from "./show-status.ts";

/** A trial that is under way, or has failed. */
interface TrialStatus {
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

/** A study with what the server knows of its run; null where it never shared jobs there. */
interface StudyOnServer {
  readonly name: string;
  readonly counts: { readonly [state in TrialHead["state"]]: number };
  readonly run: RunStatus | null;
  readonly told: Pick<StudyPulse, "state" | "sentence" | "progress" | "host" | "pid"> | null;
  /** Under way first, then failed. */
  readonly trials: readonly TrialStatus[];
}

/** Returns the exit code. Errors: `unknown-study`, `no-jobs`, `no-server`, and those of the server. */
export async function showRunStatus(call: Call): Promise<number> {
  const address = serverOf(call);
  const target = basename(requiredArgument(call, "run"));
  const storage = await openStorage(call.options.storage!, { mode: "read" });
  try {
    const place = findRun(target, { cwd: call.terminal.cwd, storage: call.options.storage });
    const { name } = await wantedStudy(place, storage);
    return await showAgain(call, async () => {
      const [jobs, status] = [await jobsOfRun(address, { kind: "study", name }), await jobStatus(address)];
      const study = await studyOf(name, { storage, jobs, status });
      return call.options.json === true ? `${JSON.stringify(study)}\n` : textOf(study);
    });
  } finally {
    await storage.close();
  }
}

async function studyOf(
  name: string,
  {
    storage,
    jobs,
    status,
  }: { readonly storage: Storage; readonly jobs: readonly RunJob[]; readonly status: JobStatus },
): Promise<StudyOnServer> {
  const heads = await storage.listTrials(name);
  const { pulse } = await storage.changesSince(name, null);
  const jobOf = new Map(jobs.flatMap((job) => keysOf(job).map((key) => [key, job])));
  const pulses = new Map(pulse?.trials.map((trial) => [trial.key, trial]));
  const counts = { waiting: 0, running: 0, finished: 0, diverged: 0, failed: 0 };
  for (const { state } of heads) counts[state]++;
  const shown = [
    ...heads.filter(({ state }) => state === "running"),
    ...heads.filter(({ state }) => state === "failed"),
  ];
  return {
    ...{ name, counts },
    run: status.runs.find((run) => run.kind === "study" && run.name === name) ?? null,
    told: pulse === null ? null : { ...pick(pulse) },
    trials: shown.map((head) => trialOf(head, { job: jobOf.get(head.key), pulse: pulses.get(head.key) })),
  };
}

function pick({ state, sentence, progress, host, pid }: StudyPulse): NonNullable<StudyOnServer["told"]> {
  return { state, sentence, progress, host, pid };
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

function textOf(study: StudyOnServer): string {
  const { name, counts, run, told, trials } = study;
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const running = trials.filter(({ state }) => state === "running");
  const failed = trials.filter(({ state }) => state === "failed");
  const state = stateText(run ?? undefined, told?.state);
  const left =
    told === null || told.progress.secondsLeft === null || run?.owner == null
      ? ""
      : `, ${formatRoughDuration(told.progress.secondsLeft)} left`;
  const right = "right" as const;
  return [
    `${name}: ${counts.finished + counts.diverged} of ${total} trials done, ${counts.running} under way, ${counts.waiting} waiting, ${counts.failed} failed${state === "" ? "" : `; ${state}`}${left}.\n`,
    whoText(run),
    reasonText(study),
    running.length === 0
      ? ""
      : plainTable(
          [
            { title: "under way" },
            { title: "lr", align: right },
            { title: "seed", align: right },
            { title: "epochs", align: right },
            { title: "images/s", align: right },
            { title: "attempt", align: right },
            { title: "worker" },
          ],
          running.map(({ label, lr, seed, epochsDone, epochs, imagesPerSecond, attempt, worker }) => [
            ...[label, formatRate(lr), String(seed), `${epochsDone}/${epochs}`],
            imagesPerSecond === null ? "" : formatCount(Math.round(imagesPerSecond)),
            attempt === null ? "" : String(Math.max(1, attempt)),
            worker === null ? "waits" : `${worker.host} ${worker.pid}`,
          ]),
        ),
    failed.length === 0
      ? ""
      : plainTable(
          [{ title: "failed" }, { title: "lr", align: right }, { title: "seed", align: right }, { title: "why" }],
          failed.map(({ label, lr, seed, failure }) => [label, formatRate(lr), String(seed), failure ?? ""]),
        ),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

function whoText(run: RunStatus | null): string {
  if (run === null) return "";
  const submitted =
    run.submittedBy === null ? "Not left to workers" : `Submitted on ${run.submittedBy}, lionlab ${run.version}`;
  const who =
    run.owner === null
      ? "nobody runs it"
      : `${run.coordinator === null ? "run" : "coordinated"} on ${run.owner}, process ${run.pid}`;
  return `${submitted}; ${who}. Priority ${run.priority}.\n`;
}

function reasonText({ run }: StudyOnServer): string {
  return run?.state === "failed" && run.sentence !== null ? `${run.sentence}\n` : "";
}
