/** What `lionlab status` shows: the runs of a server, who works on them, and what waits. */
import { setTimeout as sleep } from "node:timers/promises";
import { type JobStatus, jobStatus } from "../../jobs/postgres/job-status.ts";
import { unmetSentence } from "../../jobs/postgres/needs.ts";
import { goneAfterSeconds } from "../../jobs/postgres/tables.ts";
import type { PostgresAddress } from "../../records/postgres/address.ts";
import type { Call } from "../command.ts";
import { interruptibly } from "../interrupts.ts";
import { plainTable } from "../plain-table.ts";
import { leftText, ownerText, stateText } from "./run-words.ts";
import { serverOf } from "./run-worker.ts";
import type { RunStanding, ServedKind } from "./served-kind.ts";
import { servedKinds } from "./served-kinds.ts";

const pauseMs = 2000;

/** All runs of a kind. */
interface KindStatus {
  readonly served: ServedKind;
  readonly standings: readonly RunStanding[];
}

/** Shows it once, or again and again. Returns the exit code. Errors: `no-jobs`, `no-server`, and those of the server. */
export async function showStatus(call: Call): Promise<number> {
  const address = serverOf(call);
  const served = await servedKinds();
  return showAgain(call, async () => {
    const jobs = await jobStatus(address);
    const kinds: KindStatus[] = [];
    for (const kind of served) kinds.push({ served: kind, standings: await kind.standings(call.options.storage!) });
    return call.options.json === true ? `${JSON.stringify(factsOf(jobs, kinds))}\n` : statusText(jobs, kinds, address);
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

function factsOf(jobs: JobStatus, kinds: readonly KindStatus[]): object {
  const standings = kinds.map(({ served, standings }) => [served.nouns[1], standings.map(({ facts }) => facts)]);
  return { ...jobs, ...Object.fromEntries(standings) };
}

function statusText(jobs: JobStatus, kinds: readonly KindStatus[], { place }: PostgresAddress): string {
  const { runs, workers, unmet } = jobs;
  const here = workers.filter(isHere);
  const slots = here.reduce((sum, each) => sum + each.slots, 0);
  const waiting = runs.reduce((sum, each) => sum + each.waiting, 0);
  const taken = runs.reduce((sum, each) => sum + each.taken, 0);
  const those = kinds.filter(({ standings }) => standings.length > 0);
  const runsText = those.map(({ served, standings }) => count(standings.length, ...served.nouns)).join(", ");
  return [
    `${place}: ${runsText === "" ? "no runs" : runsText}, ${count(here.length, "worker", "workers")} with ${count(slots, "slot", "slots")}, ${taken} jobs under way, ${waiting} waiting.\n`,
    ...those.map((kind) => runTable(kind, runs)),
    workers.length === 0
      ? "No worker is there: start one with `npx lionlab worker`, on any machine.\n"
      : workerTable(workers),
    unmet.map((each) => `${unmetSentence(each)}\n`).join(""),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

function runTable({ served, standings }: KindStatus, runs: JobStatus["runs"]): string {
  const { kind, nouns, columns } = served;
  return plainTable(
    [
      { title: nouns[0] },
      ...columns,
      { title: "run" },
      { title: "left" },
      { title: "priority", align: "right" },
      { title: "submitted on" },
      { title: "coordinator" },
    ],
    standings.map(({ name, cells, told }) => {
      const run = runs.find((each) => each.kind === kind && each.name === name) ?? null;
      const at = { run, told };
      return [
        ...[name, ...cells, stateText(at), leftText(at), String(run?.priority ?? 0)],
        ...[run?.submittedBy ?? "", ownerText(at)],
      ];
    }),
  );
}

function workerTable(workers: JobStatus["workers"]): string {
  const right = "right" as const;
  return plainTable(
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
      `${Math.min(jobs.length, own)}/${own}`, // one more evaluation may lie at hand
      seenSecondsAgo.toFixed(0),
      [leaving ? "leaves" : "", ...jobs.map(({ run, kind, seconds }) => `${run}: ${kind}, ${seconds.toFixed(0)} s`)]
        .filter((each) => each !== "")
        .join("; "),
    ]),
  );
}

function isHere({ seenSecondsAgo }: { readonly seenSecondsAgo: number }): boolean {
  return seenSecondsAgo <= goneAfterSeconds;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
