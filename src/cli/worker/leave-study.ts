/** A study that is left to workers: what ties one to this machine, and what they are told of it. */
import { schemeOf } from "../../core/address-scheme.ts";
import { LabError } from "../../core/errors.ts";
import type { Storage } from "../../records/storage.ts";
import type { StudyConfig } from "../../study/config.ts";
import { Growth, settledKeys } from "../../study/growth.ts";
import type { PlanOptions, StudyPlan } from "../../study/plan.ts";
import { withProgramTexts } from "../../study/program-texts.ts";
import type { OptionValues } from "../options.ts";
import type { RunToLeave } from "./leave-run.ts";
import type { SubmittedStudy } from "./served-study.ts";

/** What of a study is of this machine, and what to do, in words. */
export function tiesOfStudy({ training, init }: StudyConfig, { checkpoints }: OptionValues): readonly string[] {
  const isHere = checkpoints !== undefined && schemeOf(checkpoints) === null;
  return [
    ...(training.keepWeights === true
      ? ["weights are kept in a folder of this machine; leave --keep-weights (training.keepWeights) out"]
      : []),
    ...(init === undefined
      ? []
      : [`the starting weights ${init} are a file of this machine; run it here, without --detach`]),
    ...(isHere
      ? [
          `the checkpoints ${checkpoints} would be in a folder of each machine; give file:///FOLDER where all have it, s3://… or nothing`,
        ]
      : []),
  ];
}

/** A study that is ready to run. */
export interface StudyToLeave {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  /** What it was planned with. */
  readonly planned: PlanOptions;
  readonly storage: Storage;
  readonly options: OptionValues;
}

/** Plans the study in the store; where somebody runs it already, it is there. */
export async function studyToLeave({ config, plan, planned, storage, options }: StudyToLeave): Promise<RunToLeave> {
  await putStudy(plan, storage);
  const { checkpoints = null, stack = 1 } = options;
  const order: SubmittedStudy = { config: withProgramTexts(config), options: planned, checkpoints, stack };
  const [trials, done] = [plan.outline.length, (await settledKeys(storage, config.name)).size];
  return {
    kind: "study",
    name: config.name,
    order,
    standing: `${trials} trials, ${done} done`,
    facts: { trials, done },
  };
}

async function putStudy(plan: StudyPlan, storage: Storage): Promise<void> {
  try {
    await storage.lockForRun(plan.study.name);
  } catch (error) {
    if (error instanceof LabError && error.code === "already-running") return;
    throw error;
  }
  await Growth.open(plan, storage);
}
