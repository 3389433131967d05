/**
 * Which values of a step become statements, in which order and under which names.
 *
 * A value that the author named keeps its name, unless it is short and used once; one without a name gets one where it would be computed
 * twice. What the host computes comes first. A name may be used again as in `g = g + l2 * w`, but never while its old value is
 * still needed: then the new one is called otherwise, `new_m`.
 */
import type { CodeExpression, NameKind } from "./expression.ts";
import { nameValues } from "./value-names.ts";
import { passesOf, type ValuePass } from "./value-passes.ts";
import { reachableValues, type StepValue } from "./values.ts";

/** What a step leaves behind: the weights, or something carried to the next step. */
export interface Goal {
  readonly of: "weights" | "state" | "scalar";
  readonly name: string;
  readonly after: StepValue;
}

/** A statement: a value with a name. `goal`: what of the next step it is, where it is stored under its own name. */
export interface Scheduled {
  readonly value: StepValue;
  readonly name: string;
  readonly goal: Goal | null;
}

/** The passes of a step, and how values are written by their names. */
export interface Schedule {
  readonly passes: readonly ValuePass[];
  /** Of each value that is a statement. */
  readonly statements: ReadonlyMap<StepValue, Scheduled>;
  /** Names of sums over all tensors. */
  readonly names: ReadonlyMap<StepValue, string>;
  /** A value as an expression: by its name, or written out; `opened`: written out although it has a name. */
  write(value: StepValue, opened?: boolean): CodeExpression;
}

/** Operations up to which a value that is used once is written where it is used. */
const shortSize = 2;

/** Schedules a step. `wishes`: the author's names. */
export function scheduleOf(goals: readonly Goal[], wishes: ReadonlyMap<StepValue, string>): Schedule {
  const values = reachableValues(goals.map((goal) => goal.after));
  const chosen = chooseStatements(values, goals, wishes);
  const ranks = ranksOf(values, goals);
  const ordered = [...chosen].sort((a, b) => ranks.get(a)! - ranks.get(b)! || a.id - b.id);
  const outputs = goals.map((goal) => goal.after);
  const passes = passesOf(ordered, outputs);
  const names = nameValues({ passes, statements: ordered, values, goals, wishes });
  const goalOf = (value: StepValue): Goal | null =>
    goals.find((goal) => goal.after === value && goal.name === names.get(value)) ?? null;
  const statements = new Map(
    ordered.map((value) => [value, { value, name: names.get(value)!, goal: goalOf(value) }] as const),
  );
  const kindOf = (value: StepValue): NameKind => statements.get(value)?.goal?.of ?? "local";
  return { passes, statements, names, write: createWriter(names, kindOf) };
}

function isAtom({ op }: StepValue): boolean {
  return op === "number" || op === "flag" || op === "input";
}

const cheapOps: readonly string[] = ["neg", "masked", "fill", "rows", "columns"];

/** Nothing worth a name: atoms, and what costs a sign, a mask or a look at the shape. */
function isCheap(value: StepValue): boolean {
  return isAtom(value) || (cheapOps.includes(value.op) && isAtom(value.args[0]!));
}

function chooseStatements(
  values: readonly StepValue[],
  goals: readonly Goal[],
  wishes: ReadonlyMap<StepValue, string>,
): StepValue[] {
  const uses = new Map<StepValue, number>();
  const use = (value: StepValue): void => void uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const value of values) value.args.forEach(use);
  const stored = new Set(goals.map((goal) => goal.after));
  const chosen = new Set<StepValue>();
  const sizes = new Map<StepValue, number>();
  for (const value of values) {
    const size =
      (value.op === "lerp" ? 3 : 1) +
      value.args.reduce(
        (sum, arg) => sum + (chosen.has(arg) || isCheap(arg) || arg.op === "total" ? 0 : sizes.get(arg)!),
        0,
      );
    sizes.set(value, size);
    if (isCheap(value) || value.op === "total") continue;
    const often = uses.get(value)! > 1;
    const wished = wishes.has(value) && (often || size > shortSize);
    const hostShort = (value.type === "host" || value.type === "flag") && size <= shortSize;
    if (stored.has(value) || wished || (often && !hostShort)) chosen.add(value);
  }
  return values.filter((value) => chosen.has(value));
}

/** Ranks by which statements are ordered: never before one that is read. `values`: operands first. */
function ranksOf(values: readonly StepValue[], goals: readonly Goal[]): ReadonlyMap<StepValue, number> {
  const ranks = new Map<StepValue, number>();
  for (const value of values) {
    ranks.set(
      value,
      Math.max(rankOf(value, goals), ...value.args.map((arg) => (arg.op === "total" ? 0 : ranks.get(arg)!))),
    );
  }
  return ranks;
}

/** The host first, then numbers computed from all tensors, then tensors, the new weights last. */
function rankOf(value: StepValue, goals: readonly Goal[]): number {
  if (value.type === "flag" || value.type === "host") return 0;
  if (value.type === "scalar") return 1;
  return goals.some((goal) => goal.of === "weights" && goal.after === value) ? 3 : 2;
}

function createWriter(
  names: ReadonlyMap<StepValue, string>,
  kindOf: (value: StepValue) => NameKind,
): Schedule["write"] {
  const write = (value: StepValue, opened = false): CodeExpression => {
    const name = names.get(value);
    if (value.op === "input") return value.name;
    if (value.op === "total") return { kind: "name", name: name!, of: "total", type: "scalar", varies: true };
    if (name !== undefined && !opened) {
      return { kind: "name", name, of: kindOf(value), type: value.type, varies: changes(value) };
    }
    if (value.op === "number") return { kind: "number", value: value.value, type: "host" };
    if (value.op === "flag") return { kind: "flag", value: value.value, type: "flag" };
    return { kind: "call", op: value.op, args: value.args.map((arg) => write(arg)), type: value.type };
  };
  return write;
}

function changes(value: StepValue): boolean {
  return reachableValues([value]).some((each) => each.op === "total" || (each.op === "input" && each.name.varies));
}
