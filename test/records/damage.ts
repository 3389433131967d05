/**
 * Stores that were damaged: what a disk, a copy that was cut, a program or a hand may do to a file, and what then comes of
 * reading it and of running on it.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { LabError } from "../../src/core/errors.ts";
import { createRng, type Rng } from "../../src/core/rng.ts";
import { openDatabase } from "../../src/records/sqlite/engine.ts";

/** A kind of store: a whole file, everything that is read of one, and what running does to one. */
export interface DamageableStore {
  /** A closed file without a log. */
  readonly path: string;
  /** Everything it holds, as text. */
  read(path: string): Promise<string>;
  /** Builds its reports. */
  show(path: string): Promise<void>;
  /** Plans again what is planned and goes on with it. */
  run(path: string): Promise<void>;
}

/** One way to damage a file. */
export interface Damage {
  readonly name: string;
  /** Whether what it leaves may pass for another store, as where a whole value was replaced by another. */
  readonly plausible: boolean;
  apply(path: string): void | Promise<void>;
}

/** `ok`: the very records, or plausible others that can be shown; a code: refused in one sentence; else what is wrong. */
type Outcome = { readonly said: string } | { readonly wrong: string };

/** Damages of bytes: flipped bits, overwritten runs, lost ends. */
export function byteDamages(path: string, count: number, seed: number): readonly Damage[] {
  const length = readFileSync(path).length;
  const rng = createRng(seed, "damage");
  return Array.from({ length: count }, () => byteDamage(length, rng));
}

function byteDamage(length: number, rng: Rng): Damage {
  const at = rng.below(4) === 0 ? rng.below(200) : rng.below(length);
  const kind = rng.below(4);
  const size = 1 + rng.below(600);
  if (kind === 0) return edit(`cut to ${at}`, (bytes) => bytes.subarray(0, at));
  if (kind === 1) return edit(`cut by ${size}`, (bytes) => bytes.subarray(0, length - size));
  const fill = rng.below(3) === 0 ? 0 : rng.below(256);
  if (kind === 2)
    return edit(`${size} bytes of ${fill} at ${at}`, (bytes) => bytes.fill(fill, at, Math.min(at + size, length)));
  const bit = rng.below(8);
  return edit(`bit ${bit} of ${at}`, (bytes) => {
    bytes[at]! ^= 1 << bit;
    return bytes;
  });
}

function edit(name: string, change: (bytes: Buffer) => Uint8Array): Damage {
  return { name, plausible: false, apply: (path) => writeFileSync(path, change(readFileSync(path))) };
}

/** Damages of values: every column of every table cut, changed in type or kind, every table emptied, thinned or gone. */
export async function valueDamages(path: string): Promise<readonly Damage[]> {
  const database = await openDatabase(path, { readOnly: true });
  const columns = database
    .prepare("SELECT m.name AS 'table', c.name AS 'column' FROM sqlite_master m, pragma_table_info(m.name) c")
    .all() as { table: string; column: string }[];
  database.close();
  const tables = [...new Set(columns.map(({ table }) => table))].filter((name) => !name.startsWith("sqlite_"));
  const ofColumns = columns
    .filter(({ table }) => tables.includes(table))
    .flatMap(({ table, column }) =>
      [`substr(${column}, 1, 50)`, `substr(${column}, 2)`, "'[1]'", "'{}'", "x'00ff'", "-7", "1e300", "NULL"].map(
        (value) => `UPDATE ${table} SET ${column} = ${value}`,
      ),
    );
  const ofTables = tables.flatMap((table) => [
    `DELETE FROM ${table}`,
    `DELETE FROM ${table} WHERE rowid % 2`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} RENAME TO other`,
  ]);
  return [...ofColumns, ...ofTables].map((sql) => ({ name: sql, plausible: true, apply: (at) => execute(at, sql) }));
}

/** What the constraints of the tables refuse is not done: no file is so. */
async function execute(path: string, sql: string): Promise<void> {
  const database = await openDatabase(path);
  try {
    database.exec("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE");
    database.exec(sql);
  } catch {
  } finally {
    database.close();
  }
}

/** What is wrong with the outcomes of these damages: each must give the very records or one sentence. */
export async function faultsOf(store: DamageableStore, damages: readonly Damage[]): Promise<readonly string[]> {
  const whole = await store.read(store.path);
  const faults: string[] = [];
  for (const damage of damages)
    for (const outcome of await outcomesOf(store, damage, whole))
      if ("wrong" in outcome) faults.push(`${damage.name}: ${outcome.wrong}`);
  return faults;
}

/** What comes of a damaged copy of the store, read and then run on. `whole` is what the whole store holds. */
async function outcomesOf(store: DamageableStore, damage: Damage, whole: string): Promise<readonly Outcome[]> {
  const copy = `${store.path}.damaged`;
  for (const file of [copy, `${copy}-wal`, `${copy}-shm`, `${copy}.lock`]) rmSync(file, { force: true });
  copyFileSync(store.path, copy);
  await damage.apply(copy);
  return [
    await outcomeOf(async () => {
      if ((await store.read(copy)) === whole) return null;
      if (!damage.plausible) return "other records than were written";
      await store.show(copy);
      return null;
    }),
    await outcomeOf(async () => {
      await store.run(copy);
      return null;
    }),
  ];
}

async function outcomeOf(work: () => Promise<string | null>): Promise<Outcome> {
  try {
    const wrong = await work();
    return wrong === null ? { said: "ok" } : { wrong };
  } catch (error) {
    if (error instanceof LabError) return { said: error.code };
    return { wrong: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
