/** Runs the cases of a problem so that they can be shown and stopped: the event loop gets a turn every few milliseconds. */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import type { Case, Problem } from "../../lionk/read-problem.ts";
import { type Solution, type SolveEvent, type SolveRun, startRun } from "../../lionk/solve.ts";

/** How one case ended. Seconds are of the wall clock; `phaseOneSeconds` is null where the domain was never reached. */
export interface SolveOutcome {
  readonly solved: Case;
  readonly solution: Solution;
  readonly seconds: number;
  readonly phaseOneSeconds: number | null;
  readonly interrupted: boolean;
  /** Points from the start to the end, thinned. */
  readonly trajectory: readonly TrajectoryPoint[];
}

/** A point that is kept; of a long x, the first coordinates. */
export type TrajectoryPoint = Omit<SolveEvent, "m" | "phaseOne">;

/** A problem and how its cases ended; fewer than there are where the user stopped. */
export interface Solved {
  readonly problem: Problem;
  readonly outcomes: readonly SolveOutcome[];
}

/** How far a run has come. */
export interface SolveProgress {
  readonly name: string;
  /** Cases that are done, and all. */
  readonly done: number;
  readonly cases: number;
  readonly steps: number;
  readonly event: SolveEvent;
  /** Since the first case began. */
  readonly seconds: number;
}

/** Who watches and who may stop. */
export interface RunSetup {
  readonly clock: Clock;
  readonly stop: AbortSignal;
  show(progress: SolveProgress): void;
}

/** Points of a trajectory that are kept, besides the last, and coordinates of x. */
const keptPoints = 2_000;
const keptCoordinates = 100;
/** Seconds between two turns of the event loop, and points between two looks at the clock. */
const turnSeconds = 0.05;
const pointsPerLook = 32;

/** Runs one case after another until all are done or the user stops. Errors: `lionk-diverged`. */
export async function runCases(problem: Problem, setup: RunSetup): Promise<readonly SolveOutcome[]> {
  const startedAt = setup.clock.now();
  const outcomes: SolveOutcome[] = [];
  for (const one of problem.cases) {
    const whole = { name: problem.name, cases: problem.cases.length, steps: problem.options.steps };
    const show = (event: SolveEvent): void =>
      setup.show({ ...whole, done: outcomes.length, event, seconds: setup.clock.now() - startedAt });
    const run = startRun(problem.k, one.objective, problem.options);
    const outcome = await runCase(run, { ...setup, steps: whole.steps, showEvent: show });
    outcomes.push({ solved: one, ...outcome });
    if (outcome.interrupted) break;
  }
  return outcomes;
}

async function runCase(
  run: SolveRun,
  { clock, stop, steps, showEvent }: RunSetup & { readonly steps: number; showEvent(event: SolveEvent): void },
): Promise<Omit<SolveOutcome, "solved">> {
  const startedAt = clock.now();
  const every = Math.ceil(steps / keptPoints);
  const trajectory: TrajectoryPoint[] = [];
  let [turnAt, phaseOneSeconds, last]: [number, number | null, SolveEvent | null] = [startedAt, null, null];
  for (const event of run.points) {
    last = event;
    if (event.step % every === 0) trajectory.push(kept(event));
    if (event.phaseOne === event.step) phaseOneSeconds = clock.now() - startedAt;
    if (event.step % pointsPerLook !== 0 || clock.now() - turnAt < turnSeconds) continue;
    showEvent(event);
    await setImmediate();
    turnAt = clock.now();
    if (stop.aborted) break;
  }
  if (last !== null && last.step % every !== 0) trajectory.push(kept(last));
  const interrupted = stop.aborted;
  return { solution: run.solution(), seconds: clock.now() - startedAt, phaseOneSeconds, interrupted, trajectory };
}

function kept({ m: _, phaseOne: __, x, ...point }: SolveEvent): TrajectoryPoint {
  return { ...point, x: x.slice(0, keptCoordinates) };
}
