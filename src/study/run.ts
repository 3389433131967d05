/**
 * Running a study: trials go to worker processes, what they tell is recorded and then passed on.
 *
 * Laws: only this process writes records, and an event is passed on after it has been recorded; trials with a result are
 * not run again; a worker that ends by itself costs its trial an attempt and nothing else; a run that is stopped, killed
 * or refused anywhere is continued by the next one, to the same records.
 */
import { wallClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { RunLaunch, StudyPulse } from "../records/run-progress.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import { Coordinator, type Message } from "./coordinator.ts";
import type { StudyEvent } from "./events.ts";
import { Growth } from "./growth.ts";
import type { StudyPlan } from "./plan.ts";
import { withPulse } from "./pulse.ts";
import type { RunOptions } from "./run-options.ts";
import { handOutStartingWeights, withdrawStartingWeights } from "./starting-weights.ts";
import { noStudyPulse, studyPulseMoves } from "./study-pulse.ts";

export type { RunOptions } from "./run-options.ts";

/** How often a trial whose worker ended, or a slice of it, is begun in one run. */
const maxAttempts = 3;

/** How a run was started, which it tells with how it stands; absent where no command line did. */
export interface Launched {
  readonly launch?: RunLaunch | undefined;
}

/**
 * Runs what is missing of a study, and keeps in the store how it stands meanwhile (`pulse.ts`).
 * Errors: `already-running`; those of the storage; those that any trial would meet (`data-changed`, `batch-too-large`,
 * `device-unavailable`, `disk-full` …). Breaking out of the iteration stops at once.
 */
export function runStudy(
  plan: StudyPlan,
  { launch, ...options }: RunOptions & Launched,
): AsyncGenerator<StudyEvent, void> {
  const write = (pulse: StudyPulse): Promise<void> => options.storage.putPulse(plan.study.name, pulse);
  return withPulse(run(plan, options), {
    begin: () => options.storage.lockForRun(plan.study.name),
    launch,
    first: noStudyPulse,
    moves: studyPulseMoves,
    write,
    clock: wallClock,
  });
}

async function* run(plan: StudyPlan, options: RunOptions): AsyncGenerator<StudyEvent, void> {
  const { name } = plan.study;
  await handOutStartingWeights(name, options);
  const growth = await Growth.open(plan, options.storage);
  const coordinator = await Coordinator.open(growth, { ...options, plan });
  try {
    yield coordinator.tell({ kind: "started", workers: coordinator.workers });
    while (coordinator.hasWork()) {
      await coordinator.beginTrials();
      yield* handle(coordinator, await coordinator.nextMessage());
    }
    await coordinator.removeOldCheckpoints();
    const ended = coordinator.tell({ kind: "ended", outcome: coordinator.stopping ? "stopped" : "complete" });
    const mayGoOn = options.initBlobs !== undefined && ended.progress.failed > 0; // then nobody would put them there again
    if (!coordinator.stopping && !mayGoOn) await withdrawStartingWeights(name, options);
    yield ended;
  } finally {
    await coordinator.close();
  }
}

async function* handle(run: Coordinator, message: Message): AsyncGenerator<StudyEvent, void> {
  if ("key" in message && !run.isCurrent(message)) return;
  switch (message.kind) {
    case "event":
      yield* record(run, message.key, message.event);
      return;
    case "done":
      await run.release(message.key, message.result.stopped ? "suspended" : "done");
      return;
    case "sliced":
      run.attempts.beginSlice(message.key, message.processor);
      return;
    case "lost":
      yield* retryOrFail(run, message.key, message.sentence);
      return;
    case "refused":
      throw new LabError(message.code, message.sentence);
    case "broken":
      throw message.error;
    case "elsewhere":
      yield run.tell({ kind: "waiting", sentence: sharedTrials });
      return;
    case "found":
      yield* takeFound(run, message.trial);
      return;
    case "look":
      run.lookAgain();
      return;
    case "room":
      return; // trials are begun before the next message
    case "stop":
      run.stopGently();
      yield run.tell({ kind: "stopping" });
      return;
    case "stop-now":
    case "too-late":
      await run.stopNow();
      return;
  }
}

const sharedTrials =
  "Trials of this study are computed by the run of another study right now: their results are taken from there.";

/** What another study's run has recorded, as if it had been computed here. */
async function* takeFound(run: Coordinator, key: string): AsyncGenerator<StudyEvent, void> {
  if (!run.isToTake(key)) return;
  const stored = await run.storage.getTrial(key);
  if (stored?.result) yield* record(run, key, { kind: "finished", result: stored.result });
}

/** Records an event and passes it on. What contradicts the records ends the trial's worker. */
async function* record(run: Coordinator, key: string, event: TrainerEvent): AsyncGenerator<StudyEvent, void> {
  try {
    await store(run, key, event);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    if (error.code === "epoch-gap") {
      await run.recall(key);
      yield* retryOrFail(run, key, `The checkpoint of this trial was ahead of its records: ${error.message}`);
      return;
    }
    if (error.code !== "record-conflict") throw error;
    yield* fail(run, key, error.message);
    return;
  }
  const phase = run.phaseBegun(key);
  if (phase !== null) yield run.tell({ kind: "phase", ...phase });
  run.timeLeft.observe(key, event);
  yield run.tell({ kind: "trial", event, ...run.place(key) });
}

async function store(run: Coordinator, key: string, event: TrainerEvent): Promise<void> {
  switch (event.kind) {
    case "epoch":
      return run.storage.appendEpoch(key, event);
    case "finished":
      await run.keepWeights(key);
      await run.storage.finishTrial(key, event.result);
      return run.settle(key);
    case "started":
    case "progress":
    case "checkpoint":
      return;
  }
}

async function* retryOrFail(run: Coordinator, key: string, sentence: string): AsyncGenerator<StudyEvent, void> {
  if (run.stopping || run.isSettled(key)) return run.release(key, run.isSettled(key) ? "done" : "suspended");
  const attempt = run.attempts.of(key) + 1;
  if (attempt > maxAttempts) {
    yield* fail(run, key, `${sentence} It was tried ${maxAttempts} times.`);
    return;
  }
  await run.release(key, "again");
  yield run.tell({ kind: "retry", attempt, sentence, ...run.place(key) });
}

async function* fail(run: Coordinator, key: string, sentence: string): AsyncGenerator<StudyEvent, void> {
  await run.storage.failTrial(key, sentence);
  await run.release(key, "failed");
  yield run.tell({ kind: "failed", sentence, ...run.place(key) });
}
