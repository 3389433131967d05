/** What of two records of one thing differs, for a sentence. */

/** Most differences that are spelled out. */
const mostShown = 3;

/** `validationLoss is 0.25, and 0.5 was computed`, and how many others differ. `stored`, `found`: plain data. */
export function differencesText(stored: unknown, found: unknown): string {
  const all = differences(stored, found, "");
  const shown = all.slice(0, mostShown).join("; ");
  const more = all.length - mostShown;
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

function differences(stored: unknown, found: unknown, path: string): readonly string[] {
  if (isObject(stored) && isObject(found)) {
    const keys = [...new Set([...Object.keys(stored), ...Object.keys(found)])];
    return keys.flatMap((key) => differences(stored[key], found[key], path === "" ? key : `${path}.${key}`));
  }
  return Object.is(stored, found) ? [] : [`${path} is ${text(stored)}, and ${text(found)} was computed`];
}

function text(value: unknown): string {
  return value === undefined ? "not there" : typeof value === "number" ? String(value) : JSON.stringify(value);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
