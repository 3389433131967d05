/**
 * The step as what is added to the weights, for frameworks whose optimizers give a difference instead of new weights.
 */
import { type CodeExpression, type CodeName, callOf, nodesOf, numberOf } from "./expression.ts";
import type { ListedPass, ListedStatement, Listing } from "./listing.ts";

/** Statements of each tensor without the last one of the weights, and what is added to them; null where `before` must be kept. */
export interface ListedUpdate {
  readonly statements: readonly ListedStatement[];
  /** What is added to the weights as they were; null where they change in between: new weights less old ones. */
  readonly added: CodeExpression | null;
  /** New values of states that no statement has stored under their names. */
  readonly stored: ReadonlyMap<string, CodeExpression>;
}

/** The last pass as an update. `w - x` becomes `-x`, `w + x` becomes `x`, anything else a difference. */
export function updateOf({ passes, stores }: Pick<Listing, "passes" | "stores">): ListedUpdate {
  const { tensors } = passes.at(-1)!;
  const stored = new Map(stores.filter(({ of }) => of === "state").map(({ name, value }) => [name, value]));
  const store = stores.find(({ of }) => of === "weights");
  const assigned = tensors.findIndex(({ assigns }) => assigns === "weights");
  if (store !== undefined) return { statements: tensors, added: difference(store.value), stored };
  if (assigned < 0) return { statements: tensors, added: callOf("fill", [numberOf(0)], "tree"), stored };
  const later = [...tensors.slice(assigned + 1).map(({ value }) => value), ...stored.values()];
  if (later.some(readsWeights)) return { statements: tensors, added: null, stored };
  const statements = tensors.filter((_, i) => i !== assigned);
  // what comes after may have taken a name that the new weights read
  const taken = new Set(tensors.slice(assigned + 1).map(({ name }) => name));
  const { value } = tensors[assigned]!;
  const moved = nodesOf(value).some((node) => node.kind === "name" && taken.has(node.name));
  return moved ? { statements: tensors, added: null, stored } : { statements, added: difference(value), stored };
}

function difference(value: CodeExpression): CodeExpression {
  if (value.kind === "call" && (value.op === "sub" || value.op === "add")) {
    const [left, right] = value.args;
    if (isWeights(left!)) return value.op === "add" ? right! : negative(right!);
    if (isWeights(right!) && value.op === "add") return left!;
  }
  return callOf("sub", [value, weights], "tree");
}

const weights: CodeName = { kind: "name", name: "w", of: "weights", type: "tree", varies: true };

function isWeights(value: CodeExpression): boolean {
  return value.kind === "name" && value.name === "w";
}

function readsWeights(value: CodeExpression): boolean {
  return nodesOf(value).some(isWeights);
}

/** The same bits with the other sign, the sign at the first factor. */
function negative(value: CodeExpression): CodeExpression {
  if (value.kind === "number") return numberOf(-value.value);
  if (value.kind === "call" && (value.op === "mul" || value.op === "div")) {
    return { ...value, args: [negative(value.args[0]!), value.args[1]!] };
  }
  if (value.kind === "call" && value.op === "neg") return value.args[0]!;
  return callOf("neg", [value], value.type);
}

/**
 * The listing with other names for statements of the host that take a hyperparameter's: where hyperparameters are arguments of a function
 * around the step, a name cannot be read from there and assigned here.
 */
export function withoutShadows(listing: Listing): Listing {
  const declared = new Set(listing.hyperparameters.map(({ name }) => name).filter((name) => name !== "lr"));
  const renamed = new Map<string, string>();
  const inside = (value: CodeExpression): CodeExpression => {
    if (value.kind === "name") return { ...value, name: renamed.get(value.name) ?? value.name };
    return value.kind === "call" ? { ...value, args: value.args.map(inside) } : value;
  };
  const statement = (each: ListedStatement): ListedStatement => {
    const value = inside(each.value);
    if (!declared.has(each.name)) return { ...each, value };
    renamed.set(each.name, `new_${each.name}`);
    return { ...each, name: `new_${each.name}`, value };
  };
  const passes = listing.passes.map(
    ({ host, tensors, totals }): ListedPass => ({
      host: host.map(statement),
      tensors: tensors.map(statement),
      totals: totals.map((total) => ({ ...total, value: inside(total.value) })),
    }),
  );
  return { ...listing, passes, stores: listing.stores.map((store) => ({ ...store, value: inside(store.value) })) };
}

/** Names that expressions read. */
export function namesIn(expressions: readonly CodeExpression[]): ReadonlySet<string> {
  return new Set(expressions.flatMap(nodesOf).flatMap((node) => (node.kind === "name" ? [node.name] : [])));
}

/** The statements that are needed for some values, in order. */
export function neededFor(
  values: readonly CodeExpression[],
  statements: readonly ListedStatement[],
): ListedStatement[] {
  const needed = new Set(namesIn(values));
  const kept: ListedStatement[] = [];
  for (const statement of [...statements].reverse()) {
    if (!needed.delete(statement.name)) continue;
    kept.unshift(statement);
    for (const name of namesIn([statement.value])) needed.add(name);
  }
  return kept;
}
