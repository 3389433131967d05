/**
 * Work that many objects ask for alike because they share some of their members.
 */

/**
 * The same function, which works once for all objects whose members of these names are the same, as objects and as values.
 * Law: the work looks at nothing but these members. What it gave is kept as long as the returned function.
 */
export function oncePer<T extends object, R>(
  names: readonly (keyof T & string)[],
  work: (value: T) => R,
): (value: T) => R {
  const [first, ...others] = names;
  const known = new Map<unknown, { readonly value: T; readonly result: R }[]>();
  return (value) => {
    const alike = known.get(value[first!]) ?? [];
    const earlier = alike.find((one) => others.every((name) => one.value[name] === value[name]));
    if (earlier !== undefined) return earlier.result;
    const result = work(value);
    alike.push({ value, result });
    known.set(value[first!], alike);
    return result;
  };
}
