/**
 * A run that one process at a time coordinates, begun by whoever comes: the first coordinates it, the others follow it, and one of them goes on
 * with it when the first is gone before the end. Who follows writes nothing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, wallClock } from "../../core/clock.ts";
import { LabError } from "../../core/errors.ts";
import { isOver } from "../../live/watch.ts";
import type { RunPulse } from "../../records/run-progress.ts";
import type { Call } from "../command.ts";
import { formatDuration } from "../progress/text.ts";
import type { Ending } from "./watch-run.ts";

/** Milliseconds between two looks for whoever has just taken the right to run. */
const pauseMs = 300;
/** Seconds after which a process that has the right and tells nothing of this run is taken to do something else with the store. */
const patienceSeconds = 5;

/** A run. `Own`: how it ends where this process coordinates it. */
export interface OneRun<Own> {
  readonly name: string;
  /** Takes the right to run; nothing where it is held. Errors: `already-running`. */
  readonly lock: () => Promise<void>;
  /** Runs it, with the right. Errors: `already-running` where that was lost to another process. */
  readonly run: () => Promise<Own>;
  /** What the run told last, and whether its plan is recorded since it began. */
  readonly told: () => Promise<{ readonly pulse: RunPulse; readonly isPlanned: boolean } | null>;
  /** Refuses to follow what is not the same run. Errors: `run-differs`. */
  readonly refuseOther: () => Promise<void>;
  /** Follows whoever runs it, or takes it over. */
  readonly follow: (takeOver: () => Promise<boolean>) => Promise<Ending>;
  /** Whether somebody wished it to end, for everybody. */
  readonly isCancelled: () => Promise<boolean>;
}

/** Coordinates the run or follows it to its end: how it ended here, or with whoever ran it. Errors: those of the run; `already-running` where another program has the store. */
export async function runOrFollow<Own>(
  run: OneRun<Own>,
  { call, signal }: { readonly call: Call; readonly signal: AbortSignal },
): Promise<{ readonly own: Own } | { readonly followed: "complete" | "stopped" | "interrupted" }> {
  const say = (line: string): void => {
    if (call.options.json !== true) call.terminal.err.write(`${line}\n`);
  };
  for (;;) {
    let refusal = await refusalOf(run.lock);
    if (refusal === null) {
      const ended = await owned(run);
      if (!(ended instanceof LabError)) return ended;
      refusal = ended; // another process has it meanwhile
    }
    const pulse = await whoRuns(run, { refusal, signal });
    if (signal.aborted) return { followed: "interrupted" };
    if (pulse === null) continue;
    await run.refuseOther();
    say(whoText(run.name, pulse));
    const ending = await run.follow(async () => (await refusalOf(run.lock)) === null);
    if (ending === "complete") await run.refuseOther(); // it may have been taken over by another one
    if (ending === "interrupted") say("The run goes on without this follower.");
    if (ending === "complete" || ending === "interrupted") return { followed: ending };
    if (await run.isCancelled()) return { followed: "stopped" };
    say(`${run.name} is not coordinated any more: it goes on here, or is followed where another process was faster.`);
  }
}

/** Runs it; the refusal where the right to run was lost meanwhile. */
async function owned<Own>({ run, lock }: OneRun<Own>): Promise<{ readonly own: Own } | LabError> {
  try {
    return { own: await run() };
  } catch (error) {
    const refusal = isRefusal(error) ? await refusalOf(lock) : null;
    if (refusal === null) throw error; // also where something else of it runs elsewhere
    return refusal;
  }
}

/** The process that has the right to run, once it has told of the run and its plan is recorded; null where nobody has it any more, or the user has seen enough. */
async function whoRuns<Own>(
  { lock, told }: OneRun<Own>,
  { refusal: first, signal }: { readonly refusal: LabError; readonly signal: AbortSignal },
): Promise<RunPulse | null> {
  let heardAt = systemClock.now();
  for (let refusal: LabError | null = first; refusal !== null && !signal.aborted; refusal = await refusalOf(lock)) {
    const now = await told();
    const isHolders = now !== null && isOf(now.pulse, refusal);
    if (isHolders && now.isPlanned && !isOver(now.pulse)) return now.pulse;
    if (isHolders) heardAt = systemClock.now();
    if (systemClock.now() - heardAt > patienceSeconds) throw refusal;
    await sleep(pauseMs, undefined, { signal }).catch(() => {}); // ended by Ctrl-C
  }
  return null;
}

/** Whether a pulse is of the process that holds the right; the server cuts long names of hosts. */
function isOf({ pid, host }: RunPulse, { data }: LabError): boolean {
  return data.pid === pid && (typeof data.host !== "string" || host.startsWith(data.host));
}

function isRefusal(error: unknown): error is LabError {
  return error instanceof LabError && error.code === "already-running";
}

async function refusalOf(lock: () => Promise<void>): Promise<LabError | null> {
  try {
    await lock();
    return null;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** Clocks may differ: how long it has run is by the clock of its machine. */
function whoText(name: string, { pid, host, startedAt, heardAt }: RunPulse): string {
  const seconds = Math.max(0, heardAt - startedAt);
  const since = new Date(1000 * (wallClock.now() - seconds)).toISOString().replace(/^(.*)T(..:..).*$/, "$1 $2 UTC");
  return `Process ${pid} on ${host} coordinates ${name}, since ${since} (${formatDuration(seconds)}). This one follows it, and goes on with it where that one leaves; Ctrl-C ends the following alone.`;
}
