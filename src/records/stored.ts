/**
 * Reading what a store holds without trusting it: a file may have lost or changed bytes since it was written.
 */
import { sha256Hex } from "../core/hash.ts";
import { damaged } from "./sqlite/faults.ts";

/** A value that cannot be what was written; becomes `storage-damaged` where the file is known. */
export class DamagedValue extends Error {}

/** Does work that reads stored values. Errors: those of the work; `storage-damaged`. */
export async function decoding<T>(location: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DamagedValue ? damaged(location, error.message) : error;
  }
}

/** What a column may hold. `?`: or null. A list: one of these texts. */
export type ColumnKind = "text" | "text?" | "count" | "count?" | "number" | "number?" | "bytes" | readonly string[];

/** Kinds of the columns of a row. */
export type ColumnKinds<Row> = { readonly [column in keyof Row]?: ColumnKind };

/** The row, if its columns hold what they must. Errors: `DamagedValue`. */
export function checkedRow<Row extends object>(row: Row, kinds: ColumnKinds<Row>, what: string): Row {
  for (const [column, kind] of entriesOf(kinds))
    if (!isOfKind((row as Readonly<Record<string, unknown>>)[column] ?? null, kind))
      throw new DamagedValue(`${column} of ${what}`);
  return row;
}

const entries = new WeakMap<object, readonly (readonly [string, ColumnKind])[]>();

/** Columns and kinds as pairs, once for each table. */
function entriesOf<Row>(kinds: ColumnKinds<Row>): readonly (readonly [string, ColumnKind])[] {
  const pairs = entries.get(kinds) ?? (Object.entries(kinds) as [string, ColumnKind][]);
  entries.set(kinds, pairs);
  return pairs;
}

/** Whether a column of this kind may hold the value. */
export function isOfKind(value: unknown, kind: ColumnKind): boolean {
  if (typeof kind !== "string") return typeof value === "string" && kind.includes(value);
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "text?":
      return value === null || typeof value === "string";
    case "count":
      return isCount(value);
    case "count?":
      return value === null || isCount(value);
    case "number":
      return typeof value === "number";
    case "number?":
      return value === null || typeof value === "number";
    case "bytes":
      return value instanceof Uint8Array;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Parses JSON of ours. Errors: `DamagedValue`. */
export function storedJson(text: unknown, what: string): unknown {
  try {
    return JSON.parse(text as string) as unknown;
  } catch {
    throw new DamagedValue(what);
  }
}

/** Parses a JSON object of ours. Errors: `DamagedValue`. */
export function storedObject(text: unknown, what: string): Record<string, unknown> {
  const value = storedJson(text, what);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new DamagedValue(what);
  return value as Record<string, unknown>;
}

/** Throws `DamagedValue` where something that always holds does not. */
export function requireStored(holds: boolean, what: string): void {
  if (!holds) throw new DamagedValue(what);
}

/**
 * The checksum that a row carries: the first 16 hexadecimal digits of SHA-256 of its values as JSON, bytes in hexadecimal.
 * A flipped bit inside a number or a text leaves the file whole for the engine; this tells.
 */
export function rowSum(values: readonly unknown[]): string {
  const plain = values.some((value) => value instanceof Uint8Array) ? values.map(withoutBytes) : values;
  return plainRowSum(plain);
}

/** The same of values that are no bytes. */
export function plainRowSum(values: readonly unknown[]): string {
  return sha256Hex(JSON.stringify(values)).slice(0, 16); // which spells a missing value "null"
}

function withoutBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}

/** Compares a row with its checksum; rows of older versions have none. Errors: `DamagedValue`. */
export function checkSum(sum: string | null | undefined, values: readonly unknown[], what: string): void {
  if (sum !== null && sum !== undefined) requireStored(sum === rowSum(values), what);
}
