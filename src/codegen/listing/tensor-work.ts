/**
 * What a pass does to one tensor, for targets that write loops over elements: numbers of the tensor, and loops.
 *
 * All that is elementwise is computed in one loop, in local numbers. Functions that see the tensor as a whole need loops before it: a norm is
 * summed up in one, the operand of a matrix function is written into an array by one. These loops change nothing, so each computes again
 * what it needs of the statements before; the last one stores. What is the same for all elements is taken out of the loops.
 */
import { type CodeCall, type CodeExpression, type CodeOp, type CodeType, nodesOf } from "./expression.ts";
import type { ListedPass, ListedStatement, ListedStore } from "./listing.ts";

/** A value that gets a name. Names that the listing does not have begin with `#`. */
export interface WorkValue {
  readonly name: string;
  readonly value: CodeExpression;
}

/** A loop over the elements: statements, then sums and what is written into arrays. */
export interface ElementLoop {
  readonly kind: "loop";
  readonly statements: readonly ListedStatement[];
  /** `square`: of a norm, which is the root of the sum in the end. */
  readonly sums: readonly (WorkValue & { readonly op: "norm" | "tensor_sum" | "tensor_max" | "total" })[];
  /** Operands of functions of whole tensors, each in an array of its own. */
  readonly fills: readonly WorkValue[];
  readonly stores: readonly ListedStore[];
}

/** A function of a whole tensor: `array` names its operand, an array made before, the weights, the gradient or a state. */
export interface WholeCall {
  readonly kind: "whole";
  readonly name: string;
  readonly op: CodeOp;
  readonly array: string;
  readonly numbers: readonly CodeExpression[];
  readonly type: CodeType;
}

/** One number of the tensor; `addTo` where it is added to a total. */
export interface TensorNumber extends WorkValue {
  readonly kind: "number" | "addTo";
}

/** What is done for one tensor, in order. `hoisted`: numbers of the step to be computed before all tensors. */
export interface TensorWork {
  readonly hoisted: readonly WorkValue[];
  readonly steps: readonly (ElementLoop | WholeCall | TensorNumber)[];
}

const reductions: readonly string[] = ["norm", "tensor_sum", "tensor_max"];
const arrayFunctions: readonly string[] = ["kth_largest", "row_norm", "newton_schulz", "polar", "top_singular"];

/** Names of what a tensor's shape says. */
export const shapeNames = { rows: "#rows", columns: "#columns", isMatrix: "#is_matrix" } as const;

interface Item {
  readonly kind: "tree" | "number" | "reduction" | "whole";
  readonly name: string;
  readonly order: number;
  readonly level: number;
  readonly value: CodeExpression;
  readonly needs: ReadonlySet<Item>;
  readonly statement?: ListedStatement;
  readonly call?: CodeCall;
}

/** Makes names for what has none in the listing. */
export type FreshName = (wish: string) => string;

