/** Expressions of Python as values, names being what the text has given them until then. */
import type { Expression, Position } from "../../program/ast.ts";
import { functionOf, readableFunctions } from "./python-functions.ts";
import { ReadMistake } from "./read-mistake.ts";
import type { ReadValue, ReadValues } from "./read-values.ts";

/** What expressions are read with. */
export interface ReadScope {
  readonly values: ReadValues;
  /** What each name of the text stands for now. */
  readonly names: Map<string, ReadValue>;
  /** The function of the language that a bare name calls, beside those of `python-functions.ts`. */
  functionOf?(name: string): string | undefined;
  /** What a function of the text itself gives; undefined where it has none of that name. */
  call?(name: string, args: readonly ReadValue[], at: Position): ReadValue | undefined;
  /** The value of `list["name"]`, `list["name"][i]` or `list[i]`; undefined where the text has no such list. */
  item(list: string, key: string | null): ReadValue | undefined;
  /** The value of `element` summed up over the tensors of a list: what `sum(element for x in list)` is; undefined where it is no such list. */
  summed(element: Expression, variable: string, list: string): ReadValue | undefined;
}

/** The value of an expression. Errors: `ReadMistake`. */
export function readExpression(scope: ReadScope, expression: Expression): ReadValue {
  const { values } = scope;
  const read = (each: Expression): ReadValue => readExpression(scope, each);
  switch (expression.kind) {
    case "number":
      return values.number(expression.value);
    case "flag":
      return values.flag(expression.value);
    case "name":
      return scope.names.get(expression.name) ?? constantOf(scope, expression.name) ?? missing(expression);
    case "unary": {
      const operand = read(expression.operand);
      if (expression.operator === "not") return values.call("not", [operand]);
      return operand.number !== undefined ? values.number(-operand.number) : values.call("-x", [operand]);
    }
    case "binary": {
      if (isMask(scope, expression.left)) return values.call("masked", [read(expression.right)]);
      return values.operator(expression.operator, read(expression.left), read(expression.right));
    }
    case "choice": {
      const [then, otherwise] = [read(expression.whenTrue), read(expression.whenFalse)];
      if (asksForAxes(expression.condition)) return values.call("on_matrices", [then, otherwise]);
      return values.call("choice", [read(expression.condition), then, otherwise]);
    }
    case "call":
      return readCall(scope, expression);
  }
}

type Call = Expression & { readonly kind: "call" };

function readCall(scope: ReadScope, call: Call): ReadValue {
  const { values } = scope;
  const { name, args, at } = call;
  if (name === "[]") return readItem(scope, call);
  const own = /^(\w+)\.copy$/.exec(name)?.[1];
  if (own !== undefined) return readExpression(scope, { kind: "name", name: own, at });
  if (name === ".copy") return readExpression(scope, args[0]!);
  if (name === "float") return values.number(floatOf(args, at));
  const filled = /^\w+\.(full|zeros|ones)_like$/.exec(name)?.[1];
  if (filled !== undefined) {
    const number = filled === "full" ? (args[1] ?? unfit(at, `${name} without a number`)) : null;
    const value = number === null ? values.number(filled === "ones" ? 1 : 0) : readExpression(scope, number);
    return values.call("fill", [value]);
  }
  const [each] = args;
  if (name === "sum" && each?.kind === "call" && each.name === "each") {
    const [element, variable, list] = each.args as [Expression, Expression, Expression];
    const found = scope.summed(element, nameOf(variable), nameOf(list));
    return (
      found ??
      unfit(at, 'a sum over something else than the lists of the function, as in "sum(np.sum(g**2) for g in grads)"')
    );
  }
  const operands = args.map((arg) => readExpression(scope, arg));
  const called = scope.call?.(name, operands, at);
  if (called !== undefined) return called;
  const word = functionOf(name) ?? scope.functionOf?.(name) ?? unknownFunction(name, at);
  return values.call(word === "power" || word === "pow" ? "**" : word, operands);
}

/** `x["name"]`, `x["name"][i]`, `x[i]` */
function readItem(scope: ReadScope, { args: [of, index], at }: Call): ReadValue {
  const inner = of!.kind === "call" && of!.name === "[]" ? of!.args : null;
  const [list, key] = inner === null ? [of!, index!] : [inner[0]!, inner[1]!];
  const text = /^"(.*)"$/.exec(nameOf(key))?.[1] ?? null;
  return scope.item(nameOf(list), text) ?? unfit(at, "something taken out of a list that is none of the function's");
}

/** The name that an expression is; empty for anything else. */
export function nameOf(expression: Expression): string {
  return expression.kind === "name" ? expression.name : "";
}

/** `decays[i]`, which multiplies what decay is kept off. */
function isMask(scope: ReadScope, expression: Expression): boolean {
  return (
    expression.kind === "call" &&
    expression.name === "[]" &&
    nameOf(expression.args[0]!) === "decays" &&
    !scope.names.has("decays")
  );
}

/** `w.ndim > 1` */
function asksForAxes(condition: Expression): boolean {
  return (
    condition.kind === "binary" &&
    condition.operator === ">" &&
    /^\w+\.ndim$/.test(nameOf(condition.left)) &&
    condition.right.kind === "number" &&
    condition.right.value === 1
  );
}

function floatOf([text]: readonly Expression[], at: Position): number {
  const found =
    text === undefined ? undefined : { '"inf"': Infinity, '"-inf"': -Infinity, '"nan"': Number.NaN }[nameOf(text)];
  return found ?? unfit(at, 'float of something else than "inf", "-inf" or "nan"');
}

function constantOf({ values }: ReadScope, name: string): ReadValue | undefined {
  const found = /^(?:math|np|numpy|jnp|torch)\.(pi|e|inf)$/.exec(name)?.[1];
  return found === undefined ? undefined : values.number({ pi: Math.PI, e: Math.E, inf: Infinity }[found]!);
}

function missing({ name, at }: { readonly name: string; readonly at: Position }): never {
  const what = /^"/.test(name) ? `the text ${name}` : name.includes(".") ? `the attribute ${name}` : null;
  if (what !== null) throw new ReadMistake(`${what} stands where a number or a tensor should be`, at);
  throw new ReadMistake(
    `${name} has no value here; it may be a parameter, one with a default as in "${name}=0.9", or a name that a line above gives a value`,
    at,
  );
}

function unknownFunction(name: string, at: Position): never {
  throw new ReadMistake(
    `${name.startsWith(".") ? `the method ${name}` : name} cannot be called by a program; what can: ${readableFunctions().join(", ")}`,
    at,
  );
}

function unfit(at: Position, what: string): never {
  throw new ReadMistake(`${what} cannot be read; write what it computes with the functions of a program`, at);
}
