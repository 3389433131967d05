/**
 * The queries of a store of studies, written once for every database.
 */
import type { Kysely } from "kysely";
import { sql } from "./kysely.ts";
import { progressQueries } from "./progress-queries.ts";
import type { StudyTables } from "./tables.ts";
import { template, these } from "./template.ts";

type TrialRow = StudyTables["trial"];

/** Columns of a trial that a result sets. */
export const resultNames = [
  "state",
  "failure",
  "stopped",
  "best_epoch",
  "diverged_at_step",
  "test_loss",
  "test_accuracy",
  "test_top5",
  "measured_on",
  "result_sum",
] as const satisfies readonly (keyof TrialRow)[];

const epochNames = [
  "trial_key",
  "epoch",
  "train_loss",
  "train_accuracy",
  "validation_loss",
  "validation_accuracy",
  "lr",
  "train_seconds",
  "evaluate_seconds",
  "images_per_second",
  "extra",
  "sum",
] as const satisfies readonly (keyof StudyTables["epoch"])[];

/** Trials that are read at a time: with their configs, those of a large study fill much memory. */
export const trialsOfAPart = 1000;

/** Queries by name. */
export type StudyQueries = ReturnType<typeof studyQueries>;

type OfStudy = { readonly study: string };
type OfTrial = { readonly key: string };

/** The queries, for a database's builder. The types of their rows follow from how they are built. */
export function studyQueries(from: Kysely<StudyTables>) {
  return {
    ...ofStudies(from),
    ...ofTrials(from),
    ...ofEpochs(from),
    ...ofChanges(from),
    ...progressQueries(from, "progress"),
  };
}

function ofStudies(from: Kysely<StudyTables>) {
  const members = from.selectFrom("study_trial").orderBy("position");
  /** A member without its trial is a row of nulls: damage. */
  const trials = members.leftJoin("trial", "trial.key", "study_trial.trial_key");
  return {
    putStudy: template((row: StudyTables["study"]) =>
      from
        .insertInto("study")
        .values({ name: row.name, config: row.config, command: row.command, sum: row.sum })
        .onConflict((name) =>
          name.column("name").doUpdateSet(({ ref }) => ({
            config: ref("excluded.config"),
            command: ref("excluded.command"),
            sum: ref("excluded.sum"),
          })),
        ),
    ),
    studies: template(() => from.selectFrom("study").selectAll().orderBy("name")),
    study: template(({ study }: OfStudy) => from.selectFrom("study").selectAll().where("name", "=", study)),
    memberKeys: template(({ study }: OfStudy) => members.select("trial_key").where("study", "=", study)),
    members: template(({ study }: OfStudy) => members.select(["trial_key", "label"]).where("study", "=", study)),
    clearMembers: template(({ study }: OfStudy) => from.deleteFrom("study_trial").where("study", "=", study)),
    putMembers: (rows: readonly StudyTables["study_trial"][]) => from.insertInto("study_trial").values(rows),
    statesOf: template(({ study }: OfStudy) => trials.select(["trial.key", "trial.state"]).where("study", "=", study)),
    stateCounts: template(() =>
      from
        .selectFrom("study_trial")
        .leftJoin("trial", "trial.key", "study_trial.trial_key")
        .groupBy(["study_trial.study", "trial.state"])
        .select(({ fn }) => ["study_trial.study", "trial.state", fn.countAll<number>().as("trials")]),
    ),
    /** The next ones behind a place. */
    trialsOf: template(({ study, after }: OfStudy & { readonly after: number }) =>
      trials
        .selectAll("trial")
        .select(["study_trial.label", "study_trial.position"])
        .where("study", "=", study)
        .where("position", ">", after)
        .limit(trialsOfAPart),
    ),
    /** The same of a file without labels of studies, which is only read. */
    unlabelledTrialsOf: template(({ study, after }: OfStudy & { readonly after: number }) =>
      trials
        .selectAll("trial")
        .select("study_trial.position")
        .where("study", "=", study)
        .where("position", ">", after)
        .limit(trialsOfAPart),
    ),
  };
}