/** The work of a pass. `stores`: of the last pass, those of tensors. */
export function tensorWorkOf(pass: ListedPass, stores: readonly ListedStore[], fresh: FreshName): TensorWork {
  const elements = pass.tensors.filter(({ type }) => isElement(type)).map(({ name }) => name);
  const reader = createItems(fresh, new Set(elements));
  for (const statement of pass.tensors) reader.add(statement);
  const totals = pass.totals.map(({ name, value }) => ({ name, ...reader.read(value) }));
  const kept = stores.map((store) => ({ store, ...reader.read(store.value) }));
  const { items } = reader;
  const last = pass.totals.length === 0;
  const hoist = createHoist(fresh);
  const steps: (ElementLoop | WholeCall | TensorNumber)[] = [];

  const addLoop = (needs: Iterable<Item>, given: Partial<Omit<ElementLoop, "kind">>): void => {
    const statements = closureOf(needs).map((item) => item.statement!);
    const loop = { statements, sums: [], fills: [], stores: [], ...given };
    if (loop.sums.length + loop.fills.length + loop.stores.length + Number(last) === 0) return;
    const { loop: written, numbers } = hoist.fromLoop({ kind: "loop", ...loop });
    steps.push(...numbers.map((number) => ({ kind: "number", ...number }) as const), written);
  };
  const depth = Math.max(0, ...items.map(({ level }) => level));
  for (let level = 0; level <= depth; level++) {
    for (const { kind, name, value, level: own } of items) {
      if (kind === "number" && own === level) steps.push({ kind: "number", name, value });
    }
    const next = items.filter(
      ({ kind, level: own }) => own === level + 1 && (kind === "reduction" || kind === "whole"),
    );
    if (next.length === 0) continue;
    const sums = next
      .filter(({ kind }) => kind === "reduction")
      .map(({ name, value, call }) => ({ name, value, op: call!.op as "norm" }));
    const whole = next.filter(({ kind }) => kind === "whole");
    const arrays = new Map(whole.map((item) => [item, isArray(item) ? null : fresh("operand")] as const));
    const fills = whole.flatMap((item) => {
      const name = arrays.get(item)!;
      return name === null ? [] : [{ name, value: item.value }];
    });
    if (sums.length + fills.length > 0)
      addLoop(
        next.filter((item) => !isArray(item)).flatMap(({ needs }) => [...needs]),
        { sums, fills },
      );
    for (const item of whole) {
      const array = arrays.get(item) ?? (item.value as { readonly name: string }).name;
      steps.push({
        kind: "whole",
        name: item.name,
        op: item.call!.op,
        array,
        numbers: item.call!.args.slice(1),
        type: item.call!.type,
      });
    }
  }
  const outputs = items.filter(({ statement }) => last && statement !== undefined && statement.assigns !== "local");
  const summed = totals.filter(({ value }) => isElement(value.type));
  addLoop([...outputs, ...[...summed, ...kept].flatMap(({ needs }) => [...needs])], {
    sums: summed.map(({ name, value }) => ({ name, value, op: "total" })),
    stores: kept.map(({ store, value }) => ({ ...store, value })),
  });
  for (const { name, value } of totals) if (!isElement(value.type)) steps.push({ kind: "addTo", name, value });
  return { hoisted: hoist.once, steps };
}

/** Whether a value is one of each element. */
export function isElement(type: CodeType): boolean {
  return type === "tree" || type === "condition";
}

/** An operand that is an array already: weights, gradient or a state, as the step found it. */
function isArray({ value, needs, kind }: Item): boolean {
  return kind === "whole" && value.kind === "name" && needs.size === 0;
}

/** Elementwise statements that some need, in order. */
function closureOf(needs: Iterable<Item>): Item[] {
  const found = new Set<Item>();
  const pending = [...needs];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (item.kind !== "tree" || found.has(item)) continue;
    found.add(item);
    pending.push(...item.needs);
  }
  return [...found].sort((a, b) => a.order - b.order);
}

interface Reading {
  readonly value: CodeExpression;
  readonly needs: ReadonlySet<Item>;
}

interface Items {
  readonly items: readonly Item[];
  add(statement: ListedStatement): void;
  /** An expression at this point, with functions of whole tensors taken out. */
  read(expression: CodeExpression): Reading;
}

/** `taken`: names that numbers of a tensor must not have, for loops use them. */
function createItems(fresh: FreshName, taken: ReadonlySet<string>): Items {
  const items: Item[] = [];
  const current = new Map<string, Item>();
  const used = new Set(taken);
  const make = (item: Omit<Item, "order" | "level">): Item => {
    const lifted = item.kind === "reduction" || item.kind === "whole";
    const level = Math.max(0, ...[...item.needs].map((need) => need.level)) + Number(lifted);
    const made = { ...item, order: items.length, level };
    items.push(made);
    return made;
  };
  const read = (expression: CodeExpression): Reading => {
    const needs = new Set<Item>();
    const visit = (node: CodeExpression): CodeExpression => {
      if (node.kind === "name") {
        const item = current.get(node.name);
        if (item === undefined) return node;
        needs.add(item);
        return { ...node, name: item.name };
      }
      if (node.kind !== "call") return node;
      const { op, args, type } = node;
      if (op === "rows" || op === "columns") return local(shapeNames[op], "leaves");
      if (op === "on_matrices")
        return { ...node, op: "choose", args: [local(shapeNames.isMatrix, "flag"), ...args.map(visit)] };
      const kind = reductions.includes(op) ? "reduction" : arrayFunctions.includes(op) ? "whole" : null;
      if (kind === null) return { ...node, args: args.map(visit) };
      const operand = read(args[0]!);
      const name = fresh(describe(op, args[0]!));
      const item = make({ kind, name, ...operand, call: node });
      needs.add(item);
      return local(name, type);
    };
    return { value: visit(expression), needs };
  };
  const add = (statement: ListedStatement): void => {
    const { value, needs } = read(statement.value);
    const element = isElement(statement.type);
    const name = element || !used.has(statement.name) ? statement.name : fresh(statement.name);
    used.add(name);
    const kind = element ? "tree" : "number";
    current.set(statement.name, make({ kind, name, value, needs, statement: { ...statement, value } }));
  };
  return { items, add, read };
}

