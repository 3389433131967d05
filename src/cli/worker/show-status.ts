/** What `lionlab status` shows: the studies of a server, who works on them, and what waits. */
import { setTimeout as sleep } from "node:timers/promises";
import { type JobStatus, jobStatus, type RunStatus } from "../../jobs/postgres/job-status.ts";
import { unmetSentence } from "../../jobs/postgres/needs.ts";
import { goneAfterSeconds } from "../../jobs/postgres/tables.ts";
import { openStorage } from "../../records/open.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import type { TrialState } from "../../records/records.ts";
import type { StudyProgress } from "../../records/run-progress.ts";
import type { Call } from "../command.ts";
import { interruptibly } from "../interrupts.ts";
import { plainTable } from "../plain-table.ts";
import { formatRoughDuration } from "../progress/text.ts";
import { serverOf } from "./run-worker.ts";

const pauseMs = 2000;

/** A study of the server. */
interface StudyStatus {
  readonly name: string;
  readonly trials: number;
  readonly done: number;
  readonly failed: number;
  /** What its run told last; null where none ever told anything. */
  readonly told: { readonly state: string; readonly progress: StudyProgress } | null;
}

/** Shows it once, or again and again. Returns the exit code. Errors: `no-jobs`, `no-server`, and those of the server. */
export async function showStatus(call: Call): Promise<number> {
  const address = serverOf(call);
  return showAgain(call, async () => {
    const status = { ...(await jobStatus(address)), studies: await studiesOf(call) };
    return call.options.json === true ? `${JSON.stringify(status)}\n` : statusText(status, address);
  });
}

/** Shows a text once, or, with `--follow`, again every two seconds until Ctrl-C. Returns the exit code. */
export async function showAgain({ options, terminal }: Call, textOf: () => Promise<string>): Promise<number> {
  if (options.follow !== true) {
    terminal.out.write(await textOf());
    return 0;
  }
  return interruptibly(terminal, async ({ drain: signal }) => {
    while (!signal.aborted) {
      terminal.out.write(`${options.json === true ? "" : "\n"}${await textOf()}`);
      await sleep(pauseMs, undefined, { signal }).catch(() => {}); // the user has seen enough
    }
    return 0;
  });
}

async function studiesOf({ options: { storage } }: Call): Promise<readonly StudyStatus[]> {
  const store = await openStorage(storage!, { mode: "read" });
  try {
    return (await store.listStandings()).map(({ name, trials, pulse }): StudyStatus => {
      const count = (...of: readonly TrialState[]): number =>
        of.reduce((sum, state) => sum + (trials.get(state) ?? 0), 0);
      return {
        ...{ name, trials: count(...trials.keys()), done: count("finished", "diverged"), failed: count("failed") },
        told: pulse === null ? null : { state: pulse.state, progress: pulse.progress },
      };
    });
  } finally {
    await store.close();
  }
}

function statusText(
  { runs, workers, studies, unmet }: JobStatus & { readonly studies: readonly StudyStatus[] },
  { place }: PostgresAddress,
): string {
  const right = "right" as const;
  const slots = workers.filter(isHere).reduce((sum, each) => sum + each.slots, 0);
  const waiting = runs.reduce((sum, each) => sum + each.waiting, 0);
  const taken = runs.reduce((sum, each) => sum + each.taken, 0);
  return [
    `${place}: ${count(studies.length, "study", "studies")}, ${count(workers.filter(isHere).length, "worker", "workers")} with ${count(slots, "slot", "slots")}, ${taken} jobs under way, ${waiting} waiting.\n`,
    studies.length === 0
      ? ""
      : plainTable(
          [
            { title: "study" },
            { title: "done", align: right },
            { title: "failed", align: right },
            { title: "run" },
            { title: "left" },
            { title: "priority", align: right },
            { title: "coordinator" },
          ],
          studies.map((study) => {
            const run = runs.find(({ kind, name }) => kind === "study" && name === study.name);
            const { secondsLeft = null } = study.told?.progress ?? {};
            return [
              study.name,
              `${study.done}/${study.trials}`,
              String(study.failed),
              stateText(run, study.told?.state),
              secondsLeft === null || run === undefined || run.owner === null ? "" : formatRoughDuration(secondsLeft),
              String(run?.priority ?? 0),
              run === undefined || run.owner === null ? "" : `${run.owner} ${run.pid}`,
            ];
          }),
        ),
    workers.length === 0
      ? "No worker is there: start one with `npx lionlab worker`, on any machine.\n"
      : plainTable(
          [
            { title: "worker" },
            { title: "version" },
            { title: "device" },
            { title: "slots", align: right },
            { title: "seen, s ago", align: right },
            { title: "does" },
          ],
          workers.map(({ host, pid, version, device, slots: own, seenSecondsAgo, leaving, jobs }) => [
            `${host} ${pid}`,
            version,
            device,
            `${jobs.length}/${own}`,
            seenSecondsAgo.toFixed(0),
            [
              leaving ? "leaves" : "",
              ...jobs.map(({ run, kind, seconds }) => `${run}: ${kind}, ${seconds.toFixed(0)} s`),
            ]
              .filter((each) => each !== "")
              .join("; "),
          ]),
        ),
    unmet.map((each) => `${unmetSentence(each)}\n`).join(""),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

function isHere({ seenSecondsAgo }: { readonly seenSecondsAgo: number }): boolean {
  return seenSecondsAgo <= goneAfterSeconds;
}

/** How a run stands. One that said it was running and is not there was killed, unless it is left to workers: then one takes it up. */
export function stateText(run: RunStatus | undefined, told: string | undefined): string {
  if (run !== undefined && run.owner !== null) return run.cancelled ? "stopping" : (told ?? "running");
  if (run?.cancelled === true) return "cancelled";
  if (run?.state === "open") return "waits for a worker";
  if (run?.state === "failed") return "failed";
  return told === undefined ? "" : told === "running" || told === "stopping" ? "interrupted" : told;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
