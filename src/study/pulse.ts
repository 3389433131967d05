/**
 * The pulse of a run: about once a second it writes how it stands, for whoever watches from elsewhere, and once more as its last word.
 *
 * It listens to the events of a run and passes them on. Nothing is written for an event, however many there are, so the cost is
 * that of one small write a second; and the pulse goes on while no event comes, which tells a slow run from one that is gone.
 */
import { hostname } from "node:os";
import type { Clock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { RunPulse } from "../records/run-progress.ts";

/** Milliseconds between two writes. */
const every = 1000;

/** What a run tells of itself, and how. */
export interface PulseOptions<Event, Pulse extends RunPulse> {
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
  { first, moves, write, clock }: PulseOptions<Event, Pulse>,
): AsyncGenerator<Event, void> {
  const told: { pulse: Pulse | null } = { pulse: null }; // a run that is refused tells nothing
  const beat = async (): Promise<void> => {
    if (told.pulse === null) return;
    told.pulse = { ...told.pulse, heardAt: clock.now() };
    await write(told.pulse).catch(ignoreFault);
  };
  const end = async (state: RunPulse["state"], sentence: string | null): Promise<void> => {
    if (told.pulse === null || !(told.pulse.state === "running" || told.pulse.state === "stopping")) return;
    told.pulse = { ...told.pulse, state, sentence };
    await beat();
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const event of events) {
      const begins = told.pulse === null;
      told.pulse = moves(told.pulse ?? ({ ...first, ...newPulse(clock.now()) } as Pulse), event, clock.now());
      if (begins || event.kind === "ended") await beat();
      timer ??= setInterval(() => void beat(), every);
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

function newPulse(now: number): RunPulse {
  return { pid: process.pid, host: hostname(), startedAt: now, heardAt: now, state: "running", sentence: null };
}

/** A full disk or a file that is gone is met, and said, by what keeps the records. */
function ignoreFault(error: unknown): void {
  if (!(error instanceof LabError)) throw error;
}
