/** What of a step is stored after its statements: states that take over another value, such as the gradient of the step before. */
import { type CodeExpression, type CodeName, callOf, nodesOf } from "./expression.ts";
import type { ListedStatement, ListedStore } from "./listing.ts";
import type { Goal, Schedule } from "./schedule.ts";

/**
 * What no statement has stored under its name, in an order in which nothing is overwritten that a later one reads. `saved`: copies to be made
 * before, where states change places and no order does.
 */
export function listStores(
  goals: readonly Goal[],
  { statements, write }: Schedule,
): { readonly stores: readonly ListedStore[]; readonly saved: readonly ListedStatement[] } {
  let left = goals
    .filter((goal) => statements.get(goal.after)?.goal !== goal)
    .map(({ of, name, after }): ListedStore => ({ of, name, value: ownMemory(write(after)) }))
    .filter(({ name, value }) => !(value.kind === "name" && value.name === name));
  const stores: ListedStore[] = [];
  const saved: ListedStatement[] = [];
  while (left.length > 0) {
    const free = left.find((store) =>
      left.every((other) => other === store || findRead(other.value, store.name) === undefined),
    );
    const next = free ?? left[0]!;
    left = left.filter((store) => store !== next);
    stores.push(next);
    if (free !== undefined) continue;
    const read = left.map((other) => findRead(other.value, next.name)).find((found) => found !== undefined)!;
    const old: CodeName = { ...read, name: `old_${read.name}`, of: "local" };
    saved.push({ name: old.name, value: ownMemory(read), type: read.type, assigns: "local", varies: true });
    left = left.map((store) => ({ ...store, value: replaced(store.value, next.name, old) }));
  }
  return { stores, saved };
}

/** What another state, the weights or the gradient holds must not be held twice: the next step writes into it. */
function ownMemory(value: CodeExpression): CodeExpression {
  return value.kind === "name" && value.of !== "local" && value.type === "tree"
    ? callOf("copy", [value], value.type)
    : value;
}

function findRead(value: CodeExpression, name: string): CodeName | undefined {
  return nodesOf(value).find((node): node is CodeName => node.kind === "name" && node.name === name);
}

function replaced(value: CodeExpression, name: string, by: CodeName): CodeExpression {
  if (value.kind === "name" && value.name === name) return by;
  return value.kind === "call" ? { ...value, args: value.args.map((arg) => replaced(arg, name, by)) } : value;
}
