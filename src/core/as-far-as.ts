/**
 * What is known, against what was found again by a version that may tell more.
 */

/**
 * `found` without the members, at every depth, that `known` does not have: what an earlier version did not tell is left out, so that it is no
 * difference. Lists are taken element by element where they are of one length; all else is `found` as it is.
 */
export function asFarAs(known: unknown, found: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(found) && known.length === found.length)
    return found.map((one, i) => asFarAs(known[i], one));
  if (!isObject(known) || !isObject(found)) return found;
  const members = Object.keys(known).filter((name) => name in found);
  return Object.fromEntries(members.map((name) => [name, asFarAs(known[name], found[name])]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
