/**
 * Identity of plain data: one canonical text per value.
 */
import { LabError } from "./errors.ts";

/**
 * JSON with one spelling per value: object keys sorted by code unit, no white space, numbers as JavaScript prints them.
 *   canonicalJson(a) === canonicalJson(b)   exactly when a and b hold the same data
 * value: null, booleans, finite numbers, strings, arrays and plain objects of those; `undefined` members are left out;
 * -0 is written as 0. Errors: `not-canonical` for anything else (NaN, infinities, functions, bigints, class instances).
 */
export function canonicalJson(value: unknown): string {
  return print(value) ?? refuse(value);
}

/**
 * `canonicalJson` of objects that differ by some numbers alone: what lies around these is printed once.
 *   canonicalAround(shared, names)(numbers) === canonicalJson({ ...shared, ...numbers })
 * Errors: those of `canonicalJson`.
 */
export function canonicalAround<Name extends string>(
  shared: object,
  names: readonly Name[],
): (numbers: { readonly [name in Name]: number }) => string {
  const isOpen = (key: string): key is Name => (names as readonly string[]).includes(key);
  const open = Object.fromEntries(names.map((name) => [name, 0]));
  const order: Name[] = [];
  const around = [""];
  for (const [index, key] of keysOf({ ...shared, ...open }).entries()) {
    const named = `${index === 0 ? "{" : ","}${JSON.stringify(key)}:`;
    around[around.length - 1] += isOpen(key) ? named : named + canonicalJson((shared as Record<string, unknown>)[key]);
    if (!isOpen(key)) continue;
    order.push(key);
    around.push("");
  }
  const [start, ...rest] = around;
  return (numbers) =>
    order.reduce((text, name, index) => `${text}${canonicalJson(numbers[name])}${rest[index]}`, start!).concat("}");
}

/** The text, or null where something in the value has none. */
function print(value: unknown): string | null {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : null;
  if (Array.isArray(value)) return joined("[", { parts: value.map(print), close: "]" });
  return isPlainObject(value) ? printObject(value) : null;
}

function printObject(value: Readonly<Record<string, unknown>>): string | null {
  const members = keysOf(value).map((key) => {
    const text = print(value[key]);
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
