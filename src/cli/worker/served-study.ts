/** A study as a run of a server. */
import { systemClock } from "../../core/clock.ts";
import { openStorage } from "../../records/open.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import type { TrialState } from "../../records/records.ts";
import type { StudyPulse } from "../../records/run-progress.ts";
import type { Storage, StudyStanding } from "../../records/storage.ts";
import { goOnAsBegun } from "../../study/begun.ts";
import type { StudyConfig } from "../../study/config.ts";
import { type PlanOptions, planStudy } from "../../study/plan.ts";
import { runStudy } from "../../study/run.ts";
import { lookInto } from "./look-into.ts";
import type { RunStanding, ServedKind, ToldState } from "./served-kind.ts";
import { trialStatuses, trialTables } from "./trial-status.ts";

/** A study that was submitted. */
export interface SubmittedStudy {
  readonly config: StudyConfig;
  /** What it was planned with there; sizes of parts are of the processor there. */
  readonly options: PlanOptions;
  /** Address of the checkpoints; null: beside the records. */
  readonly checkpoints: string | null;
  readonly stack: number;
  /** Where in that store the starting weights are; null where it has none. */
  readonly initBlobs: string | null;
}

/** See `served-kind.ts`. */
export const servedStudy: ServedKind<SubmittedStudy> = {
  kind: "study",
  nouns: ["study", "studies"],
  shows: "npx lionlab show",
  part: "trial",
  columns: [
    { title: "done", align: "right" },
    { title: "failed", align: "right" },
  ],
  deviceOf: ({ config }) => config.device,
  async *run({ config, options, checkpoints, stack, initBlobs }, { queue, storage: target, slots, stop, ...patience }) {
    const storage = await openStorage(target, { mode: "run", ...patience });
    try {
      const planned = planStudy(config, options);
      const { plan } = await goOnAsBegun(config, { plan: planned, options, storage });
      yield* runStudy(plan, {
        ...{ storage, queue, isShared: true, workers: slots, stack, stop, clock: systemClock },
        checkpoints: checkpoints ?? withoutPasswords(target),
        checkpointsAtServer: checkpoints === null,
        dataDir: config.data.path, // of own images, by whose name workers look for them
        checkpointEverySteps: config.training.checkpointEverySteps,
        ...(initBlobs === null ? {} : { initPath: config.init, initBlobs }),
        leavesWeights: config.training.keepWeights === true,
      });
    } finally {
      await storage.close();
    }
  },
  standings: (target) => studiesOf(target, async (storage) => (await storage.listStandings()).map(standingOf), []),
  details: (name, { target, jobs }) =>
    lookInto({
      open: () => openStorage(target, { mode: "read" }),
      see: async (storage) => {
        const heads = await storage.listTrials(name);
        const { pulse } = await storage.changesSince(name, null);
        const trials = trialStatuses(heads, { jobs, pulses: pulse?.trials ?? [] });
        const counts = { waiting: 0, running: 0, finished: 0, diverged: 0, failed: 0 };
        for (const { state } of heads) counts[state]++;
        return {
          done: `${counts.finished + counts.diverged} of ${heads.length} trials done, ${counts.running} under way, ${counts.waiting} waiting, ${counts.failed} failed`,
          told: toldOf(pulse),
          tables: trialTables(trials),
          facts: { counts, told: pulse === null ? null : pick(pulse), trials },
        };
      },
    }),
  failures: (name, target) =>
    studiesOf(target, async (storage) => [...(await storage.listStates(name)).values()].filter(hasFailed).length, 0),
  commandOf: (name, target) =>
    studiesOf(target, async (storage) => (await storage.getStudy(name))?.command ?? null, null),
};

function studiesOf<Seen>(target: string, see: (storage: Storage) => Promise<Seen>, none: Seen): Promise<Seen> {
  return lookInto({ open: () => openStorage(target, { mode: "read" }), see, absent: ["no-study", none] });
}

function standingOf({ name, trials, pulse }: StudyStanding): RunStanding {
  const count = (...of: readonly TrialState[]): number => of.reduce((sum, state) => sum + (trials.get(state) ?? 0), 0);
  const [all, done, failed] = [count(...trials.keys()), count("finished", "diverged"), count("failed")];
  const told = pulse === null ? null : { state: pulse.state, progress: pulse.progress };
  return {
    name,
    cells: [`${done}/${all}`, String(failed)],
    told: toldOf(pulse),
    facts: { name, trials: all, done, failed, told },
  };
}

function toldOf(pulse: StudyPulse | null): ToldState | null {
  return pulse === null ? null : { state: pulse.state, doing: null, secondsLeft: pulse.progress.secondsLeft };
}

function pick({ state, sentence, progress, host, pid }: StudyPulse): object {
  return { state, sentence, progress, host, pid };
}

function hasFailed(state: TrialState): boolean {
  return state === "failed";
}
