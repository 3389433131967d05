/** What `lionlab cancel`, `retry` and `prioritise` do to a run of a server. */
import { LabError } from "../../core/errors.ts";
import { JobServer, type JobTransaction } from "../../jobs/postgres/job-server.ts";
import {
  cancelRun,
  isUnderWay,
  type KnownRun,
  knownRunsQuery,
  prioritiseRun,
  retryRun,
} from "../../jobs/postgres/run-wishes.ts";
import { type Call, requiredArgument } from "../command.ts";
import { storeNotice } from "../store-notice.ts";
import { namedRun } from "./named-run.ts";
import { serverOf } from "./run-worker.ts";
import { servedKind } from "./served-kinds.ts";

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
      if (isUnderWay(run) && !run.cancelled) return;
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
      const { failures, part } = await servedKind(run.kind);
      if (run.cancelled || run.state === "failed" || (await failures(run.name, storage!)) > 0) return;
      throw new LabError(
        "nothing-to-retry",
        `There is nothing to try again: no ${part} of ${run.name} failed, and it ${stateOf(run)}.`,
        { run: run.name },
      );
    },
    wish: (_, transaction, run) => retryRun(transaction, run),
    said: (run) =>
      run.coordinator !== null && run.state === "open" && !run.cancelled
        ? `${run.name}: what failed is tried again when the rest is done.`
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
    const run = namedRun(requiredArgument(call, "run"), runs, server.address.place);
    await check?.(run, call);
    await server.transact((transaction) => wish(server, transaction, run));
    const { name, kind: what } = run;
    call.terminal.out.write(call.options.json ? `${JSON.stringify({ kind, run: name, what })}\n` : `${said(run)}\n`);
    return 0;
  } finally {
    await server.close();
  }
}

function stateOf({ cancelled, state, owner }: KnownRun): string {
  if (cancelled) return "was cancelled";
  if (state === null) return owner === null ? "is not under way" : `is under way on ${owner}`;
  return { open: "is under way", complete: "is complete", failed: "has failed" }[state];
}

async function notSubmitted({ kind, name }: KnownRun, target: string): Promise<LabError> {
  const command = await (await servedKind(kind)).commandOf(name, target);
  const how = command === null ? "run its command again" : `run it again: ${command} --storage URL`;
  return new LabError(
    "not-submitted",
    `${name} was not left to workers, so none takes it up: ${how}, or add --detach.`,
    { run: name },
  );
}
