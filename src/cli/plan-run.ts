/**
 * What `lionlab plan` does; apart from the command, so that help does not load it.
 */
import { LabError } from "../core/errors.ts";
import { factsOf } from "../live/study-state.ts";
import { isServed } from "../records/location.ts";
import { type InitConfig, type TrialPhase, trialPhase } from "../records/records.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { formatRate } from "../report/format.ts";
import type { StudyConfig } from "../study/config.ts";
import type { StudyPlan } from "../study/plan.ts";
import type { KnownData } from "../trainer/trial-plan.ts";
import { type Call, requiredArgument } from "./command.ts";
import { jsonText, plainTable } from "./plain-table.ts";
import { formatCount, formatRoughDuration } from "./progress/text.ts";
import { requireDevice } from "./require-device.ts";
import { placesOf, readStudyOf, reproducingCommand, studyLine, workersOf } from "./study-call.ts";

/** Prints the plan of the study or discovery that the call names. Returns the exit code. Errors: all that a study can be refused for. */
export async function runPlan(call: Call): Promise<number> {
  const target = requiredArgument(call, "study");
  const { isDiscovery, planOfDiscovery } = await import("./discovery/plan.ts");
  if (await isDiscovery(target)) return planOfDiscovery(target, call);
  const config = await readStudyOf(call);
  const facts = await gatherFacts(config, call);
  call.terminal.out.write(call.options.json ? jsonText(jsonPlan(config, facts)) : planText(config, facts));
  return 0;
}

interface PlanFacts {
  /** Those that are known. */
  readonly trials: readonly PlannedTrial[];
  /** Stand-ins for those that results decide. */
  readonly later: readonly PlannedTrial[];
  /** Of a study that tunes. */
  readonly sampler?: string;
  /** What is otherwise than a study that is begun now, in a sentence. */
  readonly note: string | null;
  /** Keys of trials with a result. */
  readonly done: ReadonlySet<string>;
  readonly workers: number;
  readonly secondsLeft: number;
}

async function gatherFacts(config: StudyConfig, call: Call): Promise<PlanFacts> {
  const { goOnAsBegun } = await import("../study/begun.ts");
  const { estimateSeconds } = await import("../study/estimate.ts");
  const { planStudy } = await import("../study/plan.ts");
  const init = await initOf(config);
  const { storage: target, exists } = placesOf(config, call);
  const storage = exists ? await openExisting(target) : null;
  try {
    const fingerprint = storage === null ? "" : await storedFingerprint(storage, config.data.name);
    const options = { fingerprint, command: reproducingCommand(call), ...init };
    const planned = planStudy(config, options);
    const { plan, note } =
      storage === null ? { plan: planned, note: null } : await goOnAsBegun(config, { plan: planned, options, storage });
    const { trials, later, tuningSeconds } = await knownTrials(plan, storage);
    const data = await knownData(config, call);
    const { checkTrial } = await import("../trainer/trial-plan.ts");
    for (const trial of trials.slice(0, 1)) checkTrial(trial.config, data);
    await requireDevice(config.device);
    const done = storage === null ? new Set<string>() : await endedKeys(storage, { study: config.name, trials });
    const left = [...trials.filter(({ key }) => !done.has(key)), ...later];
    const workers = workersOf(call, left.length);
    const tuning = later.length === 0 ? 0 : Math.max(0, budgetSeconds(config) - tuningSeconds) / workers;
    const estimated = plan.timed === true ? left.filter(({ config: one }) => trialPhase(one) === "evaluation") : left;
    const measured = left.length === 0 ? null : storage; // a sum over every epoch of the store
    const costs = (await measured?.imageCosts({ model: config.model, device: config.device })) ?? [];
    return {
      trials,
      later,
      ...(plan.sampler === undefined ? {} : { sampler: plan.sampler }),
      note,
      done,
      workers,
      secondsLeft: tuning + estimateSeconds(estimated, { workers, costs, folderImages: data.trainCount }),
    };
  } finally {
    await storage?.close();
  }
}

