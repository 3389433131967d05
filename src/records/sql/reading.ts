/**
 * What a store of studies reads: rows as studies, heads and trials, without trust. Each function is called inside one transaction.
 */
import type { Compilable } from "kysely";
import { configReader } from "../config-reader.ts";
import { epochReader, recordOfValues } from "../epoch-rows.ts";
import type { StudyRecord } from "../records.ts";
import { checkedTrial, headOf } from "../rows.ts";
import type { TrialHead } from "../storage.ts";
import { checkSum, requireStored, storedObject } from "../stored.ts";
import { memberKeys } from "./members.ts";
import { hasColumn } from "./older-files.ts";
import type { StudyAccess } from "./study-access.ts";
import { trialsOfAPart } from "./study-queries.ts";
import type { StudyTables } from "./tables.ts";

type TrialRow = StudyTables["trial"];

/** The study in a row. Errors: `DamagedValue`. */
export async function studyOf(
  access: StudyAccess,
  { name, config, command, sum }: StudyTables["study"],
): Promise<StudyRecord> {
  requireStored(typeof name === "string" && typeof command === "string", "a study's name or command");
  checkSum(sum, [name, config, command], `the study ${name}`);
  const trialKeys = await memberKeys(access, name);
  return { schemaVersion: 1, name, config: storedObject(config, `the config of ${name}`), command, trialKeys };
}

/** Rows of trials that are read together, and how their best epochs are asked for. */
interface TrialPart {
  readonly rows: readonly TrialRow[];
  readonly bests: Compilable<unknown>;
}

/** A study's trials in its order, or every trial by key, part by part. Errors: `DamagedValue`. */
export async function* trialParts(access: StudyAccess, study: string | null): AsyncGenerator<TrialPart, void> {
  const next = study === null ? partsByKey(access) : await partsOfStudy(access, study);
  for (let part = await next(); part.rows.length > 0; part = await next()) {
    yield part;
    if (part.rows.length < trialsOfAPart) return;
  }
}

function partsByKey({ session, queries }: StudyAccess): () => Promise<TrialPart> {
  let after = "";
  return async () => {
    const rows = (await session.rows(queries.trials({ after }))).map(checkedTrial);
    const [first, last] = [rows[0]?.key ?? "", rows.at(-1)?.key ?? ""];
    after = last;
    return { rows, bests: queries.bestEpochs({ first, last }) };
  };
}

async function partsOfStudy(access: StudyAccess, study: string): Promise<() => Promise<TrialPart>> {
  const { session, queries } = access;
  const labelled = await hasColumn(access, "study_trial", "label");
  let after = -1;
  return async () => {
    const query = labelled ? queries.trialsOf({ study, after }) : queries.unlabelledTrialsOf({ study, after });
    const rows = allThere<TrialRow & { readonly position: number }>(await session.rows(query), study);
    for (const { position } of rows) {
      requireStored(Number.isSafeInteger(position) && position > after, `the order of the trials of ${study}`);
      after = position;
    }
    const first = rows[0]?.position ?? 0;
    return { rows: rows.map(checkedTrial), bests: queries.bestEpochsOf({ study, first, last: after }) };
  };
}

/** Heads of the same trials. Errors: `DamagedValue`. */
export async function trialHeads(access: StudyAccess, study: string | null): Promise<readonly TrialHead[]> {
  const readConfig = configReader();
  const heads: TrialHead[] = [];
  for await (const part of trialParts(access, study)) {
    const { names, rows } = await access.session.lists(part.bests);
    const epochOf = epochReader(names);
    const bestOf = new Map(rows.map(epochOf).map((values) => [values[0], recordOfValues(values)]));
    for (const row of part.rows)
      heads.push(headOf(row, { config: readConfig(row), best: bestOf.get(row.key) ?? null }));
  }
  return heads;
}

/** Rows of a study's members; one without its trial is damage. */
export function allThere<Row extends { readonly key: string }>(
  rows: readonly OrNulls<Row>[],
  study: string,
): readonly Row[] {
  requireStored(
    rows.every(({ key }) => key !== null),
    `the trials of ${study}`,
  );
  return rows as readonly Row[];
}

/** What a join gives that finds nothing. */
type OrNulls<Row> = { readonly [column in keyof Row]: Row[column] | null };
