/**
 * What the SQLite store reads: rows as studies, heads and trials, without trust. Each function is called inside one transaction or statement.
 */
import { configReader } from "../config-reader.ts";
import { epochReader } from "../epoch-rows.ts";
import type { StudyRecord, TrialRecord } from "../records.ts";
import { checkedTrial, headOf, trialOf } from "../rows.ts";
import type { Tables } from "../sqlite/schema.ts";
import type { TrialHead } from "../storage.ts";
import { checkSum, requireStored, storedObject } from "../stored.ts";
import { memberKeys } from "./members.ts";
import type { StudyStatements } from "./study-queries.ts";

type TrialRow = Tables["trial"];

/** The study in a row. Errors: `DamagedValue`. */
export function studyOf(statements: StudyStatements, { name, config, command, sum }: Tables["study"]): StudyRecord {
  requireStored(typeof name === "string" && typeof command === "string", "a study's name or command");
  checkSum(sum, [name, config, command], `the study ${name}`);
  const trialKeys = memberKeys(statements, name);
  return { schemaVersion: 1, name, config: storedObject(config, `the config of ${name}`), command, trialKeys };
}

/** The trial in a row, with its epochs. Errors: `DamagedValue`. */
export function trialRecordOf(
  statements: StudyStatements,
  row: TrialRow,
  readConfig: ReturnType<typeof configReader>,
): TrialRecord {
  const { names, rows } = statements.epochsOfTrial.lists(row.key);
  const epochOf = epochReader(names);
  return trialOf(row, { config: readConfig(row), epochs: rows.map(epochOf) });
}

/** Rows of a study's trials in its order, or of every trial by key. Errors: `DamagedValue`. */
export function trialRows(statements: StudyStatements, study: string | null): readonly TrialRow[] {
  if (study === null) return (statements.trials.all() as TrialRow[]).map(checkedTrial);
  const older = statements.labelColumn.get() === undefined;
  const ofStudy = statements[older ? "unlabelledTrialsOf" : "trialsOf"]; // the other may not fit the file
  return allThere(ofStudy.all(study) as TrialRow[], study).map(checkedTrial);
}

/** Heads of the same trials. Errors: `DamagedValue`. */
export function trialHeads(statements: StudyStatements, study: string | null): readonly TrialHead[] {
  const { bestEpochs, bestEpochsOf } = statements;
  const { names, rows } = study === null ? bestEpochs.lists() : bestEpochsOf.lists(study);
  const [trialOfRow, epochOf] = [names.indexOf("trial_key"), epochReader(names)];
  const bestOf = new Map(rows.map((row) => [row[trialOfRow], epochOf(row).record]));
  const readConfig = configReader();
  return trialRows(statements, study).map((row) =>
    headOf(row, { config: readConfig(row), best: bestOf.get(row.key) ?? null }),
  );
}

/** Rows of a study's members; one without its trial is damage. */
export function allThere<Row extends { readonly key: string }>(rows: readonly Row[], study: string): readonly Row[] {
  requireStored(
    rows.every(({ key }) => key !== null),
    `the trials of ${study}`,
  );
  return rows;
}
