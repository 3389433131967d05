/**
 * Statements of lists of tensors by PyTorch's `torch._foreach_…` functions, which send many small tensors to the device in few launches.
 *
 * What they lack is written as a list comprehension over the plain form, so every program has this path.
 */
import { type CodeCall, type CodeExpression, callOf, nodesOf, numberOf } from "../listing/expression.ts";
import type { ListedStatement, ListedStore } from "../listing/listing.ts";
import { isHostCall } from "../listing/plain-numbers.ts";
import { atom, calling, type Printed, tightness } from "../target.ts";
import { pythonChoice, pythonStatement } from "../text/python.ts";
import type { TorchNames } from "./names.ts";
import { addedWhere, type TorchWriting } from "./statements.ts";

/** Functions of one operand, by the name of their op. */
const unary: { readonly [op: string]: string | undefined } = {
  ...Object.fromEntries(
    [
      "abs",
      "neg",
      "sign",
      "sqrt",
      "exp",
      "expm1",
      "log",
      "log1p",
      "sin",
      "cos",
      "tan",
      "sinh",
      "cosh",
      "tanh",
      "floor",
      "reciprocal",
    ].map((op) => [op, op]),
  ),
  arcsin: "asin",
  arccos: "acos",
  arctan: "atan",
  norm: "norm",
};

/** Functions of two lists, or of a list and a number. */
const binary: {
  readonly [op: string]:
    | { readonly lists: string; readonly number: string | null; readonly commutes: boolean }
    | undefined;
} = {
  add: { lists: "add", number: "add", commutes: true },
  sub: { lists: "sub", number: "sub", commutes: false },
  mul: { lists: "mul", number: "mul", commutes: true },
  div: { lists: "div", number: "div", commutes: false },
  pow: { lists: "pow", number: "pow", commutes: false },
  maximum: { lists: "maximum", number: "clamp_min", commutes: true },
  minimum: { lists: "minimum", number: "clamp_max", commutes: true },
};

/** What writes lists: the plain form is there for comprehensions. */
export interface ForeachWriting extends TorchWriting {
  readonly list: TorchNames["list"];
  /** Whether a value is one number for all, though its type may say that each tensor has one. */
  readonly isNumber: (expression: CodeExpression) => boolean;
  /** Whether weight decay is masked by an option of its own. */
  readonly masks: boolean;
}

/** Lines of a statement that makes a list of local values. */
export function foreachLocalLines({ name, value }: ListedStatement, writing: ForeachWriting, indent: string): string[] {
  const { list, id } = writing;
  const added = addedWhere(name, value);
  if (added === null) return pythonStatement(`${list(name)} = `, listOf(value, writing), indent);
  const [, y] = (added.value as CodeCall).args;
  const sum = calling("torch._foreach_add")([atom(list(name)), listOf(y!, writing), atom(`alpha=${id(added.by)}`)]);
  return [`${indent}if ${id(added.by)} != 0:`, ...pythonStatement(`${list(name)} = `, sum, `${indent}    `)];
}

/** Lines that write values into the tensors of a state or the parameters. */
export function foreachInPlaceLines(
  { name, value }: Pick<ListedStore, "name" | "value">,
  writing: ForeachWriting,
  indent: string,
): string[] {
  const { write, list } = writing;
  const own = list(name);
  if (value.kind === "call" && value.op === "choose" && isHostCall(value.args[0]!)) {
    const [condition, then, otherwise] = value.args;
    const side = (chosen: CodeExpression) => foreachInPlaceLines({ name, value: chosen }, writing, `${indent}    `);
    return [`${indent}if ${write(condition!).text}:`, ...side(then!), `${indent}else:`, ...side(otherwise!)];
  }
  const isOwn = (expression: CodeExpression) => expression.kind === "name" && expression.name === name;
  const call = (fn: string, ...args: Printed[]): string[] =>
    pythonStatement("", calling(`torch._foreach_${fn}_`)([atom(own), ...args]), indent);
  if (isOwn(value)) return [`${indent}pass`];
  if (isHostCall(value))
    return pythonStatement(
      "",
      calling("torch._foreach_copy_")([atom(own), atom(`[torch.full_like(x, ${write(value).text}) for x in ${own}]`)]),
      indent,
    );
  if (value.kind === "call" && !nodesOf(value).some((node) => node.kind === "call" && node.op === "fill")) {
    const [a, b, t] = value.args;
    if (value.op === "lerp" && isOwn(b!) && a!.type === "tree" && isHostCall(t!)) {
      return call("lerp", listOf(a!, writing), write(callOf("sub", [numberOf(1), t!], "host")));
    }
    if ((value.op === "add" || value.op === "sub" || value.op === "mul") && isOwn(a!)) {
      return call(value.op, isHostCall(b!) ? write(b!) : listOf(b!, writing));
    }
  }
  return call("copy", listOf(value, writing));
}

