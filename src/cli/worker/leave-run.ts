/** What `--detach` does: leaves a run to the workers of a server, all that they must know of it there. */
import { InternalError } from "../../core/errors.ts";
import { packageVersion } from "../../core/package-version.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import type { RunName } from "../../jobs/postgres/runs.ts";
import { submitRun } from "../../jobs/postgres/submitted-runs.ts";
import { storeLocation } from "../../records/location.ts";
import type { Call } from "../command.ts";
import type { StoreNotice } from "../store-notice.ts";
import { makeEveryTable } from "./every-table.ts";
import { servedKind } from "./served-kinds.ts";

/** A run whose plan is in the records, so that it is shown from now on. */
export interface RunToLeave extends RunName {
  /** See `ServedKind`. */
  readonly order: unknown;
  /** How it stands, in words: `4 trials, 0 done`. */
  readonly standing: string;
  /** The same as data. */
  readonly facts: { readonly [name: string]: number };
  /** What else is to be known, in a sentence. */
  readonly note: string | null;
}

/** Who leaves it, and where. */
export interface Leaving {
  readonly call: Call;
  /** Address of the records. */
  readonly target: string;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
}

/** Submits the run and says so. Returns the exit code. Errors: those of the server. */
export async function leaveRun(run: RunToLeave, { call, target, notice, signal }: Leaving): Promise<number> {
  const location = storeLocation(target);
  if (location.kind !== "postgres") throw new InternalError("a run is left to a server alone");
  await makeEveryTable(target, location.address);
  const server = await JobServer.open(location.address, { onWait: notice.onWait, signal });
  try {
    const { kind, name, order, facts } = run;
    const version = packageVersion();
    const { priority = null } = call.options;
    const submitted = await server.transact((transaction) =>
      submitRun(transaction, { kind, name, version, priority, order }),
    );
    const { place } = server.address;
    call.terminal.out.write(
      call.options.json === true
        ? `${JSON.stringify({ kind: "submitted", run: name, what: kind, place, ...facts, ...submitted, version })}\n`
        : await submittedText(run, { place, ...submitted }),
    );
    return 0;
  } finally {
    await server.close();
  }
}

async function submittedText(
  { kind, name, standing, note }: RunToLeave,
  {
    place,
    coordinator,
    workers,
  }: { readonly place: string; readonly coordinator: string | null; readonly workers: number },
): Promise<string> {
  const { shows } = await servedKind(kind);
  const who =
    coordinator !== null
      ? `A worker on ${coordinator} coordinates it already and goes on with what is new.`
      : workers === 0
        ? `No worker of lionlab ${packageVersion()} is there yet: start one with npx lionlab worker, on any machine.`
        : `One of ${workers === 1 ? "1 worker" : `${workers} workers`} coordinates it.`;
  return `Submitted ${name} to ${place}: ${standing}. ${who}\n${note === null ? "" : `${note}\n`}To look on: npx lionlab status --follow, or ${shows} ${name} --follow\n`;
}
