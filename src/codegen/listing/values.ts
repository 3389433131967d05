/**
 * Terms of a symbolic run as the values that exported code computes: one object for each, with the patterns that have a word put together
 * again, and without the steps that only bring shapes together, which every ecosystem does by itself.
 */
import { InternalError } from "../../core/errors.ts";
import { openNameOf } from "../../program/symbolic-run.ts";
import { tensorFunction } from "../../program/tensor-functions.ts";
import type { Term } from "../../program/term.ts";
import type { CodeName, CodeOp, CodeType, NameKind } from "./expression.ts";

/** A value. `id` grows along operands. `total` is the sum over all elements of all tensors. */
export type StepValue =
  | {
      readonly id: number;
      readonly op: "number";
      readonly value: number;
      readonly type: "host";
      readonly args: readonly [];
    }
  | {
      readonly id: number;
      readonly op: "flag";
      readonly value: boolean;
      readonly type: "flag";
      readonly args: readonly [];
    }
  | {
      readonly id: number;
      readonly op: "input";
      readonly name: CodeName;
      readonly type: CodeType;
      readonly args: readonly [];
    }
  | {
      readonly id: number;
      readonly op: CodeOp | "total";
      readonly type: CodeType;
      readonly args: readonly StepValue[];
    };

/** Converts terms of one run; equal terms give the same object. */
export function createReader(): (term: Term) => StepValue {
  const known = new Map<Term, StepValue>();
  const read = (term: Term): StepValue => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const made = convert(term, read);
    known.set(term, made);
    return made;
  };
  return read;
}

function convert(term: Term, read: (term: Term) => StepValue): StepValue {
  const { id, op } = term;
  if (term.value !== undefined) {
    return term.type === "flag"
      ? { id, op: "flag", value: term.value !== 0, type: "flag", args: [] }
      : { id, op: "number", value: term.value, type: "host", args: [] };
  }
  if (op.startsWith("leaf ")) return { id, op: "input", name: inputName(term), type: term.type, args: [] };
  const type: CodeType = term.truth === true ? "condition" : term.type;
  const call = (name: CodeOp | "total", args: readonly Term[]): StepValue => ({
    id,
    op: name,
    type,
    args: args.map(read),
  });
  const blend = blendOf(term);
  if (blend !== null) return { id, op: "lerp", type, args: broadcast(blend.map(read), type) };
  const [first] = term.args;
  if (op === "sqrt" && first!.op === "leafTotals" && first!.args[0]!.op === "square") {
    return call("norm", first!.args[0]!.args);
  }
  switch (op) {
    case "leafTotals":
      return call("tensor_sum", term.args);
    case "spread":
      return call("fill", term.args);
    case "total":
    case "fill":
    case "masked":
      return call(op, term.args);
  }
  const args = term.args.map(read);
  const plain = op.replace(/^each /, "") as CodeOp;
  return { id, op: plain, type, args: keepsShape(term) ? args : broadcast(args, type) };
}

/** (1 - t) x + t y as [x, y, t]. */
function blendOf({ op, args: [left, right] }: Term): readonly Term[] | null {
  if (op !== "add" || left!.op !== "mul" || right!.op !== "mul") return null;
  const [rest, x] = left!.args;
  const [share, y] = right!.args;
  const numbers = rest!.value !== undefined && share!.value !== undefined && rest!.value === 1 - share!.value;
  const complement = rest!.op === "sub" && rest!.args[0]!.value === 1 && rest!.args[1] === share;
  return numbers || complement ? [x!, y!, share!] : null;
}

/** Functions that see a tensor as a whole, and choices of the step, whose sides must be of one shape. */
function keepsShape({ op, args, type }: Term): boolean {
  return tensorFunction(op) !== undefined || (op === "choose" && type === "tree" && args[0]!.type === "flag");
}

/** Without tensors of one number where another operand has the shape. */
function broadcast(args: readonly StepValue[], type: CodeType): readonly StepValue[] {
  const filled = (arg: StepValue): boolean => arg.op === "fill";
  const shaped = args.some((arg) => !filled(arg) && (arg.type === "tree" || arg.type === "condition"));
  if (!shaped || (type !== "tree" && type !== "condition")) return args;
  return args.map((arg) => (filled(arg) ? (arg.args as readonly StepValue[])[0]! : arg));
}

function inputName(term: Term): CodeName {
  const [of, name] = inputOf(term);
  return { kind: "name", name, of, type: term.type, varies: of !== "hyperparameter" };
}

/** What a step knows; how long training is and its peak rate are told when the optimizer is made, as hyperparameters are. */
const inputs: { readonly [leaf: string]: readonly [NameKind, string] | undefined } = {
  "leaf w": ["weights", "w"],
  "leaf g": ["gradient", "g"],
  "leaf lr": ["fact", "lr"],
  "leaf step": ["fact", "step"],
  "leaf peak_lr": ["hyperparameter", "peak_lr"],
  "leaf total_steps": ["hyperparameter", "total_steps"],
};

function inputOf(term: Term): readonly [NameKind, string] {
  const known = inputs[term.op];
  if (known !== undefined) return known;
  const open = openNameOf(term);
  if (open !== undefined) return ["hyperparameter", open];
  const [, kind, name] = /^leaf (state|scalar) (.+)$/.exec(term.op) ?? [];
  if (kind === undefined) throw new InternalError(`nothing gives the value "${term.op}" in exported code`);
  return [kind as "state" | "scalar", name!];
}

/** All values that `outputs` need, operands first; `stop`: where not to look further. */
export function reachableValues(
  outputs: readonly StepValue[],
  stop: (value: StepValue) => boolean = () => false,
): StepValue[] {
  const found = new Set<StepValue>();
  const pending = [...outputs];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    if (!stop(value)) pending.push(...value.args);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