function ofTrials(from: Kysely<StudyTables>) {
  const all = from.selectFrom("trial");
  const one = ({ key }: OfTrial) => from.updateTable("trial").where("key", "=", key);
  return {
    /** The next ones behind a key. */
    trials: template(({ after }: { readonly after: string }) =>
      all.selectAll().where("key", ">", after).orderBy("key").limit(trialsOfAPart),
    ),
    states: template(() => all.select(["key", "state"]).orderBy("key")),
    trial: template(({ key }: OfTrial) => all.selectAll().where("key", "=", key)),
    trialKeys: template(() => all.select("key")),
    putTrials: (rows: readonly TrialRow[]) => from.insertInto("trial").values(rows),
    setState: template((row: Pick<TrialRow, "key" | "state">) => one(row).set({ state: row.state })),
    setStateAndFailure: template((row: Pick<TrialRow, "key" | "state" | "failure">) =>
      one(row).set({ state: row.state, failure: row.failure }),
    ),
    setEpochsDone: template((row: Pick<TrialRow, "key" | "epochs_done">) =>
      one(row).set({ epochs_done: row.epochs_done }),
    ),
    setResult: template((row: Pick<TrialRow, "key" | (typeof resultNames)[number]>) =>
      one(row).set(these(resultNames, row)),
    ),
  };
}

function ofEpochs(from: Kysely<StudyTables>) {
  const bests = from
    .selectFrom("trial")
    .innerJoin("epoch", (join) =>
      join.onRef("epoch.trial_key", "=", "trial.key").onRef("epoch.epoch", "=", "trial.best_epoch"),
    )
    .selectAll("epoch");
  return {
    /** Of the members from one place to another. */
    bestEpochsOf: template(({ study, first, last }: OfStudy & { readonly first: number; readonly last: number }) =>
      bests
        .innerJoin("study_trial", "study_trial.trial_key", "trial.key")
        .where("study", "=", study)
        .where("position", ">=", first)
        .where("position", "<=", last),
    ),
    /** Of the trials from one key to another. */
    bestEpochs: template(({ first, last }: { readonly first: string; readonly last: string }) =>
      bests.where("trial.key", ">=", first).where("trial.key", "<=", last),
    ),
    epochsOfTrial: template(({ key }: OfTrial) =>
      from.selectFrom("epoch").selectAll().where("trial_key", "=", key).orderBy("epoch"),
    ),
    /** Of several trials, by trial. */
    epochsOfTrials: (keys: readonly string[]) =>
      from.selectFrom("epoch").selectAll().where("trial_key", "in", keys).orderBy("trial_key").orderBy("epoch"),
    epoch: template(({ trial_key, epoch }: Pick<StudyTables["epoch"], "trial_key" | "epoch">) =>
      from.selectFrom("epoch").selectAll().where("trial_key", "=", trial_key).where("epoch", "=", epoch),
    ),
    putEpoch: template((row: StudyTables["epoch"]) => from.insertInto("epoch").values(these(epochNames, row))),
    imageCosts: template(({ model, device }: Pick<TrialRow, "model" | "device">) =>
      from
        .selectFrom("epoch")
        .innerJoin("trial", "trial.key", "epoch.trial_key")
        .where("trial.model", "=", model)
        .where("trial.device", "=", device)
        .groupBy("trial.optimizer")
        .orderBy("trial.optimizer")
        .select(({ fn }) => [
          "trial.optimizer",
          sql<number>`sum(epoch.train_seconds + epoch.evaluate_seconds)`.as("seconds"),
          sql<number>`sum(epoch.train_seconds * epoch.images_per_second)`.as("images"),
          fn.countAll<number>().as("epochs"),
        ]),
    ),
  };
}

function ofChanges(from: Kysely<StudyTables>) {
  return {
    storeId: template(() => from.selectFrom("change").select("key").where("kind", "=", "store")),
    lastRevision: template(() => from.selectFrom("change").select(({ fn }) => fn.max("revision").as("revision"))),
    changedStudy: template(({ study, since }: OfStudy & { readonly since: number }) =>
      from
        .selectFrom("change")
        .select("revision")
        .where("kind", "=", "study")
        .where("key", "=", study)
        .where("revision", ">", since),
    ),
    /**
     * In the order of the study. The cross join keeps SQLite from beginning at the members, and the kind, written so that no index is of
     * it, from beginning at all trials there are.
     */
    changedTrials: template(({ study, since }: OfStudy & { readonly since: number }) =>
      from
        .selectFrom("change")
        .crossJoin("study_trial")
        .innerJoin("trial", "trial.key", "change.key")
        .selectAll("trial")
        .select("study_trial.label")
        .whereRef("study_trial.trial_key", "=", "change.key")
        .where("study_trial.study", "=", study)
        .where("change.revision", ">", since)
        .where(sql`change.kind || ''`, "=", "trial")
        .orderBy("position"),
    ),
  };
}
