/**
 * Identity of plain data: one canonical text per value, and SHA-256 over text or bytes.
 */
import { createHash } from "node:crypto";
import { LabError } from "./errors.ts";

/**
 * JSON with one spelling per value: object keys sorted by code unit, no white space, numbers as JavaScript prints them.
 *   canonicalJson(a) === canonicalJson(b)   exactly when a and b hold the same data
 * value: null, booleans, finite numbers, strings, arrays and plain objects of those; `undefined` members are left out;
 * -0 is written as 0. Errors: `not-canonical` for anything else (NaN, infinities, functions, bigints, class instances).
 */
export function canonicalJson(value: unknown): string {
  return print(value, "$");
}

/** SHA-256 of UTF-8 text or of bytes (several chunks count as one after another), 64 hex digits. */
export function sha256Hex(...chunks: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

function print(value: unknown, path: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item, index) => print(item, `${path}[${index}]`)).join(",")}]`;
  if (isPlainObject(value)) return printObject(value, path);
  throw new LabError(
    "not-canonical",
    `Canonical JSON holds null, booleans, finite numbers, strings, lists and plain objects, but ${path} is ${describe(value)}.`,
    { path },
  );
}

function printObject(value: Readonly<Record<string, unknown>>, path: string): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${print(value[key], `${path}.${key}`)}`);
  return `{${members.join(",")}}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  return typeof value === "object" && value !== null
    ? `an instance of ${value.constructor?.name ?? "a class"}`
    : `a ${typeof value}`;
}