/** What trials say of the study's starting weights. Errors: those of `readInitFile`. */
async function initOf({ init }: StudyConfig): Promise<{ readonly init?: InitConfig }> {
  if (init === undefined) return {};
  const { readInitFile } = await import("../study/init-file.ts");
  return { init: (await readInitFile(init)).config };
}

/** What is known of the study's data before it is read; a folder's images are listed. Errors: those of `listFolder`. */
async function knownData({ data, model }: StudyConfig, { options }: Call): Promise<KnownData> {
  const { findDataset, folderName, listFolder } = await import("../data/index.ts");
  if (data.name !== folderName) {
    const { name, shape, classes, counts } = findDataset(data.name);
    return { name, shape, classes, trainCount: counts.train };
  }
  const path = options.data ?? data.path;
  if (path === undefined)
    throw new LabError("no-folder", "A study of a folder of images needs to know it: give data.path, or --data DIR.");
  const { classes, train } = await listFolder(path);
  const { modelNamed } = await import("../models/index.ts");
  const [channels, height, width] = modelNamed(model).input;
  return {
    name: data.name,
    shape: [data.channels ?? channels, data.size ?? height, data.size ?? width],
    classes,
    trainCount: train.length,
  };
}

/** Seconds of training that all optimizers may tune for; 0 where the budget is another. */
function budgetSeconds({ tuning, optimizers }: StudyConfig): number {
  return 60 * (tuning?.minutes ?? 0) * optimizers.length;
}

/** The trials that the stored results make known, stand-ins for those to come, and what tuning took of a budget of minutes. */
async function knownTrials(
  plan: StudyPlan,
  storage: Storage | null,
): Promise<Pick<PlanFacts, "trials" | "later"> & { readonly tuningSeconds: number }> {
  if (storage === null) return { trials: plan.trials, later: plan.outline.slice(plan.trials.length), tuningSeconds: 0 };
  const { Growth } = await import("../study/growth.ts");
  const { trials, unborn, tuningSeconds } = await Growth.of(plan, storage);
  return { trials, later: unborn, tuningSeconds };
}

/** Fingerprint of the data that the store's trials used: records say it, so that a plan need not load the data. */
async function storedFingerprint(storage: Storage, dataset: string): Promise<string> {
  for (const { trialKeys } of await storage.listStudies()) {
    const trial = trialKeys[0] === undefined ? null : await storage.getTrial(trialKeys[0]);
    if (trial?.config.data.name === dataset) return trial.config.data.fingerprint;
  }
  return "";
}

/** Keys of the trials with a result, read from the study's states; a plan with other trials too asks for the whole store. */
async function endedKeys(
  storage: Storage,
  { study, trials }: { readonly study: string; readonly trials: readonly PlannedTrial[] },
): Promise<ReadonlySet<string>> {
  const own = await storage.listStates(study);
  const states = trials.every(({ key }) => own.has(key)) ? own : await storage.listStates(null);
  const ended = [...states].filter(([, state]) => state === "finished" || state === "diverged");
  return new Set(ended.map(([key]) => key));
}

/** Null where nothing was ever run: of a server, only it can tell. */
async function openExisting(target: string): Promise<Storage | null> {
  const { openStorage } = await import("../records/open.ts");
  return openStorage(target, { mode: "read" }).catch((error: unknown) => {
    if (isServed(target) && error instanceof LabError && error.code === "no-study") return null;
    throw error;
  });
}

function jsonPlan(config: StudyConfig, facts: PlanFacts): object {
  const { trials, later, done, workers, secondsLeft } = facts;
  const listed = trials.map((trial) => {
    const { hyperparameters, convention } = trial.config.optimizer;
    const phase = trialPhase(trial.config);
    return { ...factsOf(trial), hyperparameters, convention, phase, done: done.has(trial.key) };
  });
  return {
    name: config.name,
    workers,
    secondsLeft,
    total: trials.length + later.length,
    ...(isOpen(config, facts) ? { atLeast: true } : {}),
    done: countDone(trials, done),
    phases: phasesOf(config, facts),
    trials: listed,
  };
}

/** Whether recorded times are still to decide how many trials there will be. */
function isOpen({ tuning }: StudyConfig, { later }: PlanFacts): boolean {
  return tuning?.minutes !== undefined && later.length > 0;
}

