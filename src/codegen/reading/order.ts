/** One order of all statements that were read, where a text runs through some of them several times. */
import type { ReadStatement, ReadStep } from "./read-program.ts";
import type { ReadValue } from "./read-values.ts";

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
  const waits = (of: ReadonlySet<ReadStatement>): boolean => [...of].some((other) => left.has(other));
  while (left.size > 0) {
    let next: ReadStatement | undefined;
    for (const each of left) {
      if (waits(reads.get(each)!)) continue;
      next ??= each;
      if (waits(before.get(each)!)) continue;
      next = each;
      break;
    }
    next ??= [...left][0]!;
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}

/** Of each statement, those whose values it is computed from at once. */
function readsOf(all: readonly ReadStatement[]): ReadonlyMap<ReadStatement, ReadonlySet<ReadStatement>> {
  const makers = new Map<ReadValue, ReadStatement>();
  for (const each of all) if (!makers.has(each.value)) makers.set(each.value, each);
  const readBy = ({ value }: ReadStatement): ReadonlySet<ReadStatement> => {
    const found = new Set<ReadStatement>();
    const seen = new Set<ReadValue>();
    const pending = [...value.args];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const maker = makers.get(next);
      if (maker === undefined) pending.push(...next.args);
      else found.add(maker);
    }
    return found;
  };
  return new Map(all.map((each) => [each, readBy(each)]));
}
