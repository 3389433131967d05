/**
 * Identity of plain data: one canonical text per value, and SHA-256 over text or bytes.
 */
import { createHash, hash as hashOnce } from "node:crypto";
import { LabError } from "./errors.ts";

/**
 * JSON with one spelling per value: object keys sorted by code unit, no white space, numbers as JavaScript prints them.
 *   canonicalJson(a) === canonicalJson(b)   exactly when a and b hold the same data
 * value: null, booleans, finite numbers, strings, arrays and plain objects of those; `undefined` members are left out;
 * -0 is written as 0. `known` keeps texts of the plain objects in it, for many values that share unchanging parts; it must not
 * outlive a change of them. Errors: `not-canonical` for anything else (NaN, infinities, functions, bigints, class instances).
 */
export function canonicalJson(value: unknown, known?: WeakMap<object, string>): string {
  // What is asked for is one of many and never asked for again: its parts are what is kept.
  const text = isPlainObject(value) ? (known?.get(value) ?? objectText(value, known)) : print(value, known);
  return text ?? refuse(value);
}

/** SHA-256 of UTF-8 text or of bytes (several chunks count as one after another), 64 hex digits. */
export function sha256Hex(...chunks: readonly (string | Uint8Array)[]): string {
  if (chunks.length === 1) return hashOnce("sha256", chunks[0]!, "hex"); // twice as fast on short texts
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** The text, or null where something in the value has none. */
function print(value: unknown, known?: WeakMap<object, string>): string | null {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : null;
  if (Array.isArray(value)) return joined("[", { parts: value.map((item) => print(item, known)), close: "]" });
  return isPlainObject(value) ? printObject(value, known) : null;
}

function printObject(value: Readonly<Record<string, unknown>>, known?: WeakMap<object, string>): string | null {
  const earlier = known?.get(value);
  if (earlier !== undefined) return earlier;
  const text = objectText(value, known);
  if (text !== null) known?.set(value, text);
  return text;
}

function objectText(value: Readonly<Record<string, unknown>>, known?: WeakMap<object, string>): string | null {
  const members = keysOf(value).map((key) => {
    const text = print(value[key], known);
    return text === null ? null : `${JSON.stringify(key)}:${text}`;
  });
  return joined("{", { parts: members, close: "}" });
}

function keysOf(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
}

function joined(
  open: string,
  { parts, close }: { readonly parts: readonly (string | null)[]; readonly close: string },
): string | null {
  return parts.includes(null) ? null : `${open}${parts.join(",")}${close}`;
}

function refuse(value: unknown): never {
  const { path, found } = misfit(value, "$")!;
  throw new LabError(
    "not-canonical",
    `Canonical JSON holds null, booleans, finite numbers, strings, lists and plain objects, but ${path} is ${describe(found)}.`,
    { path },
  );
}

/** The first value that has no canonical text, and where it stands; looked for only once there is one. */
function misfit(value: unknown, path: string): { readonly path: string; readonly found: unknown } | null {
  const members: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [`${path}[${index}]`, item] as const)
    : isPlainObject(value)
      ? keysOf(value).map((key) => [`${path}.${key}`, value[key]] as const)
      : [];
  for (const [at, member] of members) {
    const found = misfit(member, at);
    if (found !== null) return found;
  }
  return print(value) === null ? { path, found: value } : null;
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
