/** What `lionlab cancel`, `retry` and `prioritise` do to a run of a server. */
import { basename } from "node:path";
import { LabError, nearest } from "../../core/errors.ts";
import { JobServer, type JobTransaction } from "../../jobs/postgres/job-server.ts";
import { cancelRun, type KnownRun, knownRunsQuery, prioritiseRun, retryRun } from "../../jobs/postgres/run-wishes.ts";
import { openStorage } from "../../records/open.ts";
import { type Call, requiredArgument } from "../command.ts";
import { storeNotice } from "../store-notice.ts";
import { serverOf } from "./run-worker.ts";

/** What is done, and what is then said of it. */
interface Steering {
  readonly kind: "cancelled" | "retried" | "prioritised";
  readonly wish: (server: JobServer, transaction: JobTransaction, run: KnownRun) => Promise<void>;
  readonly said: (run: KnownRun) => string;
  /** Throws where there is nothing to do. */
  readonly check?: (run: KnownRun, call: Call) => Promise<void> | void;
}

/** Errors: `unknown-run`, `not-under-way`. */
export function cancel(call: Call): Promise<number> {
  return steer(call, {
    kind: "cancelled",
    check: (run) => {
      const isUnderWay = run.state === "open" || run.owner !== null;
      if (isUnderWay && !run.cancelled) return;
      throw new LabError("not-under-way", `There is nothing to cancel: ${run.name} ${stateOf(run)}.`, {
        run: run.name,
      });
    },
    wish: (_, transaction, run) => cancelRun(transaction, run),
    said: (run) =>
      run.state === null
        ? `${run.name}: the process on ${run.owner} saves what is under way and ends.`
        : `${run.name} is cancelled: what is under way is saved. To go on: npx lionlab retry ${run.name}`,
  });
}

/** Errors: `unknown-run`, `nothing-to-retry`, `not-submitted`. */
export function retry(call: Call): Promise<number> {
  return steer(call, {
    kind: "retried",
    check: async (run, { options: { storage } }) => {
      if (run.state === null) throw await notSubmitted(run, storage!);
      if (run.cancelled || run.state === "failed" || (await failedTrials(run, storage!)) > 0) return;
      throw new LabError(
        "nothing-to-retry",
        `There is nothing to try again: no trial of ${run.name} failed, and it ${stateOf(run)}.`,
        {
          run: run.name,
        },
      );
    },
    wish: (_, transaction, run) => retryRun(transaction, run),
    said: (run) =>
      run.coordinator !== null && run.state === "open" && !run.cancelled
        ? `${run.name}: trials that failed are tried again when the others are done.`
        : `${run.name} goes on: a worker takes it up.`,
  });
}

/** Errors: `unknown-run`, `missing-priority`. */
export function prioritise(call: Call): Promise<number> {
  const { priority } = call.options;
  if (priority === undefined)
    throw new LabError(
      "missing-priority",
      "Say which priority the run gets, as in --priority 10; runs have 0 at first.",
    );
  return steer(call, {
    kind: "prioritised",
    wish: (server, transaction, run) => prioritiseRun(server, transaction, { ...run, priority }),
    said: (run) => `${run.name} has priority ${priority} now, where it had ${run.priority}.`,
  });
}

async function steer(call: Call, { kind, wish, said, check }: Steering): Promise<number> {
  const server = await JobServer.open(serverOf(call), { mode: "read", ...storeNotice(call) });
  try {
    const runs = await server.transact(({ rows }) => rows<KnownRun>(knownRunsQuery, []));
    const run = wanted(requiredArgument(call, "run"), runs, server.address.place);
    await check?.(run, call);
    await server.transact((transaction) => wish(server, transaction, run));
    const { name, kind: what } = run;
    call.terminal.out.write(call.options.json ? `${JSON.stringify({ kind, run: name, what })}\n` : `${said(run)}\n`);
    return 0;
  } finally {
    await server.close();
  }
}

/** The run that is named, as NAME or runs/NAME, or KIND:NAME where a study and a discovery have the name. */
function wanted(target: string, runs: readonly KnownRun[], place: string): KnownRun {
  const [, kind, name] = /^(?:(study|discovery):)?(.*)$/.exec(basename(target)) ?? [];
  const named = runs.filter((run) => run.name === name && (kind === undefined || run.kind === kind));
  const [run] = named;
  if (run !== undefined && named.length === 1) return run;
  if (run !== undefined)
    throw new LabError(
      "which-run",
      `There are a study and a discovery named ${name} at ${place}: say study:${name} or discovery:${name}.`,
    );
  const names = runs.map((each) => each.name);
  const near = nearest(name ?? target, names);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(", ")}?`
      : names.length > 0
        ? `Runs there: ${names.join(", ")}.`
        : "No run was shared there yet.";
  throw new LabError("unknown-run", `There is no run "${target}" at ${place}. ${hint}`, { given: target, runs: names });
}

function stateOf({ cancelled, state, owner }: KnownRun): string {
  if (cancelled) return "was cancelled";
  if (state === null) return owner === null ? "is not under way" : `is under way on ${owner}`;
  return { open: "is under way", complete: "is complete", failed: "has failed" }[state];
}

async function failedTrials({ kind, name }: KnownRun, target: string): Promise<number> {
  if (kind === "discovery") return 0;
  const storage = await openStorage(target, { mode: "read" });
  try {
    return [...(await storage.listStates(name)).values()].filter((state) => state === "failed").length;
  } finally {
    await storage.close();
  }
}

async function notSubmitted(run: KnownRun, target: string): Promise<LabError> {
  const storage = await openStorage(target, { mode: "read" });
  try {
    const command = run.kind === "study" ? (await storage.getStudy(run.name))?.command : undefined;
    const how = command === undefined ? "run its command again" : `run it again: ${command} --storage URL`;
    return new LabError(
      "not-submitted",
      `${run.name} was not left to workers, so none takes it up: ${how}, or add --detach.`,
      {
        run: run.name,
      },
    );
  } finally {
    await storage.close();
  }
}
