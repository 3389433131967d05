/**
 * Epochs of a study, part by part: each is read into a table of its own, by whichever thread takes it first.
 */
import { epochReader } from "../epoch-rows.ts";
import { EpochTable, type SealedTable } from "../epoch-table.ts";
import type { ChangeCursor } from "../storage.ts";
import type { PackedEpochs } from "../trial-epochs.ts";
import { cursorOf } from "./changes.ts";
import { inParts } from "./in-parts.ts";
import { memberKeys } from "./members.ts";
import type { RowLists } from "./session.ts";
import type { StudyAccess } from "./study-access.ts";
import { trialsOfAPart } from "./study-queries.ts";

/** Trials whose epochs are read by one query: all at once would take twice the memory, and one at a time many ways to a server. */
const trialsAtOnce = { sqlite: 1, postgres: 50 } as const;

/** The epochs of some trials: those of all, one after another, and how many each has. */
export interface EpochPart {
  readonly table: SealedTable;
  readonly lengths: readonly number[];
}

/** Reads the epochs of trials. Errors: `DamagedValue`. */
export async function readEpochPart(access: StudyAccess, keys: readonly string[]): Promise<EpochPart> {
  const table = new EpochTable();
  const lengths: number[] = [];
  for (const some of inParts(keys, trialsAtOnce[access.dialect])) {
    const { names, rows } = await epochRows(access, some);
    const epochOf = epochReader(names);
    const rowsOf = some.length === 1 ? () => rows : byKey(rows, names.indexOf("trial_key"));
    for (const key of some) lengths.push(table.add(key, rowsOf(key).map(epochOf)));
  }
  return { table: table.seal(), lengths };
}

function epochRows({ session, queries }: StudyAccess, keys: readonly string[]): Promise<RowLists> {
  const [key] = keys;
  return session.lists(keys.length === 1 ? queries.epochsOfTrial({ key: key! }) : queries.epochsOfTrials(keys));
}

/** Rows by the key that stands at a place of each. */
function byKey(rows: RowLists["rows"], place: number): (key: string) => RowLists["rows"] {
  const parts = new Map<unknown, (readonly unknown[])[]>();
  for (const row of rows) {
    const part = parts.get(row[place]);
    if (part === undefined) parts.set(row[place], [row]);
    else part.push(row);
  }
  return (key) => parts.get(key) ?? [];
}

/** The epochs of each trial of a part, in its order. */
export function epochsOfPart({ table, lengths }: EpochPart): readonly PackedEpochs[] {
  const whole = new EpochTable(table);
  let from = 0;
  return lengths.map((length) => {
    const epochs = whole.epochs(from, length);
    from += length;
    return epochs;
  });
}

/** Keys of a study's trials in the parts in which `trialParts` gives them. */
export async function keyParts(access: StudyAccess, study: string): Promise<readonly (readonly string[])[]> {
  return inParts(await memberKeys(access, study), trialsOfAPart);
}

/** What a second reader is asked for: the parts of a study that it claims first, as they were where a store stood. */
export interface EpochOrder {
  readonly study: string;
  readonly cursor: ChangeCursor;
  /** Of `Claims`. */
  readonly claims: SharedArrayBuffer;
}

/** Who reads which part: each thread takes the next one that none has. */
export class Claims {
  readonly buffer: SharedArrayBuffer;
  readonly #next: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer;
    this.#next = new Int32Array(buffer);
  }

  next(): number {
    return Atomics.add(this.#next, 0, 1);
  }
}

/** Reads parts that it claims, and gives each; none where the store has moved on. Errors: `DamagedValue`. */
export async function readClaimed(
  access: StudyAccess,
  { study, cursor, claims: buffer }: EpochOrder,
  give: (index: number, part: EpochPart) => void,
): Promise<void> {
  const here = await cursorOf(access);
  if (here.store !== cursor.store || here.revision !== cursor.revision) return;
  const parts = await keyParts(access, study);
  const claims = new Claims(buffer);
  for (let index = claims.next(); index < parts.length; index = claims.next())
    give(index, await readEpochPart(access, parts[index]!));
}
