/** How JAX writes expressions: the table of functions, and what is known before a step is traced. */
import { type CodeExpression, nodesOf, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { powerTakenFromOne } from "../listing/powers.ts";
import { numpyHelpers } from "../numpy/helpers.ts";
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

/** Functions of whole tensors: NumPy's, under JAX's names; and one of numbers, which are of float32 unless JAX has its x64 on. */
export const jaxHelpers: typeof numpyHelpers = {
  ...Object.fromEntries(
    Object.entries(numpyHelpers).map(([name, { text, calls }]) => [
      name,
      { calls, text: text.replaceAll("np.", "jnp.") },
    ]),
  ),
  one_minus_power: {
    calls: [],
    text: `def one_minus_power(base, count):
    """1 - base**count; written so, float32 would lose digits of it."""
    return -jnp.expm1(count * jnp.log1p(base - 1))`,
  },
};

/** Functions that depend on the shape alone. */
const shapeOps: readonly string[] = ["rows", "columns"];

/** Whether a value is a number of Python while a step is traced: made of numbers and of shapes. */
function isStatic(value: CodeExpression): boolean {
  if (value.kind === "call") return shapeOps.includes(value.op) || value.args.every(isStatic);
  return value.kind === "number";
}

/** Whether a choice is made before a step is traced: flags that are arguments, and nothing that may be an array. */
export function isChosenBefore(condition: CodeExpression): boolean {
  return nodesOf(condition).every(
    (node) => node.type === "flag" && (node.kind !== "name" || node.of === "hyperparameter"),
  );
}

const jnp = (name: string): Writer => {
  const traced = calling(`jnp.${name}`);
  const host = onHostOr(traced);
  return (args, call) => (isStatic(call) ? host(args, { ...call, type: "host" }) : traced(args));
};

/** Writes expressions of a listing. `id`: its identifiers. */
export function createJaxPrinter(
  listing: Listing,
  id: (name: string) => string,
): (expression: CodeExpression) => Printed {
  const atoms = {
    number: jaxNumber,
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
    neg: ([x]) => {
      const printed = pythonArithmetic.neg([x!]);
      return x!.binds < tightness.sign ? { ...printed, brackets: { head: "-", args: [x!] } } : printed;
    },
    not: (args, call) =>
      call.type !== "flag" || isChosenBefore(call)
        ? pythonArithmetic.not(args, call)
        : calling("jnp.logical_not")(args),
    and: (args, call) => pythonArithmetic.and(args, isChosenBefore(call) ? call : { ...call, type: "condition" }),
    or: (args, call) => pythonArithmetic.or(args, isChosenBefore(call) ? call : { ...call, type: "condition" }),
    ...sharedNames(jnp),
    choose: (args, { args: [condition] }) =>
      isChosenBefore(condition!) ? pythonChoice(args) : calling("jnp.where")(args),
    lerp: (_, call) => write(writtenOutLerp(call)),
    norm: calling("jnp.linalg.norm"),
    tensor_sum: calling("jnp.sum"),
    tensor_max: calling("jnp.max"),
    fill: ([x]) => atom(x!.text === "0" ? `jnp.zeros_like(${id("g")})` : `jnp.full_like(${id("g")}, ${x!.text})`),
    masked: ([x]) => ({ text: `decays * ${inPlace(x!, tightness.product + 0.1)}`, binds: tightness.product }),
    copy: ([x]) => x!,
    rows: calling("rows"),
    columns: calling("columns"),
    kth_largest: calling("kth_largest"),
    on_matrices: ([x, y]) => pythonChoice([{ text: `${id("g")}.ndim > 1`, binds: tightness.comparison }, x!, y!]),
    row_norm: calling("row_norm"),
    newton_schulz: calling("newton_schulz"),
    polar: calling("polar"),
    top_singular: calling("top_singular"),
  };
}

/** Whole numbers that an array of 32 bits cannot hold are written as floats. */
function jaxNumber(value: number): Printed {
  const printed = pythonNumber(value);
  return Math.abs(value) >= 2 ** 31 && /^-?\d+$/.test(printed.text)
    ? { ...printed, text: `${printed.text}.0` }
    : printed;
}

/**
 * Whether the count of steps, a whole number of 32 bits, serves as it is: as an exponent or in a comparison. Elsewhere it would overflow
 * in products, and roots of it would be of 32 bits also where all else has 64.
 */
export function needsFloatStep(expressions: readonly CodeExpression[]): boolean {
  const isStep = (value: CodeExpression): boolean => value.kind === "name" && value.name === "step";
  return expressions.some((value) => {
    if (value.kind !== "call") return isStep(value);
    const rest = value.args.filter((arg) => !isStep(arg));
    if (rest.length === value.args.length) return needsFloatStep(rest);
    const whole = value.op === "pow" ? isRealBase(value.args[0]!) : /^[<>=!]/.test(value.op);
    return !whole || needsFloatStep(rest);
  });
}

function isRealBase(value: CodeExpression): boolean {
  if (value.kind === "number") return !Number.isInteger(value.value);
  return value.kind === "name" && value.of === "hyperparameter";
}