function local(name: string, type: CodeType): CodeExpression {
  return { kind: "name", name, of: "local", type, varies: true };
}

/** `norm_of_u`, `polar_factor`. */
function describe(op: string, operand: CodeExpression): string {
  const word = words[op] ?? op;
  return operand.kind === "name" ? `${word}_of_${operand.name.replace(/^#/, "")}` : word;
}

const words: { readonly [op: string]: string | undefined } = {
  tensor_sum: "sum",
  tensor_max: "largest",
  kth_largest: "threshold",
  row_norm: "row_norms",
  newton_schulz: "orthogonal",
  polar: "polar_factor",
  top_singular: "top",
};

/** Takes out of loops what is the same for all elements. */
function createHoist(fresh: FreshName): {
  readonly once: readonly WorkValue[];
  fromLoop(loop: ElementLoop): { readonly loop: ElementLoop; readonly numbers: readonly WorkValue[] };
} {
  const known = new Map<string, string>();
  const once: WorkValue[] = [];
  const fromLoop = (loop: ElementLoop) => {
    const numbers: WorkValue[] = [];
    const visit = (node: CodeExpression): CodeExpression => {
      if (node.kind !== "call") return node;
      if (isElement(node.type) && node.op !== "fill") return { ...node, args: node.args.map(visit) };
      const inner = node.op === "fill" ? node.args[0]! : node;
      if (inner.kind !== "call" || isTrivial(inner)) return inner;
      const key = JSON.stringify(inner);
      const name = known.get(key) ?? fresh(describeNumber(inner));
      if (!known.has(key)) (ofTensor(inner) ? numbers : once).push({ name, value: inner });
      known.set(key, name);
      return local(name, inner.type);
    };
    const each = <T extends { readonly value: CodeExpression }>(given: T): T => ({
      ...given,
      value: visit(given.value),
    });
    const { statements, sums, fills, stores } = loop;
    return {
      loop: {
        kind: "loop",
        statements: statements.map(each),
        sums: sums.map(each),
        fills: fills.map(each),
        stores: stores.map(each),
      } as const,
      numbers,
    };
  };
  return { once, fromLoop };
}

function ofTensor(expression: CodeExpression): boolean {
  return nodesOf(expression).some(
    ({ kind, ...node }) => kind === "name" && "type" in node && isOfTensor(node as never),
  );
}

function isOfTensor({ name, type }: { readonly name: string; readonly type: CodeType }): boolean {
  return type === "leaves" || name === shapeNames.isMatrix;
}

/** Names, signs of names, and `1 - beta`. */
function isTrivial({ op, args }: CodeCall): boolean {
  const plain = args.every((arg) => arg.kind !== "call");
  return plain && (op === "neg" || (op === "sub" && args[0]!.kind === "number") || op === "not");
}

function describeNumber(expression: CodeCall): string {
  const nodes = nodesOf(expression);
  if (expression.type === "flag") return "holds";
  const { op, args } = expression;
  if (op === "mul" && args.every((arg) => arg.kind === "name"))
    return nodesOf(expression)
      .flatMap((node) => (node.kind === "name" ? [node.name.replace(/^#/, "")] : []))
      .join("_");
  if (nodes.some((node) => node.kind === "name" && node.name === "lr")) return "rate";
  if (nodes.some((node) => node.kind === "call" && node.op === "pow")) return "correction";
  return expression.type === "leaves" ? "scale" : "factor";
}
