/**
 * Trials of a store one after another, with their epochs packed; of a large study a second reader may read some of these.
 */
import { configReader } from "../config-reader.ts";
import { Unpacker } from "../packed-epochs.ts";
import type { TrialRecord } from "../records.ts";
import { trialOf } from "../rows.ts";
import { requireStored } from "../stored.ts";
import { cursorOf } from "./changes.ts";
import { Claims, type EpochOrder, type EpochPart, epochsOfPart, keyParts, readEpochPart } from "./epoch-parts.ts";
import { trialParts } from "./reading.ts";
import type { StudyAccess } from "./study-access.ts";
import type { StudyTables } from "./tables.ts";

/** Reads parts of a study's epochs beside the one who asks, of the same moment. What it does not give, for whatever reason, the other reads. */
export interface SecondReader {
  /** Begins to claim parts; it does so once. */
  begin(order: EpochOrder): void;
  /** A part that it has given; undefined: not yet. Each is given once. */
  given(index: number): EpochPart | undefined;
  /** Waits for a part that it has claimed; null: it ended without. */
  awaited(index: number): Promise<EpochPart | null>;
  close(): Promise<void>;
}

/** Calls `use` with a study's trials in its order, or with every trial by key; inside one transaction. Errors: `DamagedValue`. */
export async function eachTrial(
  access: StudyAccess,
  { study, second }: { readonly study: string | null; readonly second: SecondReader | null },
  use: (trial: TrialRecord) => void,
): Promise<void> {
  const epochsOf = study === null || second === null ? alone(access) : await shared(access, { study, second });
  const reading = { readConfig: configReader(), unpacking: new Unpacker() };
  let index = 0;
  for await (const { rows } of trialParts(access, study)) {
    const keys = rows.map(({ key }) => key);
    const epochs = epochsOfPart(await epochsOf(index++, keys));
    for (const [i, row] of rows.entries()) use(trialIn(row, { ...reading, epochs: epochs[i]! }));
  }
}

/** The record of one trial. Errors: `DamagedValue`. */
export async function oneTrial(access: StudyAccess, row: StudyTables["trial"]): Promise<TrialRecord> {
  const [epochs] = epochsOfPart(await readEpochPart(access, [row.key]));
  return { ...trialIn(row, { readConfig: configReader(), unpacking: new Unpacker(), epochs: epochs! }) };
}

function trialIn(
  row: StudyTables["trial"],
  {
    readConfig,
    ...of
  }: Omit<Parameters<typeof trialOf>[1], "config"> & { readonly readConfig: ReturnType<typeof configReader> },
): TrialRecord {
  return trialOf(row, { config: readConfig(row), ...of });
}

/** The epochs of a part. */
type EpochSource = (index: number, keys: readonly string[]) => Promise<EpochPart>;

function alone(access: StudyAccess): EpochSource {
  return (_, keys) => readEpochPart(access, keys);
}

/** Reads the next part that nobody has claimed until the one that is wanted is there; for the last ones it waits. */
async function shared(
  access: StudyAccess,
  { study, second }: { readonly study: string; readonly second: SecondReader },
): Promise<EpochSource> {
  const cursor = await cursorOf(access);
  if (cursor.store === null) return alone(access); // nothing tells whether two readers see the same
  const parts = await keyParts(access, study);
  const claims = new Claims();
  const own = new Map<number, EpochPart>();
  second.begin({ study, cursor, claims: claims.buffer });
  const part = async (index: number): Promise<EpochPart> => {
    for (;;) {
      const there = own.get(index) ?? second.given(index);
      if (there !== undefined) return there;
      const next = claims.next();
      if (next >= parts.length) return (await second.awaited(index)) ?? readEpochPart(access, parts[index]!);
      own.set(next, await readEpochPart(access, parts[next]!));
      await new Promise(setImmediate); // what the other gives arrives meanwhile
    }
  };
  return async (index, keys) => {
    const wanted = parts[index] ?? [];
    requireStored(wanted.length === keys.length && wanted.every((key, i) => key === keys[i]), `the trials of ${study}`);
    const there = await part(index);
    own.delete(index);
    return there;
  };
}
