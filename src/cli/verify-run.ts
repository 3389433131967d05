/**
 * What `lionlab verify` does, from the run or bundle that a call names to the verdict on its trials.
 */
import { chosenTrials, type VerifiableTrial } from "../bundles/choose-trials.ts";
import { type Circumstances, changedCircumstances, circumstancesHere } from "../bundles/circumstances.ts";
import { differencesOf } from "../bundles/differences.ts";
import { retrained } from "../bundles/retrain.ts";
import { systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import { trialKey } from "../records/identity.ts";
import type { InitConfig, TrialConfig } from "../records/records.ts";
import { type InitFile, initialVariablesOf, readInitFile } from "../study/init-file.ts";
import { modelFor, planTrial } from "../trainer/trial-plan.ts";
import type { Call } from "./command.ts";
import { findData } from "./find-data.ts";
import { type Interrupts, interruptedCode, interruptibly } from "./interrupts.ts";
import { openDisplay } from "./progress/display.ts";
import { requireDevice } from "./require-device.ts";
import { workersOf } from "./study-call.ts";
import { type VerifySource, verifySource } from "./verify-source.ts";
import { type VerifiedTrial, verifyText } from "./verify-text.ts";

/** Exit code of trials that differ from their records. */
const differsCode = 3;

/** Trains trials again and compares. Returns the exit code. Errors: those of `verifySource`, `chosenTrials` and of training. */
export async function runVerify(call: Call): Promise<number> {
  const { options, terminal } = call;
  const source = await verifySource(call);
  const chosen = chosenTrials(source.candidates, { ...options, all: options.all === true, shown: source.shown });
  return interruptibly(terminal, async (interrupts) => {
    const computed = await compute(chosen, { call, source, interrupts });
    const recorded = await source.records(new Set(chosen.map(({ key }) => key)));
    const here = circumstancesHere();
    const verified = chosen.flatMap((candidate): VerifiedTrial[] => {
      const [was, is] = [recorded.get(candidate.key)!, computed.get(trialKey(candidate.config))];
      if (is === undefined) return [];
      const then: Circumstances = { versions: source.versions, processor: was.result?.measuredOn?.processor };
      const differences = differencesOf(was, is);
      return [{ candidate, epochs: was.epochs.length, differences, explanations: changedCircumstances(then, here) }];
    });
    if (verified.length < chosen.length && interrupts.drain.aborted) return interruptedCode;
    terminal.out.write(
      verifyText(verified, {
        source,
        chosen,
        workers: workersOf(call, source.candidates.length),
        json: options.json === true,
      }),
    );
    if (verified.length < chosen.length) return 1;
    return verified.some(({ differences }) => differences.length > 0) ? differsCode : 0;
  });
}

interface Verification {
  readonly call: Call;
  readonly source: VerifySource;
  readonly interrupts: Interrupts;
}

/** Trains the trials; what every one of them would refuse is refused before any begins. */
async function compute(chosen: readonly VerifiableTrial[], { call, source, interrupts }: Verification) {
  const { options, terminal } = call;
  const configs = chosen.map(({ config }) => config);
  const [first] = configs as [TrialConfig];
  await requireDevice(first.device);
  const init = first.init === undefined ? null : await initFile(first.init, options.init);
  const dataDir = options.data ?? source.dataDir;
  const dataset = await findData({ ...first.data, dir: dataDir }, { call, interrupts });
  const initial = init === null ? null : initialVariablesOf(init, modelFor(first, dataset), dataset.classes);
  planTrial(first, { dataset, initial });
  const trials = configs.map((config) => ({ key: trialKey(config), config }));
  const display = options.json === true ? null : openDisplay({ terminal, clock: systemClock, trials }, { json: false });
  try {
    return await retrained(configs, {
      workers: workersOf(call, configs.length),
      clock: systemClock,
      dataDir,
      initPath: options.init,
      stop: interrupts,
      onEvent: (event) => display?.handle(event),
    });
  } finally {
    display?.close();
  }
}

/** Errors: `needs-init`, those of `readInitFile`. */
async function initFile(wanted: InitConfig, path: string | undefined): Promise<InitFile> {
  if (path !== undefined) return readInitFile(path, wanted);
  throw new LabError(
    "needs-init",
    `These trials started from the weights ${wanted.name} (SHA-256 ${wanted.sha256.slice(0, 16)}…), which a run does not keep: give the file with --init FILE.`,
  );
}
