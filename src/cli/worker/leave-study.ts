/** A study that is left to workers: what ties one to this machine, and what they are told of it. */
import { schemeOf } from "../../core/address-scheme.ts";
import { LabError } from "../../core/errors.ts";
import { leavePassword } from "../../library/worker/shared-run.ts";
import { storeLocation } from "../../records/location.ts";
import { withoutPasswords } from "../../records/postgres/secrets.ts";
import type { Storage } from "../../records/storage.ts";
import type { StudyConfig } from "../../study/config.ts";
import { Growth, settledKeys } from "../../study/growth.ts";
import type { PlanOptions, StudyPlan } from "../../study/plan.ts";
import { withProgramTexts } from "../../study/program-texts.ts";
import { submitStartingWeights, submittedBlobs } from "../../study/starting-weights.ts";
import type { OptionValues } from "../options.ts";
import type { RunToLeave } from "./leave-run.ts";
import type { SubmittedStudy } from "./served-study.ts";

/** What of a study is of this machine, and what to do, in words. */
export function tiesOfStudy({ checkpoints }: OptionValues): readonly string[] {
  return checkpoints === undefined || schemeOf(checkpoints) !== null
    ? []
    : [
        `the checkpoints ${checkpoints} would be in a folder of each machine; give file:///FOLDER where all have it, s3://… or nothing`,
      ];
}

/** A study that is ready to run. */
export interface StudyToLeave {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  /** What it was planned with. */
  readonly planned: PlanOptions;
  readonly storage: Storage;
  /** Address of the records. */
  readonly target: string;
  readonly options: OptionValues;
}

/** Puts starting weights where workers find them, and plans the study in the store; where somebody runs it already, it is there. Errors: `init-too-large`. */
export async function studyToLeave(study: StudyToLeave): Promise<RunToLeave> {
  const { config, plan, planned, storage, target, options } = study;
  const { name, init, training } = config;
  const { checkpoints = null, stack = 1 } = options;
  const isAlone = await lockIfFree(name, storage);
  const order = { config: withProgramTexts(config), options: planned, checkpoints, stack };
  const initBlobs = init === undefined ? null : submittedBlobs(name, order);
  if (init !== undefined && initBlobs !== null) {
    const location = storeLocation(target);
    if (location.kind === "postgres") leavePassword(location.address);
    const to = { checkpoints: checkpoints ?? withoutPasswords(target), prefix: initBlobs };
    await submitStartingWeights(name, { path: init, isAlone, ...to });
  }
  if (isAlone) await Growth.open(plan, storage);
  const submitted: SubmittedStudy = { ...order, initBlobs };
  const [trials, done] = [plan.outline.length, (await settledKeys(storage, name)).size];
  return {
    ...{ kind: "study", name, order: submitted, standing: `${trials} trials, ${done} done`, facts: { trials, done } },
    note:
      training.keepWeights === true
        ? "Weights that trials leave stay with the checkpoints; the same command without --detach takes them, when the study is done."
        : null,
  };
}

/** Takes the right to run; false where somebody has it. */
async function lockIfFree(name: string, storage: Storage): Promise<boolean> {
  try {
    await storage.lockForRun(name);
    return true;
  } catch (error) {
    if (error instanceof LabError && error.code === "already-running") return false;
    throw error;
  }
}
