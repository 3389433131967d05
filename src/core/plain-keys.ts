/**
 * Keys that users give and that mean something else to plain objects: `__proto__` is no key of theirs at all, and `constructor` or
 * `toString` are found where nobody put them.
 */

/** True for the one name under which plain data cannot keep anything. */
export function isUnkeepable(name: string): boolean {
  return name === "__proto__";
}

/** The value that an object itself has under a key; undefined where it only inherits one. */
export function ownValue(of: Readonly<Record<PropertyKey, unknown>>, key: PropertyKey): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
