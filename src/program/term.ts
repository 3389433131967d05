/**
 * Terms: what a program computes, recorded as a graph of program ops with equal terms shared.
 *
 * A program is straight-line, so running it once on terms tells everything: which values depend on the step, the rate and
 * hyperparameters alone (`host`), which are one number computed from tensors (`scalar`), one per parameter tensor
 * (`leaves`) or a whole tree. What no output reaches is dead and simply never replayed.
 */
import { foldRules } from "./fold.ts";
import { hostValue } from "./host.ts";
import {
  binaryOps,
  type ElementLogic,
  eachElement,
  type ProgramBinary,
  type ProgramOps,
  type ProgramUnary,
  unaryOps,
} from "./program-ops.ts";
import type { TensorFunction } from "./tensor-functions.ts";

/** Kinds of values, each broadcast to the later ones; a `flag` is a host value that is 0 or 1. */
export type TermType = "flag" | "host" | "scalar" | "leaves" | "tree";

/** One value of a program. `id` grows along dependencies, so that ascending ids are an order of evaluation. */
export interface Term {
  readonly id: number;
  readonly op: string;
  readonly args: readonly Term[];
  readonly type: TermType;
  /** Of a constant. */
  readonly value?: number;
  /** Of a condition for each element: 0 or 1, and no number of the program. */
  readonly truth?: true;
}

/** Makes terms: the program ops, and leaves. */
export interface TermMaker extends ProgramOps<Term> {
  /** A value that comes from outside, by name: `w`, `g`, `lr`, `step`, a slot … */
  leaf(name: string, type: TermType): Term;
  flag(value: boolean): Term;
  /** A comparison or a logical op of the host. */
  logic(op: string, args: readonly Term[]): Term;
  /** A comparison or a logical op of each element. */
  logicOfEach(logic: ElementLogic, args: readonly Term[]): Term;
  /** `then` where the condition holds, else `otherwise`; the condition is the host's, or one for each element. */
  choose(condition: Term, then: Term, otherwise: Term): Term;
  /** The same value as a tree. */
  asTree(x: Term): Term;
  /** A function of whole tensors; what it is told beside them is constant. */
  ofTensors(fn: TensorFunction, args: readonly Term[]): Term;
}

type Unary = Record<ProgramUnary, (x: Term) => Term>;
type Binary = Record<ProgramBinary, (a: Term, b: Term) => Term>;

const order: readonly TermType[] = ["flag", "host", "scalar", "leaves", "tree"];

/** A fresh maker; terms of different makers must not be mixed. */
export function createTermMaker(): TermMaker {
  const terms = new Map<string, Term>();
  const intern = (
    op: string,
    args: readonly Term[],
    type: TermType,
    { value, truth }: { readonly value?: number; readonly truth?: true } = {},
  ): Term => {
    const key = `${op}:${type}:${value === undefined ? "" : Object.is(value, -0) ? "-0" : value}(${args.map((arg) => arg.id).join(",")})`;
    const known = terms.get(key);
    if (known !== undefined) return known;
    const term: Term = {
      ...{ id: terms.size, op, args, type },
      ...(value === undefined ? {} : { value }),
      ...(truth === undefined ? {} : { truth }),
    };
    terms.set(key, term);
    return term;
  };
  const constant = (value: number): Term => intern("constant", [], "host", { value });
  const make = (op: string, args: readonly Term[], type: TermType): Term => {
    if (isHost(type) && args.every((arg) => arg.value !== undefined)) {
      const value = hostValue(
        op,
        args.map((arg) => arg.value!),
      );
      return intern("constant", [], type, { value });
    }
    for (const rule of foldRules) {
      const simpler = rule.op === op ? rule.rewrite(args, constant) : undefined;
      if (simpler !== undefined) return simpler;
    }
    return intern(op, args, type);
  };
  const asTree = (x: Term): Term => {
    if (x.type === "tree") return x;
    return intern(x.type === "leaves" ? "spread" : "fill", [x], "tree");
  };
  const elementwise = (op: string, args: readonly Term[]): Term => {
    const type = joinTypes(args);
    const aligned = type === "tree" ? args.map((arg) => (arg.type === "leaves" ? asTree(arg) : arg)) : args;
    return make(op, aligned, type);
  };
  const reduce = (op: string, x: Term, type: TermType): Term =>
    order.indexOf(x.type) <= order.indexOf(type) ? x : intern(op, [x], type);
  return {
    ...(Object.fromEntries(unaryOps.map((op) => [op, (x: Term) => elementwise(op, [x])])) as Unary),
    ...(Object.fromEntries(binaryOps.map((op) => [op, (a: Term, b: Term) => elementwise(op, [a, b])])) as Binary),
    scalar: constant,
    total: (x) => reduce("total", x, "scalar"),
    leafTotals: (x) => reduce("leafTotals", x, "leaves"),
    masked: (x) => make("masked", [x.value === 0 ? x : asTree(x)], "tree"),
    leaf: (name, type) => intern(`leaf ${name}`, [], type),
    flag: (value) => intern("constant", [], "flag", { value: value ? 1 : 0 }),
    logic: (op, args) => make(op, args, "flag"),
    logicOfEach: (logic, args) => {
      const type = joinTypes(args);
      const aligned = type === "tree" ? args.map((arg) => (arg.type === "leaves" ? asTree(arg) : arg)) : args;
      return intern(eachElement(logic), aligned, type, { truth: true });
    },
    choose: (condition, then, otherwise) => {
      if (condition.truth === true) return elementwise("choose", [condition, then, otherwise]);
      return make("choose", [condition, ...alignChoice(then, otherwise, asTree)], joinTypes([then, otherwise]));
    },
    asTree,
    ofTensors: (fn, args) => {
      const trees = fn.parameters.length - fn.numbers.length;
      return intern(
        fn.name,
        args.map((arg, i) => (i < trees ? asTree(arg) : arg)),
        fn.result,
      );
    },
  };
}

/** True for a condition: the host's, or one for each element. */
export function isCondition({ type, truth }: Term): boolean {
  return type === "flag" || truth === true;
}

/** True where a value is known on the host before the step runs. */
export function isHost(type: TermType): boolean {
  return type === "host" || type === "flag";
}

/** All terms that `outputs` need, in an order of evaluation. `needs`: what each is computed from, its operands unless told otherwise. */
export function reachable(
  outputs: readonly Term[],
  needs: (term: Term) => readonly Term[] = ({ args }) => args,
): Term[] {
  const found = new Map<number, Term>();
  const pending = [...outputs];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    if (found.has(term.id)) continue;
    found.set(term.id, term);
    pending.push(...needs(term));
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** Text of a term, `sub(1, pow(0.999, step))`, cut off at a depth of six: for people, not an identity. */
export function showTerm(term: Term, depth = 6): string {
  if (term.type === "flag" && term.value !== undefined) return term.value === 0 ? "False" : "True";
  if (term.value !== undefined) return String(term.value);
  if (term.op.startsWith("leaf ")) return term.op.slice("leaf ".length);
  if (depth === 0) return "…";
  return `${term.op}(${term.args.map((arg) => showTerm(arg, depth - 1)).join(", ")})`;
}

function alignChoice(then: Term, otherwise: Term, asTree: (x: Term) => Term): Term[] {
  const mixed = then.type !== otherwise.type && joinTypes([then, otherwise]) === "tree";
  return mixed ? [asTree(then), asTree(otherwise)] : [then, otherwise];
}

function joinTypes(terms: readonly Term[]): TermType {
  return order[Math.max(...terms.map((term) => order.indexOf(term.type)))]!;
}
