/**
 * Statements of one tensor as PyTorch's own optimizers write them: states and parameters in place, all else as new tensors, and what a
 * hyperparameter of 0 switches off left out by a condition.
 */
import { type CodeCall, type CodeExpression, callOf, numberOf, varies } from "../listing/expression.ts";
import type { ListedStatement, ListedStore } from "../listing/listing.ts";
import { atom, type Printed, tightness } from "../target.ts";
import { pythonStatement } from "../text/python.ts";

/** How a target writes expressions and names. */
export interface TorchWriting {
  readonly write: (expression: CodeExpression) => Printed;
  readonly id: (name: string) => string;
}

/** Lines of a statement that makes a local value. */
export function localLines({ name, value }: ListedStatement, { write, id }: TorchWriting, indent: string): string[] {
  const added = addedWhere(name, value);
  if (added === null) return pythonStatement(`${id(name)} = `, write(value), indent);
  const sum = callOf("add", [(value as CodeCall).args[0]!, added.value], "tree");
  return [`${indent}if ${id(added.by)} != 0:`, ...pythonStatement(`${id(name)} = `, write(sum), `${indent}    `)];
}

/** x + h y, assigned to x: what is added, and the hyperparameter that switches it off; null for all else. */
export function addedWhere(
  name: string,
  value: CodeExpression,
): { readonly by: string; readonly value: CodeExpression } | null {
  if (value.kind !== "call" || value.op !== "add") return null;
  const [x, added] = value.args;
  if (x!.kind !== "name" || x!.name !== name || added!.kind !== "call" || added!.op !== "mul") return null;
  const [h] = added!.args;
  return h!.kind === "name" && h!.of === "hyperparameter" && h!.type === "host" ? { by: h!.name, value: added! } : null;
}

/** Lines that write a value into the tensor of a state or of the parameter. */
export function inPlaceLines(
  { name, value }: Pick<ListedStore, "name" | "value">,
  writing: TorchWriting,
  indent: string,
): string[] {
  const { write, id } = writing;
  if (value.kind === "call" && value.op === "choose" && value.args[0]!.type === "flag" && !varies(value.args[0]!)) {
    const [condition, then, otherwise] = value.args;
    const side = (chosen: CodeExpression) =>
      isName(chosen, name) ? [`${indent}    pass`] : inPlaceLines({ name, value: chosen }, writing, `${indent}    `);
    if (isName(otherwise!, name)) return [`${indent}if ${write(condition!).text}:`, ...side(then!)];
    return [`${indent}if ${write(condition!).text}:`, ...side(then!), `${indent}else:`, ...side(otherwise!)];
  }
  return pythonStatement(`${id(name)}.`, chainOf(name, value, write), indent);
}

/** The methods that write into a tensor: `lerp_(grad, 1 - beta1)`, `mul_(beta2).addcmul_(…)`, `copy_(…)`. */
function chainOf(name: string, value: CodeExpression, write: TorchWriting["write"]): Printed {
  const method = (of: string, ...args: Printed[]): Printed => ({
    text: `${of}(${args.map(({ text }) => text).join(", ")})`,
    binds: tightness.atom,
    brackets: { head: of, args },
  });
  if (value.kind === "call") {
    const [a, b, t] = value.args;
    switch (value.op) {
      case "lerp": {
        if (!isName(b!, name) || a!.type !== "tree" || t!.type !== "host") break;
        const rest = write(callOf("sub", [numberOf(1), t!], "host"));
        const squared = a!.kind === "call" && a!.op === "square" ? write(a!.args[0]!) : null;
        if (squared === null || varies(t!)) return method("lerp_", write(a!), rest);
        return method(`mul_(${write(t!).text}).addcmul_`, squared, squared, atom(`value=${rest.text}`));
      }
      case "add": {
        if (isName(a!, name)) return method("add_", write(b!));
        const scaled = a!.kind === "call" && a!.op === "mul" ? a!.args.find((each) => isName(each, name)) : undefined;
        if (scaled === undefined) break;
        const factor = (a as CodeCall).args.find((each) => each !== scaled)!;
        if (reads(factor, name) || reads(b!, name)) break;
        return method(`mul_(${write(factor).text}).add_`, write(b!));
      }
      case "sub":
        if (isName(a!, name)) return method("sub_", write(b!));
        break;
      case "mul":
        if (isName(a!, name)) return method("mul_", write(b!));
        break;
      case "copy":
        return method("copy_", write(a!));
    }
  }
  return isHost(value) ? method("fill_", write(value)) : method("copy_", write(value));
}

function isHost({ type }: CodeExpression): boolean {
  return type === "host" || type === "flag";
}

function isName(expression: CodeExpression, name: string): boolean {
  return expression.kind === "name" && expression.name === name;
}

function reads(expression: CodeExpression, name: string): boolean {
  return isName(expression, name) || (expression.kind === "call" && expression.args.some((arg) => reads(arg, name)));
}
