/** One order of all statements that were read, where a text runs through some of them several times. */
import type { ReadStatement, ReadStep } from "./read-program.ts";
import { partsOf, type ReadValue } from "./read-values.ts";

/**
 * Each statement once: after those that it reads, and as far as that allows in the order of every list. A name with a value is one statement
 * however often it occurs.
 */
export function inOneOrder(lists: ReadStep["lists"]): ReadStatement[] {
  const byKey = new Map<string, ReadStatement>();
  const chains = lists.map((list) => [
    ...new Set(
      list.map((statement) => {
        const key = `${statement.name} ${statement.value.id}`;
        const found = byKey.get(key) ?? statement;
        byKey.set(key, found);
        return found;
      }),
    ),
  ]);
  const all = [...byKey.values()];
  const before = new Map(all.map((each) => [each, new Set<ReadStatement>()]));
  for (const chain of chains) for (const [i, each] of chain.slice(1).entries()) before.get(each)!.add(chain[i]!);
  const reads = readsOf(all);
  const ordered: ReadStatement[] = [];
  const left = new Set(all);
  while (left.size > 0) {
    const ready = [...left].filter((each) => ![...reads.get(each)!].some((other) => left.has(other)));
    const next =
      ready.find((each) => ![...before.get(each)!].some((other) => left.has(other))) ?? ready[0] ?? [...left][0]!;
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** Of each statement, those whose values it needs. */
function readsOf(all: readonly ReadStatement[]): ReadonlyMap<ReadStatement, ReadonlySet<ReadStatement>> {
  const makers = new Map<ReadValue, ReadStatement>();
  for (const each of all) if (!makers.has(each.value)) makers.set(each.value, each);
  return new Map(
    all.map((each) => {
      const needed = [...partsOf(each.value)].filter((part) => part !== each.value);
      return [each, new Set(needed.flatMap((part) => makers.get(part) ?? []))];
    }),
  );
}
