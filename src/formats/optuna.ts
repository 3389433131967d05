/**
 * Optuna: a store in SQLite that `optuna.load_study` and `optuna-dashboard` open.
 *
 * A study that tuned is two of Optuna's, `NAME/tuning` and `NAME/evaluation`, for only the first chose by its values. A trial's value is the monitored figure of the
 * epoch that was chosen, its intermediate values are those of all epochs; a diverged trial is complete with the worst value there is, so that it ranks last. Test
 * figures, key and the rest are attributes. Trials that have not begun are left out: Optuna would take them for orders. Times count from 1970, for files hold no date.
 */
import {
  type EpochRecord,
  type MonitorMetric,
  type TrialPhase,
  type TrialRecord,
  trialPhase,
} from "../records/records.ts";
import { openDatabase, type StatementsOf, statementsOf } from "../records/sqlite/engine.ts";
import type { TrialHead } from "../records/storage.ts";
import type { RunFormat, RunReading } from "./format.ts";
import { type OptunaParam, optunaParams } from "./optuna-params.ts";
import { optunaInserts, optunaTables } from "./optuna-schema.ts";
import { secondsOf } from "./tables.ts";
import { hasBegun, settingOfTrial } from "./trial-setting.ts";

/** The format. */
export const optuna: RunFormat = {
  name: "optuna",
  about: "Optuna: a store in SQLite with intermediate values, for its samplers and dashboard",
  output: "optuna.sqlite",
  form: "file",
  skipsUnbegun: true,
  opens: (_, word) => `optuna-dashboard sqlite:///${word}`,
  write: async (run, place) => {
    const database = await openDatabase(place);
    try {
      database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF");
      database.exec("BEGIN");
      database.exec(optunaTables);
      await fill(statementsOf(database, optunaInserts), run);
      database.exec("COMMIT");
    } finally {
      database.close();
    }
  },
};

type Inserts = StatementsOf<typeof optunaInserts>;

/** A study of Optuna, and where its next trial stands. */
interface OptunaStudy {
  readonly id: number;
  readonly monitor: MonitorMetric;
  readonly params: ReadonlyMap<string, OptunaParam>;
  next: number;
}

async function fill(inserts: Inserts, run: RunReading): Promise<void> {
  const studies = putStudies(inserts, run);
  let id = 0;
  for await (const trial of run.trials()) {
    if (!hasBegun({ state: trial.state, epochsDone: trial.epochs.length })) continue;
    putTrial(inserts, trial, { id: ++id, study: studies.get(trialPhase(trial.config))! });
  }
}

/** Puts a study for each phase that trials are of. */
function putStudies(inserts: Inserts, { study, heads }: RunReading): ReadonlyMap<TrialPhase, OptunaStudy> {
  const phases = [...new Set(heads.map(({ config }) => trialPhase(config)))];
  const studies = phases.map((phase, index): readonly [TrialPhase, OptunaStudy] => {
    const id = index + 1;
    const own = heads.filter((head) => trialPhase(head.config) === phase);
    const { monitor } = own[0]!.config.training;
    inserts.study.run(id, phases.length === 1 ? study.name : `${study.name}/${phase}`);
    inserts.direction.run(monitor === "validationAccuracy" ? "MAXIMIZE" : "MINIMIZE", id);
    inserts.studyAttribute.run(id, "command", JSON.stringify(study.command));
    inserts.studyAttribute.run(id, "value", JSON.stringify(`${monitor} of the epoch that was chosen`));
    return [phase, { id, monitor, params: optunaParams(own), next: 0 }];
  });
  return new Map(studies);
}

function putTrial(
  inserts: Inserts,
  trial: TrialRecord,
  { id, study }: { readonly id: number; readonly study: OptunaStudy },
): void {
  const { config, state, epochs, timings, result } = trial;
  const completed = result === null ? null : dateOf(secondsOf(timings));
  inserts.trial.run(id, study.next++, study.id, stateOf(state), dateOf(0), completed);
  for (const [name, value] of settingOfTrial(config)) {
    const param = study.params.get(name)!;
    inserts.param.run(id, name, param.stored(value), param.distribution);
  }
  for (const record of epochs) {
    const [value, type] = storedFigure(figureOf(record, study.monitor));
    inserts.step.run(id, record.epoch, value, type);
  }
  if (result !== null) inserts.value.run(id, ...trialValue(trial, study.monitor));
  for (const [name, value] of attributesOf(trial)) inserts.attribute.run(id, name, JSON.stringify(value));
}

/** A failed trial may be tried again; to Optuna it failed. */
function stateOf(state: TrialHead["state"]): string {
  if (state === "failed") return "FAIL";
  return state === "finished" || state === "diverged" ? "COMPLETE" : "RUNNING";
}

function figureOf(record: EpochRecord, monitor: MonitorMetric): number {
  return record[monitor];
}

function storedFigure(figure: number): readonly [number | null, string] {
  return Number.isFinite(figure) ? [figure, "FINITE"] : [null, "NAN"];
}

/** The value of a trial that ended; the worst for one that diverged, or whose figure is not known. */
function trialValue({ epochs, result }: TrialRecord, monitor: MonitorMetric): readonly [number | null, string] {
  const chosen = epochs.find(({ epoch }) => epoch === result?.bestEpoch);
  const figure = result?.status === "diverged" || chosen === undefined ? Number.NaN : figureOf(chosen, monitor);
  if (Number.isFinite(figure)) return [figure, "FINITE"];
  return [null, monitor === "validationAccuracy" ? "INF_NEG" : "INF_POS"];
}

function attributesOf({ key, config, result, failure }: TrialRecord): readonly (readonly [string, unknown])[] {
  const attributes: readonly (readonly [string, unknown])[] = [
    ["key", key],
    ["model", config.model.name],
    ["data", config.data.name],
    ["best_epoch", result?.bestEpoch],
    ["stopped", result?.stopped],
    ["diverged_at_step", result?.divergedAtStep],
    ["test_accuracy", result?.test?.accuracy],
    ["test_loss", result?.test?.loss],
    ["failure", failure],
  ];
  return attributes.filter(([, value]) => value !== undefined && value !== null && !Number.isNaN(value));
}

/** Seconds after the beginning of 1970, as Optuna writes a date. */
function dateOf(seconds: number): string {
  const [day, time] = new Date(1000 * seconds).toISOString().replace("Z", "").split("T");
  return `${day} ${time}000`;
}
