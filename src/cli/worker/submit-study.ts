/** What `lionlab compare --detach` does: leaves a study to the workers of a server, all that they must know of it there. */
import { schemeOf } from "../../core/address-scheme.ts";
import { InternalError, LabError } from "../../core/errors.ts";
import { packageVersion } from "../../core/package-version.ts";
import { JobServer } from "../../jobs/postgres/job-server.ts";
import { submitRun } from "../../jobs/postgres/submitted-runs.ts";
import { isServed, storeLocation } from "../../records/location.ts";
import type { Storage } from "../../records/storage.ts";
import type { StudyConfig } from "../../study/config.ts";
import { Growth, settledKeys } from "../../study/growth.ts";
import type { PlanOptions, StudyPlan } from "../../study/plan.ts";
import { withProgramTexts } from "../../study/program-texts.ts";
import type { Call } from "../command.ts";
import { flagName } from "../options.ts";
import type { StoreNotice } from "../store-notice.ts";
import type { SubmittedStudy } from "./submitted-study.ts";

/** Options that say what this machine does, which a submitted run has no part of. */
const ofThisMachine = ["workers", "out"] as const;

/** Refuses what would be needed of this machine after it has left. Errors: `cannot-detach`. */
export function refuseToDetach(config: StudyConfig, { options }: Call, storage: string): void {
  const refuse = (what: string): never => {
    throw new LabError("cannot-detach", `Cannot leave ${config.name} to the workers of a server: ${what}.`);
  };
  if (!isServed(storage))
    refuse("its records would be in a file of this machine; give --storage postgresql://ROLE@HOST/DATABASE");
  for (const name of ofThisMachine)
    if (options[name] !== undefined) refuse(`--${flagName(name)} is about this machine; leave it out`);
  if (config.training.keepWeights === true)
    refuse("weights are kept in a folder of this machine; leave --keep-weights (training.keepWeights) out");
  if (config.init !== undefined)
    refuse(`the starting weights ${config.init} are a file of this machine; run it here, without --detach`);
  if (options.checkpoints !== undefined && schemeOf(options.checkpoints) === null)
    refuse(
      `the checkpoints ${options.checkpoints} would be in a folder of each machine; give file:///FOLDER where all have it, s3://… or nothing`,
    );
}

/** A study that is ready to run. */
export interface StudyToSubmit {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  /** What it was planned with. */
  readonly options: PlanOptions;
  readonly call: Call;
  readonly storage: Storage;
  /** Address of the records. */
  readonly target: string;
  readonly notice: StoreNotice;
  readonly signal: AbortSignal;
}

/** Submits the study and says so. Returns the exit code. Errors: those of the server. */
export async function submitStudy(study: StudyToSubmit): Promise<number> {
  const { config, plan, call, storage, target, notice, signal } = study;
  await putStudy(plan, storage);
  const location = storeLocation(target);
  if (location.kind !== "postgres") throw new InternalError("a study is submitted to a server alone");
  const server = await JobServer.open(location.address, { onWait: notice.onWait, signal });
  try {
    const { checkpoints = null, stack = 1, priority = null } = call.options;
    const order: SubmittedStudy = { config: withProgramTexts(config), options: study.options, checkpoints, stack };
    const submitted = await server.transact((transaction) =>
      submitRun(transaction, {
        ...{ kind: "study", name: config.name, version: packageVersion(), priority },
        order,
      }),
    );
    const done = (await settledKeys(storage, config.name)).size;
    const facts = { run: config.name, place: server.address.place, trials: plan.outline.length, done, ...submitted };
    call.terminal.out.write(
      call.options.json === true
        ? `${JSON.stringify({ kind: "submitted", ...facts, version: packageVersion() })}\n`
        : submittedText(facts),
    );
    return 0;
  } finally {
    await server.close();
  }
}

/** Plans the study in the store, so that it is shown from now on; where somebody runs it already, it is there. */
async function putStudy(plan: StudyPlan, storage: Storage): Promise<void> {
  try {
    await storage.lockForRun(plan.study.name);
  } catch (error) {
    if (error instanceof LabError && error.code === "already-running") return;
    throw error;
  }
  await Growth.open(plan, storage);
}

function submittedText({
  run,
  place,
  trials,
  done,
  coordinator,
  workers,
}: {
  readonly run: string;
  readonly place: string;
  readonly trials: number;
  readonly done: number;
  readonly coordinator: string | null;
  readonly workers: number;
}): string {
  const who =
    coordinator !== null
      ? `A worker on ${coordinator} coordinates it already and goes on with what is new.`
      : workers === 0
        ? `No worker of lionlab ${packageVersion()} is there yet: start one with npx lionlab worker, on any machine.`
        : `One of ${workers === 1 ? "1 worker" : `${workers} workers`} coordinates it.`;
  return `Submitted ${run} to ${place}: ${trials} trials, ${done} done. ${who}\nTo look on: npx lionlab status --follow, or npx lionlab show ${run} --follow\n`;
}
