/** How Keras writes expressions: operations that every backend has, and Python's own on what is known when an optimizer is made. */
import { type CodeExpression, varies, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { powerTakenFromOne } from "../listing/powers.ts";
import { sharedNames } from "../numpy/names.ts";
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

/** Whether a value is a number of Python: made of numbers, hyperparameters and shapes. */
function isStatic(value: CodeExpression): boolean {
  if (value.kind === "call" && (value.op === "rows" || value.op === "columns")) return true;
  if (value.type === "host" || value.type === "flag") return !varies(value);
  return value.kind === "call" && value.type === "leaves" && value.args.length > 0 && value.args.every(isStatic);
}

const op = (name: string): Writer => {
  const tensor = calling(`ops.${name}`);
  const host = onHostOr(tensor);
  return (args, call) => (isStatic(call) ? host(args, { ...call, type: "host" }) : tensor(args));
};

const logic =
  (word: "and" | "or" | "not"): Writer =>
  (args, call) =>
    call.type === "flag" && isStatic(call) ? pythonArithmetic[word](args, call) : calling(`ops.logical_${word}`)(args);

/** Writes expressions of a listing. `id`: what stands for a name of it. */
export function createKerasPrinter(
  listing: Listing,
  id: (name: string) => string,
): (expression: CodeExpression) => Printed {
  const atoms = {
    number: pythonNumber,
    flag: (value: boolean) => atom(value ? "True" : "False"),
    name: ({ name }: { readonly name: string }) => atom(id(name)),
  };
  const write = (expression: CodeExpression): Printed => createPrinter(tableOf(write, id, listing), atoms)(expression);
  return write;
}

function tableOf(
  write: (expression: CodeExpression) => Printed,
  id: (name: string) => string,
  listing: Listing,
): WriterTable {
  return {
    ...pythonArithmetic,
    sub: (args, call) => {
      const power = powerTakenFromOne(call, listing);
      return power === null ? pythonArithmetic.sub(args) : calling("one_minus_power")(power.map(write));
    },
    and: logic("and"),
    or: logic("or"),
    not: logic("not"),
    square: (args, call) => (isStatic(call) ? pythonArithmetic.square(args) : calling("ops.square")(args)),
    pow: (args, call) => (isStatic(call) ? pythonArithmetic.pow(args) : calling("ops.power")(args)),
    ...sharedNames(op),
    choose: (args, { args: [condition] }) => (isStatic(condition!) ? pythonChoice(args) : calling("ops.where")(args)),
    lerp: (_, call) => write(writtenOutLerp(call)),
    norm: calling("norm"),
    tensor_sum: calling("ops.sum"),
    tensor_max: calling("ops.max"),
    fill: ([x]) => atom(x!.text === "0" ? `ops.zeros_like(${id("g")})` : `ops.full_like(${id("g")}, ${x!.text})`),
    masked: ([x]) => ({ text: `decays * ${inPlace(x!, tightness.product + 0.1)}`, binds: tightness.product }),
    copy: calling("ops.copy"),
    rows: calling("rows"),
    columns: calling("columns"),
    kth_largest: calling("kth_largest"),
    on_matrices: ([x, y]) => pythonChoice([{ text: `len(${id("g")}.shape) > 1`, binds: tightness.comparison }, x!, y!]),
    row_norm: calling("row_norm"),
    newton_schulz: calling("newton_schulz"),
    polar: calling("polar"),
    top_singular: calling("top_singular"),
  };
}