/** A list of values, one for each tensor. */
export function listOf(expression: CodeExpression, writing: ForeachWriting): Printed {
  const { list, write } = writing;
  if (expression.kind === "name" && !isHostCall(expression) && expression.type !== "scalar")
    return atom(list(expression.name));
  if (expression.kind !== "call" || writing.isNumber(expression)) return comprehension(expression, writing);
  const { op, args } = expression;
  const [a, b, t] = args;
  const isList = (each: CodeExpression) => each.type !== "scalar" && !isHostCall(each) && !writing.isNumber(each);
  if (op === "masked") return writing.masks ? comprehension(expression, writing) : listOf(a!, writing);
  if (op === "choose" && isHostCall(a!)) {
    return pythonChoice([write(a!), listOf(b!, writing), listOf(t!, writing)]);
  }
  if (op === "square" && isList(a!)) return pairOf("mul", a!, a!, writing);
  if (op === "lerp" && isList(a!) && isList(b!) && isHostCall(t!) && a!.type === "tree" && b!.type === "tree") {
    return calling("torch._foreach_lerp")([
      listOf(b!, writing),
      listOf(a!, writing),
      write(callOf("sub", [numberOf(1), t!], "host")),
    ]);
  }
  const single = unary[op];
  if (single !== undefined && isList(a!)) return calling(`torch._foreach_${single}`)([listOf(a!, writing)]);
  const double = binary[op];
  if (double === undefined) return comprehension(expression, writing);
  if (isList(a!) && isList(b!)) return pairOf(double.lists, a!, b!, writing);
  const numbers = { first: !isList(a!) && isHostCall(a!), second: !isList(b!) && isHostCall(b!) };
  if (isList(a!) && numbers.second)
    return calling(`torch._foreach_${double.number!}`)([listOf(a!, writing), write(b!)]);
  if (isList(b!) && numbers.first && double.commutes)
    return calling(`torch._foreach_${double.number!}`)([listOf(b!, writing), write(a!)]);
  return comprehension(expression, writing);
}

/** Two lists; where one has a number for each tensor, shapes differ, and in that case the larger comes first where it may. */
function pairOf(fn: string, a: CodeExpression, b: CodeExpression, writing: ForeachWriting): Printed {
  const swapped = a.type === "leaves" && b.type === "tree" && binary[fn]?.commutes === true;
  const [first, second] = swapped ? [b, a] : [a, b];
  return calling(`torch._foreach_${fn}`)([listOf(first, writing), listOf(second, writing)]);
}

/** `[grad.asinh() for grad in grads]` */
function comprehension(expression: CodeExpression, { write, id, list }: ForeachWriting): Printed {
  const names = [
    ...new Set(
      nodesOf(expression).flatMap((node) =>
        node.kind === "name" && !isHostCall(node) && node.type !== "scalar" ? [node.name] : [],
      ),
    ),
  ];
  const value = write(expression);
  const shaped: readonly string[] = value.text.match(/\b(param|grad)\b/g) ?? [];
  const needed = [
    ...new Set([...names, ...(shaped.includes("param") ? ["w"] : []), ...(shaped.includes("grad") ? ["g"] : [])]),
  ];
  const over = needed.length === 0 ? ["w"] : needed;
  const loop =
    over.length === 1
      ? `${id(over[0]!)} in ${list(over[0]!)}`
      : `${over.map(id).join(", ")} in zip(${over.map(list).join(", ")})`;
  const pieces = [
    { operator: "", value },
    { operator: "for", value: atom(loop) },
  ];
  const inner = { text: `${value.text} for ${loop}`, binds: tightness.choice, pieces };
  return { text: `[${inner.text}]`, binds: tightness.atom, brackets: { head: "", pair: "[]", args: [inner] } };
}
