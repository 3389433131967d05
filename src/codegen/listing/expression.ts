/**
 * Expressions of exported code: trees over names, numbers and a closed set of functions.
 *
 * They are terms of the symbolic run with names put in where a person would put them, and with the patterns that ecosystems have a word for
 * (`lerp`, `norm`) found again. The set of functions is a union, so a target that lacks one does not compile.
 */
import type { ElementLogic, ProgramBinary, ProgramUnary } from "../../program/program-ops.ts";
import type { TensorFunctionName } from "../../program/tensor-functions.ts";

/**
 * What a value is. `flag`, `host`: known before the step touches a tensor; `scalar`: one number computed from all tensors; `leaves`: one
 * number for each tensor; `tree`: a number for each element; `condition`: true or false for each element. Each broadcasts to the later ones.
 */
export type CodeType = "flag" | "host" | "scalar" | "leaves" | "tree" | "condition";

/**
 * Functions of exported code. `choose(c, a, b)` is a where c holds, else b: c is a `flag`, and the choice one of the step, or a `condition` of
 * each element. `lerp(x, y, t)` is (1 - t) x + t y; `norm`, `tensor_sum` are of each tensor; `fill(x)` is a tensor of x shaped like the
 * weights; `masked(x)` is x where weight decay acts, else 0; `copy` is x itself, in memory of its own.
 */
export type CodeOp =
  | ProgramUnary
  | ProgramBinary
  | ElementLogic
  | TensorFunctionName
  | "choose"
  | "lerp"
  | "norm"
  | "tensor_sum"
  | "fill"
  | "masked"
  | "copy";

/**
 * What a name stands for. `fact`: `lr`, `step`; `total`: a sum over all tensors, made by an earlier pass; `local`: what a statement made.
 * The names of `weights` and `gradient` are always `w` and `g`.
 */
export type NameKind = "weights" | "gradient" | "state" | "scalar" | "hyperparameter" | "fact" | "total" | "local";

/** A name. `varies`: from step to step; without it, hyperparameters alone decide the value. */
export interface CodeName {
  readonly kind: "name";
  readonly name: string;
  readonly of: NameKind;
  readonly type: CodeType;
  readonly varies: boolean;
}

/** A function of operands. */
export interface CodeCall {
  readonly kind: "call";
  readonly op: CodeOp;
  readonly args: readonly CodeExpression[];
  readonly type: CodeType;
}

/** An expression. Numbers are finite or infinite, and may be negative. */
export type CodeExpression =
  | { readonly kind: "number"; readonly value: number; readonly type: "host" }
  | { readonly kind: "flag"; readonly value: boolean; readonly type: "flag" }
  | CodeName
  | CodeCall;

/** A call. */
export function callOf(op: CodeOp, args: readonly CodeExpression[], type: CodeType): CodeCall {
  return { kind: "call", op, args, type };
}

/** A number. */
export function numberOf(value: number): CodeExpression {
  return { kind: "number", value, type: "host" };
}

/** All nodes of an expression, operands before what they are operands of. */
export function nodesOf(expression: CodeExpression): CodeExpression[] {
  return expression.kind === "call" ? [...expression.args.flatMap(nodesOf), expression] : [expression];
}

/** Whether a value may be another one at each step: for the host's, whether it can be computed when the optimizer is made. */
export function varies(expression: CodeExpression): boolean {
  return nodesOf(expression).some((node) => node.kind === "name" && node.varies);
}

/**
 * `lerp(x, y, t)` as a person writes it without that word: t y + (1 - t) x, and t y - (1 - t) x for lerp(-x, y, t). The same bits: sums
 * commute, and a sign moves through a product.
 */
export function writtenOutLerp({ args: [x, y, t], type }: CodeCall): CodeCall {
  const negated = x!.kind === "call" && x!.op === "neg";
  const rest = callOf("sub", [numberOf(1), t!], t!.type);
  const old = callOf("mul", [t!, y!], type);
  const fresh = callOf("mul", [rest, negated ? (x as CodeCall).args[0]! : x!], type);
  return callOf(negated ? "sub" : "add", [old, fresh], type);
}
