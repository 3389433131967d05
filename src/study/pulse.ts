/**
 * The pulse of a run: about once a second it writes how it stands, for whoever watches from elsewhere, and once more as its last word.
 *
 * It listens to the events of a run and passes them on. Nothing is written for an event, however many there are, so the cost is
 * that of one small write a second; and the pulse goes on while no event comes, which tells a slow run from one that is gone.
 */
import { hostname } from "node:os";
import type { Clock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { RunLaunch, RunPulse } from "../records/run-progress.ts";

/** Milliseconds between two writes. */
const every = 1000;

/** What a run tells of itself, and how. */
export interface PulseOptions<Event, Pulse extends RunPulse> {
  /** Begins the run, such as by taking the right to run; from then on it tells of itself. A run that is refused here tells nothing. */
  readonly begin: () => Promise<void>;
  readonly launch?: RunLaunch | undefined;
  /** What is told before the first event, besides what every run tells. */
  readonly first: Omit<Pulse, keyof RunPulse>;
  /** What is told after an event that came at `now`. */
  readonly moves: (pulse: Pulse, event: Event, now: number) => Pulse;
  readonly write: (pulse: Pulse) => Promise<void>;
  /** Seconds since 1970. */
  readonly clock: Clock;
}

/** Passes the events of a run on and writes its pulse meanwhile. Errors: those of the run. */
export async function* withPulse<Event extends { readonly kind: string }, Pulse extends RunPulse>(
  events: AsyncIterable<Event>,
  { begin, launch, first, moves, write, clock }: PulseOptions<Event, Pulse>,
): AsyncGenerator<Event, void> {
  await begin();
  const told = { pulse: { ...first, ...newPulse(clock.now(), launch) } as Pulse };
  const beat = async (): Promise<void> => {
    told.pulse = { ...told.pulse, heardAt: clock.now() };
    await write(told.pulse).catch(ignoreFault);
  };
  const end = async (state: RunPulse["state"], sentence: string | null): Promise<void> => {
    if (!(told.pulse.state === "running" || told.pulse.state === "stopping")) return;
    told.pulse = { ...told.pulse, state, sentence };
    await beat();
  };
  await beat();
  const timer = setInterval(() => void beat(), every);
  let begins = true;
  try {
    for await (const event of events) {
      told.pulse = moves(told.pulse, event, clock.now());
      if (begins || event.kind === "ended") await beat();
      begins = false;
      yield event;
    }
  } catch (error) {
    await end("failed", (error as Error).message);
    throw error;
  } finally {
    clearInterval(timer);
    await end("stopped", null); // by whoever left the iteration
  }
}

function newPulse(now: number, launch: RunLaunch | undefined): RunPulse {
  return {
    ...{ pid: process.pid, host: hostname(), startedAt: now, heardAt: now, state: "running", sentence: null },
    ...(launch === undefined ? {} : { launch }),
  };
}

/** A full disk or a file that is gone is met, and said, by what keeps the records. */
function ignoreFault(error: unknown): void {
  if (!(error instanceof LabError)) throw error;
}
