/**
 * Names of the values of a step, such that each name means one value wherever it is read.
 *
 * A name may pass from a value to the next (`g = g + l2 * w`), but never while the old value is still read: then the new one is called
 * `new_g`. This holds in every pass by itself, and where all statements are carried out once over lists of tensors.
 */
import type { CodeName } from "./expression.ts";
import type { Goal } from "./schedule.ts";
import { onceOf, type ValuePass } from "./value-passes.ts";
import { reachableValues, type StepValue } from "./values.ts";

/** What is to be named. `statements`: in order; `wishes`: the author's names. */
export interface Unnamed {
  readonly passes: readonly ValuePass[];
  readonly statements: readonly StepValue[];
  readonly values: readonly StepValue[];
  readonly goals: readonly Goal[];
  readonly wishes: ReadonlyMap<StepValue, string>;
}

/** Names of inputs, totals and statements. */
export function nameValues({ passes, statements, values, goals, wishes }: Unnamed): ReadonlyMap<StepValue, string> {
  const inputs = values.filter(({ op }) => op === "input");
  const names = new Map<StepValue, string>(
    inputs.map((value) => [value, (value as StepValue & { name: CodeName }).name.name]),
  );
  const kept = new Set(goals.map((goal) => goal.name));
  const fresh = createNames([...names.values(), ...kept, ...wishes.values()]);
  for (const value of values) if (value.op === "total") names.set(value, fresh(describeValue(value, names)));
  const mayTake = createRules(names, { inputs, repeated: passes.length > 1 });
  for (const value of statements) {
    const goal = goals.find((each) => each.after === value);
    const wish = goal?.name ?? wishes.get(value) ?? describeValue(value, names);
    const own = goal !== undefined || (wishes.has(value) && !kept.has(wish));
    if (!mayTake(value, wish)) names.set(value, fresh(`new_${wish}`));
    else names.set(value, own ? wish : fresh(wish));
  }
  const chosen = new Set(statements);
  const walks = [...passes, { statements: onceOf(passes), read: goals.map((goal) => goal.after) }];
  for (;;) {
    const clash = walks.map((walk) => findClash(walk, { names, chosen, inputs })).find((found) => found !== null);
    if (clash === undefined) return names;
    names.set(clash, fresh(`new_${names.get(clash)!}`));
  }
}

/**
 * Whether a value may have a name, as far as loops go: what is computed for each tensor must not overwrite what is computed once for all,
 * nor the other way round; and what is computed again in each pass must not overwrite what it is computed from.
 */
function createRules(
  names: ReadonlyMap<StepValue, string>,
  { inputs, repeated }: { readonly inputs: readonly StepValue[]; readonly repeated: boolean },
): (value: StepValue, name: string) => boolean {
  const namesOf = (values: Iterable<StepValue>, once: boolean) =>
    new Set([...values].filter(({ type }) => isOnce(type) === once).map((value) => names.get(value)!));
  const given = { once: namesOf(inputs, true), each: namesOf(inputs, false).add("w").add("g") };
  return ({ type }, name) => {
    if (!isOnce(type)) return !given.once.has(name) && !namesOf(names.keys(), true).has(name);
    return !given.each.has(name) && !(repeated && given.once.has(name));
  };
}

function isOnce(type: StepValue["type"]): boolean {
  return type === "flag" || type === "host" || type === "scalar";
}

interface Named {
  readonly names: ReadonlyMap<StepValue, string>;
  readonly chosen: ReadonlySet<StepValue>;
  readonly inputs: readonly StepValue[];
}

/** A statement that takes a name from a value which is still read later; null where there is none. */
function findClash(
  { statements, read }: Pick<ValuePass, "statements" | "read">,
  { names, chosen, inputs }: Named,
): StepValue | null {
  const holders = new Map(inputs.map((value) => [names.get(value)!, value]));
  const clashing = (values: readonly StepValue[]): StepValue | null => {
    const needed = reachableValues(values, (value) => chosen.has(value) || value.op === "total");
    const lost = needed.find(
      (value) => names.has(value) && value.op !== "total" && holders.get(names.get(value)!) !== value,
    );
    return lost === undefined ? null : holders.get(names.get(lost)!)!;
  };
  for (const value of statements) {
    const clash = clashing(value.args);
    if (clash !== null) return clash;
    if (value.op !== "total") holders.set(names.get(value)!, value);
  }
  return clashing(read);
}

/** Gives names that are not taken: the wish itself, else with the next number behind it. */
function createNames(taken: Iterable<string>): (wish: string) => string {
  const used = new Set(taken);
  return (wish) => {
    let name = wish;
    for (let i = 2; used.has(name); i++) name = `${wish}${/\d$/.test(wish) ? "_" : ""}${i}`;
    used.add(name);
    return name;
  };
}

/** Words for operators; functions are called by their name. */
const words: { readonly [op: string]: string | undefined } = {
  add: "sum",
  sub: "difference",
  mul: "product",
  div: "ratio",
  pow: "power",
  choose: "choice",
  lerp: "blend",
};

/** `abs_c` for |c|, `squared_norm` for the sum of all squares, else a word for what was done last. */
function describeValue(value: StepValue, names: ReadonlyMap<StepValue, string>): string {
  const [first] = value.args;
  if (value.op === "total") return first!.op === "square" ? "squared_norm" : "total";
  const word = words[value.op] ?? (/^\w+$/.test(value.op) ? value.op : "condition");
  const operand = value.args.length === 1 ? names.get(first!) : undefined;
  return operand === undefined ? word : `${word}_${operand}`;
}
