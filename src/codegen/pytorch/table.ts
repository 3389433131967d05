/** How PyTorch writes each function: of one tensor, and of numbers, which are tensors while steps are captured. */
import { type CodeCall, type CodeExpression, nodesOf, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { createPlainTest, isHostCall, withPlainNumbers } from "../listing/plain-numbers.ts";
import {
  atom,
  calling,
  createPrinter,
  inPlace,
  type Printed,
  tightness,
  type Writer,
  type WriterTable,
} from "../target.ts";
import { onHostOr, pythonArithmetic, pythonChoice, pythonNumber } from "../text/python.ts";
import type { TorchNames } from "./names.ts";

/** Writes expressions of one tensor. */
export function torchPrinter(
  listing: Listing,
  { id }: Pick<TorchNames, "id">,
): (expression: CodeExpression) => Printed {
  const atoms = {
    number: pythonNumber,
    flag: (value: boolean) => atom(value ? "True" : "False"),
    name: ({ name }: { readonly name: string }) => atom(id(name)),
  };
  const write = (expression: CodeExpression): Printed =>
    createPrinter(tableOf(write, { listing, param: id("w") }), atoms)(expression);
  return write;
}

/** `x.abs()`; of numbers that change, a helper that knows both forms. */
function method(
  name: string,
  helper: (args: readonly Printed[]) => Printed = ([x]) => atom(`_host("${name}", ${x!.text})`),
): Writer {
  const ofTensor: Writer = ([x]) => atom(`${inPlace(x!, tightness.atom)}.${name}()`);
  return (args, call) => {
    if (!isHostCall(call))
      return call.args[0]!.type === "host" ? atom(`torch.${name}(${args[0]!.text})`) : ofTensor(args, call);
    return mayBeTensor(call) ? helper(args) : onHostOr(ofTensor)(args, call);
  };
}

/** Whether a number is a tensor while steps are captured: where the step, the rate or a sum over tensors is in it. */
function mayBeTensor(expression: CodeExpression): boolean {
  return nodesOf(expression).some(
    (node) => node.kind === "name" && node.varies && (isHostCall(node) || node.type === "scalar"),
  );
}

/** The larger or smaller: of a tensor and a number, of two tensors, of two numbers. */
function extreme(op: "maximum" | "minimum", isPlain: (expression: CodeExpression) => boolean): Writer {
  const bound = op === "maximum" ? "min" : "max";
  const clamped = (x: Printed, limit: Printed): Printed =>
    atom(`${inPlace(x, tightness.atom)}.clamp(${bound}=${limit.text})`);
  return (args, call) => {
    const [a, b] = [args[0]!, args[1]!];
    if (isHostCall(call)) return mayBeTensor(call) ? calling(`_${op}`)(args) : onHostOr(calling(op))(args, call);
    if (isPlain(call.args[1]!)) return clamped(a, b);
    return isPlain(call.args[0]!) ? clamped(b, a) : calling(`torch.${op}`)(args);
  };
}

function choice(args: readonly Printed[], { args: [condition, then, otherwise] }: CodeCall): Printed {
  if (condition!.type === "flag") return mayBeTensor(condition!) ? calling("_where")(args) : pythonChoice(args);
  const numbers = isHostCall(then!) && isHostCall(otherwise!);
  return calling("torch.where")(numbers ? [args[0]!, atom(`grad.new_tensor(${args[1]!.text})`), args[2]!] : args);
}

function tableOf(
  print: (expression: CodeExpression) => Printed,
  { listing, param }: { readonly listing: Listing; readonly param: string },
): WriterTable {
  const isPlain = createPlainTest(listing);
  const root: Writer = ([x], call) =>
    isHostCall(call) ? pythonArithmetic.pow([x!, atom("0.5")]) : atom(`${inPlace(x!, tightness.atom)}.sqrt()`);
  const table: WriterTable = {
    ...pythonArithmetic,
    abs: method("abs", ([x]) => atom(`abs(${x!.text})`)),
    sign: method("sign", calling("_sign")),
    sqrt: root,
    exp: method("exp"),
    expm1: method("expm1"),
    log: method("log"),
    log1p: method("log1p"),
    sin: method("sin"),
    cos: method("cos"),
    tan: method("tan"),
    arcsin: method("asin"),
    arccos: method("acos"),
    arctan: method("atan"),
    sinh: method("sinh"),
    cosh: method("cosh"),
    tanh: method("tanh"),
    arcsinh: method("asinh"),
    arccosh: method("acosh"),
    arctanh: method("atanh"),
    cbrt: calling("_cbrt"),
    floor: method("floor"),
    maximum: extreme("maximum", isPlain),
    minimum: extreme("minimum", isPlain),
    choose: choice,
    lerp: (_, call) => print(writtenOutLerp(call)),
    norm: calling("torch.linalg.vector_norm"),
    tensor_sum: ([x]) => atom(`${inPlace(x!, tightness.atom)}.sum()`),
    fill: ([x]) => atom(`torch.full_like(${param}, ${x!.text})`),
    masked: ([x]) =>
      listing.mask === "free" ? pythonChoice([atom("decays"), x!, atom(`torch.zeros_like(${param})`)]) : x!,
    copy: ([x]) => atom(`${inPlace(x!, tightness.atom)}.clone()`),
    tensor_max: ([x]) => atom(`${inPlace(x!, tightness.atom)}.max()`),
    rows: calling("_rows"),
    columns: calling("_columns"),
    kth_largest: calling("_kth_largest"),
    on_matrices: ([x, y]) => pythonChoice([{ text: `${param}.ndim > 1`, binds: tightness.comparison }, x!, y!]),
    row_norm: calling("_row_norm"),
    newton_schulz: calling("_newton_schulz"),
    polar: calling("_polar"),
    top_singular: calling("_top_singular"),
  };
  return withPlainNumbers(table, isPlain);
}