/** A phase with its seeds, and how many trials it has; `known` of them, the others being decided by results. */
interface PhaseFacts {
  readonly name: TrialPhase;
  readonly trials: number;
  readonly known: number;
  readonly done: number;
  readonly seeds: readonly number[];
}

function phasesOf({ tuning, seeds }: StudyConfig, { trials, later, done }: PlanFacts): readonly PhaseFacts[] {
  const seedsOf = { ...(tuning === undefined ? {} : { tuning: tuning.seeds }), evaluation: seeds };
  return Object.entries(seedsOf).map(([name, own]) => {
    const of = (list: readonly PlannedTrial[]) => list.filter(({ config }) => trialPhase(config) === name);
    const known = of(trials);
    return {
      name: name as TrialPhase,
      trials: known.length + of(later).length,
      known: known.length,
      done: countDone(known, done),
      seeds: own,
    };
  });
}

function planText(config: StudyConfig, facts: PlanFacts): string {
  const { trials, later, done, workers, secondsLeft } = facts;
  const byLabel = new Map<string, PlannedTrial[]>();
  for (const trial of trials) {
    const { label } = trial.config.optimizer;
    const own = byLabel.get(label);
    if (own === undefined) byLabel.set(label, [trial]);
    else own.push(trial);
  }
  const rows = [...byLabel].map(([label, own]) => {
    return [label, ratesText(own), String(own.length), String(countDone(own, done))];
  });
  const table = plainTable(
    [
      { title: "optimizer" },
      { title: "learning rates" },
      { title: "trials", align: "right" },
      { title: "done", align: "right" },
    ],
    rows,
  );
  const finished = countDone(trials, done);
  const total = trials.length + later.length;
  const left =
    finished === total
      ? "nothing is left to run"
      : `${finished === 0 ? "" : "the rest takes "}${formatRoughDuration(secondsLeft)} on ${workers} ${workers === 1 ? "worker" : "workers"}`;
  const doneText = finished === 0 ? "" : `, ${formatCount(finished)} done`;
  const phases = config.tuning === undefined ? "" : `${phasesText(config, facts)}\n`;
  const least = isOpen(config, facts) ? "at least " : "";
  const whole = `${least}${formatCount(total)} trials${doneText}: ${left}, if none stops early`;
  const seeds = config.tuning === undefined ? `, ${seedsText(config.seeds)}` : "";
  const begun = facts.note === null ? "" : `${facts.note}\n`;
  return `${studyLine(config)}${seeds}\n\n${table}\n${phases}${whole}\n${begun}`;
}

/** `tuning: 64 trials on 1 seed, by random; evaluation: 40 trials, each winner on 10 fresh seeds` */
function phasesText(config: StudyConfig, facts: PlanFacts): string {
  const counts = new Map(phasesOf(config, facts).map(({ name, trials }) => [name, formatCount(trials)]));
  const { seeds, minutes } = config.tuning!;
  const budget =
    minutes === undefined
      ? `${counts.get("tuning")} trials`
      : `as many trials as ${minutes} ${minutes === 1 ? "minute" : "minutes"} of training allow each optimizer here,`;
  return `tuning: ${budget} on ${seedsText(seeds)}, by ${facts.sampler}; evaluation: ${counts.get("evaluation")} trials, each winner on ${seedsText(config.seeds, "fresh ")}`;
}

function seedsText({ length }: readonly number[], kind = ""): string {
  return `${length} ${kind}${length === 1 ? "seed" : "seeds"}`;
}

function ratesText(trials: readonly PlannedTrial[]): string {
  const rates = [...new Set(trials.map((trial) => trial.config.lr))].sort((a, b) => a - b);
  if (rates.length <= 5) return rates.map(formatRate).join(", ");
  return `${rates.length} from ${formatRate(rates[0]!)} to ${formatRate(rates.at(-1)!)}`;
}

function countDone(trials: readonly PlannedTrial[], done: ReadonlySet<string>): number {
  return trials.filter(({ key }) => done.has(key)).length;
}
