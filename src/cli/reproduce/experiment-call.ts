/**
 * What a call of `lionlab reproduce` asks for: a size, its folder, and the studies to run. All that can be refused is refused here.
 */
import { join } from "node:path";
import { LabError, unknownName } from "../../core/errors.ts";
import { quoteWord } from "../../core/quote-word.ts";
import { type Experiment, type Size, type StudyStep, studyNameOf } from "../../reproduce/experiment.ts";
import { type ChosenRates, settingsOf } from "../../reproduce/step-study.ts";
import type { Call } from "../command.ts";

/** What is asked for. `studies`: those to run; all of the size are reported. */
export interface ExperimentRun {
  readonly experiment: Experiment;
  readonly size: Size;
  readonly folder: string;
  readonly all: readonly StudyStep[];
  readonly studies: readonly StudyStep[];
}

/** Reads it from the call. Errors: `unknown-study`; `init-needed`, `init-for-several`, see the sentences. */
export function experimentRun(experiment: Experiment, { options }: Call): ExperimentRun {
  const size: Size = options.full ? "full" : "small";
  const all = experiment.sizes[size].studies;
  const ids = all.map(({ id }) => id);
  const studies = (options.only ?? ids).map((wanted) => {
    const step = all.find(({ id }) => id === wanted);
    if (step === undefined) throw unknownName("study", wanted, ids);
    return step;
  });
  const folder = options.out ?? join("runs", `reproduce-${experiment.name}-${size}`);
  if (options.onlyReport !== true) refuseWeights(experiment, studies, options.init);
  return { experiment, size, folder, all, studies };
}

/** Starting weights are of one network, so they are given with one study. */
function refuseWeights({ name }: Experiment, studies: readonly StudyStep[], given: string | undefined): void {
  if (given !== undefined && studies.length > 1) {
    throw new LabError(
      "init-for-several",
      `--init is a file of weights for one network, but ${studies.length} studies would start from it: name one of them with --only, such as --only ${studies[0]!.id}.`,
      { studies: studies.map(({ id }) => id) },
    );
  }
  const needy = studies.find(({ init }) => init !== undefined);
  if (needy === undefined || given !== undefined) return;
  throw new LabError(
    "init-needed",
    `The study ${needy.id} starts from released weights (${needy.init}), and none are given. ` +
      `Run one study at a time: npx lionlab reproduce ${name} --full --only ${needy.id} --init FILE`,
    { study: needy.id },
  );
}

/** Folder of a step's records and report. */
export function stepFolder({ folder }: Pick<ExperimentRun, "folder">, step: StudyStep): string {
  return join(folder, studyNameOf(step));
}

/** The call of `lionlab compare` that does a step; its command line can be typed. */
export function compareCall(
  call: Call,
  { step, rates, run }: { readonly step: StudyStep; readonly rates: ChosenRates; readonly run: ExperimentRun },
): Call {
  const { data, device, init, json, stack, workers } = call.options;
  const set = settingsOf(step, rates);
  const out = stepFolder(run, step);
  const shown = { init, device, data, workers, stack, out };
  const flags = Object.entries(shown).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const argv = ["compare", step.preset, ...set.flatMap((text) => ["--set", text]), ...flags];
  const given = Object.entries({ ...shown, json }).filter(([, value]) => value !== undefined);
  return {
    ...call,
    arguments: { study: step.preset },
    rest: [],
    options: { ...(Object.fromEntries(given) as Call["options"]), ...(set.length > 0 ? { set } : {}) },
    argv,
    commandLine: ["npx", "lionlab", ...argv].map(quoteWord).join(" "),
  };
}
