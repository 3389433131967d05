/**
 * Reading what a store holds without trusting it: a file may have lost or changed bytes since it was written.
 */
import { sha256Hex } from "../core/hash.ts";
import { damaged } from "./sqlite-faults.ts";

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
  for (const column of Object.keys(kinds) as (keyof Row & string)[])
    if (!isOfKind(row[column] ?? null, kinds[column]!)) throw new DamagedValue(`${column} of ${what}`);
  return row;
}

function isOfKind(value: unknown, kind: ColumnKind): boolean {
  if (typeof kind !== "string") return typeof value === "string" && kind.includes(value);
  if (kind.endsWith("?") && value === null) return true;
  switch (kind) {
    case "text":
    case "text?":
      return typeof value === "string";
    case "count":
    case "count?":
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case "number":
    case "number?":
      return typeof value === "number";
    case "bytes":
      return value instanceof Uint8Array;
  }
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
  const plain = values.map((value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : (value ?? null),
  );
  return sha256Hex(JSON.stringify(plain)).slice(0, 16);
}

/** Compares a row with its checksum; rows of older versions have none. Errors: `DamagedValue`. */
export function checkSum(sum: string | null | undefined, values: readonly unknown[], what: string): void {
  if (sum !== null && sum !== undefined) requireStored(sum === rowSum(values), what);
}
