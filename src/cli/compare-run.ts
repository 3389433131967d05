/**
 * What `lionlab compare` does, from the study that a call names to its report; apart from the command, so that help does not load it.
 */
import { join } from "node:path";
import { systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { weightsFolder } from "../library/kept-weights.ts";
import type { SharedJobs } from "../library/worker/shared-run.ts";
import { isServed } from "../records/location.ts";
import { withoutPasswords } from "../records/postgres/secrets.ts";
import type { Storage } from "../records/storage.ts";
import type { BegunStudy } from "../study/begun.ts";
import type { StudyConfig } from "../study/config.ts";
import type { InitFile } from "../study/init-file.ts";
import type { PlanOptions, StudyPlan } from "../study/plan.ts";
import type { Call } from "./command.ts";
import { finish, stoppedEarly } from "./compare-end.ts";
import { findData } from "./find-data.ts";
import type { StudyEnd } from "./follow/one-study.ts";
import { heedRequests, launchOf } from "./heed-requests.ts";
import { type Interrupts, interruptedCode, interruptibly } from "./interrupts.ts";
import { prefixNote } from "./model-source.ts";
import { openDisplay } from "./progress/display.ts";
import { requireDevice } from "./require-device.ts";
import { type StoreNotice, storeNotice } from "./store-notice.ts";
import { placesOf, type RunPlaces, readStudyOf, reproducingCommand, studyLine, workersOf } from "./study-call.ts";

/** Trains what is missing of the study that the call names and reports it. Returns the exit code. Errors: all that a study can be refused for. */
export async function runCompare(call: Call): Promise<number> {
  const config = await readStudyOf(call);
  const init = await refuseEarly(config, call);
  return interruptibly(call.terminal, async (interrupts) => {
    const dataset = await findData({ ...config.data, dir: dataDirOf(config, call) }, { call, interrupts });
    if (!call.options.json) call.terminal.err.write(`${studyLine(config)}\n`);
    const planned = await planFor(config, { call, dataset, init });
    const places = placesOf(config, call);
    const notice = storeNotice(call);
    const storage = await openStore(places, { interrupts, notice });
    const heeded = heedRequests(storage.location, interrupts);
    try {
      await tellOutdated(planned.plan, { call, storage });
      if (call.options.detach) {
        const { leaveRun } = await import("./worker/leave-run.ts");
        const { studyToLeave } = await import("./worker/leave-study.ts");
        const target = places.storage;
        const plan = await goOn(config, { ...planned, call, storage });
        const { options } = call;
        const run = await studyToLeave({ config, plan, planned: planned.options, storage, target, options });
        return await leaveRun(run, { call, target, notice, signal: interrupts.drain });
      }
      const last = await trainOrFollow(planned, { config, call, interrupts, storage, notice, places });
      if (last.outcome === "interrupted") return interruptedCode;
      if (last.outcome === "stopped") return stoppedEarly(call, last);
      return await finish(config, { call, storage, places, last });
    } finally {
      heeded();
      await storage.close();
    }
  });
}

/** Checks optimizers, device, the place of checkpoints and the file of starting weights, which it returns, before data is looked for, which may take long. */
async function refuseEarly(config: StudyConfig, call: Call): Promise<InitFile | null> {
  const { planStudy } = await import("../study/plan.ts");
  const { refuseToDetach } = await import("./worker/detachable.ts");
  planStudy({ ...config, seeds: config.seeds.slice(0, 1) }, { fingerprint: "", command: reproducingCommand(call) });
  refuseStack(config, call);
  const ties = call.options.detach ? (await import("./worker/leave-study.ts")).tiesOfStudy(call.options) : [];
  refuseToDetach({ name: config.name, call, storage: placesOf(config, call).storage, ties });
  if (call.options.detach !== true) await requireDevice(config.device);
  if (call.options.checkpoints !== undefined) {
    const { proveBlobs } = await import("../blobs/open.ts");
    refusePassword(call.options.checkpoints);
    await proveBlobs(call.options.checkpoints);
  }
  if (config.init === undefined) return null;
  const { readInitFile } = await import("../study/init-file.ts");
  const init = await readInitFile(config.init);
  if (!call.options.json) call.terminal.err.write(prefixNote(init));
  return init;
}

/** How a run was started is kept in its records, which are no place for a password. */
function refusePassword(address: string): void {
  if (withoutPasswords(address) === address) return;
  throw new LabError(
    "blob-store-unsupported",
    "Cannot keep checkpoints at an address with a password in it: how a run was started is kept in its records; leave the password out and set PGPASSWORD.",
  );
}

/** Stacked trials keep their bits on WebGPU alone. */
function refuseStack({ device }: StudyConfig, { options: { stack = 1 } }: Call): void {
  if (stack === 1 || device === "webgpu") return;
  throw new LabError(
    "stack-device",
    `--stack ${stack} computes trials together on webgpu, but the study runs on ${device}, where each trial is computed by itself: ` +
      "leave --stack out, or add --device webgpu.",
    { device },
  );
}

/** Where the data lies: as the command line says, else as the study does. */
function dataDirOf({ data }: StudyConfig, { options }: Call): string | undefined {
  return options.data ?? data.path;
}

/** Plans the study and works its first trial out, so that what every trial would refuse is refused before anything is written. */
async function planFor(
  config: StudyConfig,
  { call, dataset, init }: { readonly call: Call; readonly dataset: LoadedDataset; readonly init: InitFile | null },
): Promise<{ readonly plan: StudyPlan; readonly options: PlanOptions }> {
  const { planStudy } = await import("../study/plan.ts");
  const { modelFor, planTrial } = await import("../trainer/trial-plan.ts");
  const { initialVariablesOf } = await import("../study/init-file.ts");
  const { partSizesHere } = await import("../study/part-sizes-here.ts");
  const options: PlanOptions = {
    fingerprint: dataset.fingerprint,
    partSizes: partSizesHere(),
    command: reproducingCommand(call),
    ...(init === null ? {} : { init: init.config }),
  };
  const plan = planStudy(config, options);
  for (const { config: trial } of plan.trials.slice(0, 1)) {
    const initial = init === null ? null : initialVariablesOf(init, modelFor(trial, dataset), dataset.classes);
    planTrial(trial, { dataset, initial });
  }
  return { plan, options };
}

/** The plan as the stored study was begun, and a sentence where that is not how it would be planned here. */
async function goOn(
  config: StudyConfig,
  { call, plan: planned, options, storage }: BegunStudy & { readonly call: Call },
): Promise<StudyPlan> {
  const { goOnAsBegun } = await import("../study/begun.ts");
  const { plan, note } = await goOnAsBegun(config, { plan: planned, options, storage });
  if (note !== null && call.options.json !== true) call.terminal.err.write(`${note}\n`);
  return plan;
}

async function openStore(
  { storage }: RunPlaces,
  { interrupts, notice }: { readonly interrupts: Interrupts; readonly notice: StoreNotice },
): Promise<Storage> {
  const { openStorage } = await import("../records/open.ts");
  return openStorage(storage, { mode: "run", onWait: notice.onWait, signal: interrupts.drain });
}

/** Says that stored results of this study are of an earlier revision: they are kept, and trained anew. */
async function tellOutdated(
  { study }: StudyPlan,
  { call, storage }: { readonly call: Call; readonly storage: Storage },
): Promise<void> {
  const { madeBefore, trialChanges } = await import("../trainer/outdated.ts");
  const ended = (await storage.listTrials(study.name)).filter(({ result }) => result !== null);
  const changes = ended.map(({ config }) => trialChanges(config)).filter(({ length }) => length > 0);
  if (changes.length === 0 || call.options.json === true) return;
  call.terminal.err.write(
    `The ${changes.length} trials that are stored were ${madeBefore(changes.flat())}. They are kept, and trained anew.\n`,
  );
}

interface Training {
  readonly config: StudyConfig;
  readonly call: Call;
  readonly interrupts: Interrupts;
  readonly storage: Storage;
  readonly notice: StoreNotice;
  readonly places: RunPlaces;
}

/** Trains what is missing, or follows the process that does; one that goes on with what another has left plans it anew, as that one began it. */
async function trainOrFollow(planned: Omit<BegunStudy, "storage">, training: Training): Promise<StudyEnd> {
  const { runOrFollowStudy } = await import("./follow/one-study.ts");
  const { goOnAsBegun } = await import("../study/begun.ts");
  const { config, storage, interrupts } = training;
  return runOrFollowStudy({
    ...training,
    name: config.name,
    signal: interrupts.drain,
    planned: async () => (await goOnAsBegun(config, { ...planned, storage })).plan,
    run: async () => train(await goOn(config, { ...planned, ...training }), training),
  });
}

/** Runs the study under a display; returns how it ended. */
async function train(
  plan: StudyPlan,
  { config, call, interrupts, storage, notice, places }: Training,
): Promise<StudyEnd> {
  const { runStudy } = await import("../study/run.ts");
  const { terminal, options } = call;
  const workers = workersOf(call, plan.trials.length);
  const shared = await sharedJobs(plan, { config, call, interrupts, notice, places, workers });
  const events = runStudy(plan, {
    storage,
    workers,
    stack: options.stack,
    ...(shared?.running ?? { checkpoints: join(places.folder, "checkpoints") }),
    ...(options.checkpoints === undefined ? {} : { checkpoints: options.checkpoints, checkpointsAtServer: false }),
    ...(config.training.keepWeights === true ? { weightsDir: weightsFolder(places.folder) } : {}),
    initPath: config.init,
    checkpointEverySteps: config.training.checkpointEverySteps,
    clock: systemClock,
    launch: launchOf(call),
    dataDir: dataDirOf(config, call),
    stop: interrupts,
  });
  const display = openDisplay({ terminal, clock: systemClock, trials: plan.trials }, { json: options.json === true });
  let ended: StudyEnd | null = null;
  let listens = (): void => {};
  try {
    for await (const event of events) {
      display.handle(event);
      listens = notice.handTo((sentence) => display.handle({ kind: "waiting", sentence, progress: event.progress }));
      if (event.kind === "ended") ended = event;
    }
  } finally {
    listens();
    display.close();
    await shared?.close();
  }
  if (ended === null) throw new Error("a study ended without saying so");
  return ended;
}

/** Through the server where the records are, for workers anywhere; null where they are in a file. */
async function sharedJobs(
  plan: StudyPlan,
  {
    config,
    call,
    interrupts,
    notice,
    places,
    workers,
  }: Pick<Training, "config" | "call" | "interrupts" | "notice" | "places"> & { readonly workers: number },
): Promise<SharedJobs | null> {
  if (!isServed(places.storage)) return null;
  const { shareStudy } = await import("../library/worker/shared-run.ts");
  const { onWait } = notice;
  return shareStudy(plan, {
    ...{ storage: places.storage, device: config.device, slots: workers, dataDir: dataDirOf(config, call) },
    ...{ onWait, onWord: onWait, interrupts },
  });
}
