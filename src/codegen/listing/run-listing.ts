/**
 * What a listing means: its statements carried out one after another in float64, as printed code does it, with one table of names.
 *
 * It is the oracle of targets, as the interpreter is of programs, and is held to that one by `listing.conformance.ts`.
 */
import { floatTensor } from "../../core/tensor.ts";
import { eager } from "../../graph/builder.ts";
import { hostFunction } from "../../program/host.ts";
import { leavesOf } from "../../program/interpret.ts";
import { applyToTensors, tensorFunction } from "../../program/tensor-functions.ts";
import type { CodeCall, CodeExpression } from "./expression.ts";
import type { ListedPass, ListedStatement, Listing } from "./listing.ts";

/** A number, or the elements of one tensor. */
export type CodeValue = number | Float64Array;

/** Tensors and gradients, and values of all hyperparameters, `lr` among them. */
export interface ListingInput {
  readonly shapes: readonly (readonly number[])[];
  readonly weights: readonly Float64Array[];
  /** For each step, for each tensor. */
  readonly gradients: readonly (readonly Float64Array[])[];
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  /** For each tensor and element, 1 where weight decay acts; absent: everywhere. */
  readonly mask?: readonly Float64Array[];
}

interface Carried {
  readonly tensors: Map<string, Float64Array>[];
  readonly scalars: Map<string, number>;
}

/** Weights after every step. */
export function runListing(listing: Listing, input: ListingInput): Float64Array[][] {
  const given = Object.entries(input.hyperparameters).map(([name, value]) => [name, Number(value)] as const);
  const run: Run = { names: new Map<string, CodeValue>(given), shape: [], mask: undefined };
  const carried: Carried = {
    tensors: input.weights.map((w) => {
      const states = listing.states.map(
        ({ name, start }) => [name, Float64Array.from(w, () => evaluate(start, run) as number)] as const,
      );
      return new Map([["w", Float64Array.from(w)], ...states]);
    }),
    scalars: new Map(listing.scalars.map(({ name, start }) => [name, evaluate(start, run) as number])),
  };
  return input.gradients.map((gradients, i) => {
    for (const [name, value] of [...given, ["step", i + 1] as const, ...carried.scalars]) run.names.set(name, value);
    for (const pass of listing.passes) runPass(run, { listing, pass, carried, gradients, input });
    return carried.tensors.map((tensor) => tensor.get("w")!);
  });
}

/** Names as they stand, and the tensor under way. */
interface Run {
  readonly names: Map<string, CodeValue>;
  shape: readonly number[];
  mask: Float64Array | undefined;
}

interface PassOf {
  readonly listing: Listing;
  readonly pass: ListedPass;
  readonly carried: Carried;
  readonly gradients: readonly Float64Array[];
  readonly input: ListingInput;
}

function runPass(run: Run, { listing, pass, carried, gradients, input }: PassOf): void {
  const last = pass === listing.passes.at(-1);
  const { names } = run;
  const carryOut = (statement: ListedStatement): void => void names.set(statement.name, evaluate(statement.value, run));
  pass.host.forEach(carryOut);
  const sums = pass.totals.map(() => 0);
  carried.tensors.forEach((tensor, i) => {
    run.shape = input.shapes[i]!;
    run.mask = input.mask?.[i];
    names.set("g", gradients[i]!);
    for (const [name, value] of tensor) names.set(name, value);
    pass.tensors.forEach(carryOut);
    pass.totals.forEach(({ value }, k) => {
      sums[k]! += [evaluate(value, run)]
        .flatMap((found) => (typeof found === "number" ? [found] : [...found]))
        .reduce((a, b) => a + b, 0);
    });
    if (!last) return;
    for (const { of, name, value } of listing.stores) if (of !== "scalar") names.set(name, evaluate(value, run));
    for (const name of tensor.keys()) tensor.set(name, names.get(name) as Float64Array);
  });
  pass.totals.forEach(({ name }, k) => void names.set(name, sums[k]!));
  if (!last) return;
  for (const { of, name, value } of listing.stores) if (of === "scalar") names.set(name, evaluate(value, run));
  for (const name of carried.scalars.keys()) carried.scalars.set(name, names.get(name) as number);
}

function evaluate(expression: CodeExpression, run: Run): CodeValue {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "flag":
      return Number(expression.value);
    case "name": {
      const found = run.names.get(expression.name);
      if (found === undefined) throw new Error(`${expression.name} is read before it has a value`);
      return found;
    }
    case "call":
      return call(expression, run);
  }
}

function call({ op, args, type }: CodeCall, run: Run): CodeValue {
  const [first] = args;
  if (op === "choose" && first!.type === "flag") return evaluate(args[evaluate(first!, run) === 0 ? 2 : 1]!, run);
  const values = args.map((arg) => evaluate(arg, run));
  const [x] = values;
  const elements = x as Float64Array;
  const squares = (): number => elements.reduce((sum, value) => sum + value * value, 0);
  switch (op) {
    case "copy":
      return typeof x === "number" ? x : Float64Array.from(elements);
    case "fill":
      return new Float64Array(sizeOf(run.shape)).fill(x as number);
    case "masked":
      return run.mask === undefined ? x! : each([x!, run.mask], ([value, keep]) => value! * keep!);
    case "norm":
      return Math.sqrt(squares());
    case "tensor_sum":
      return elements.reduce((a, b) => a + b, 0);
    case "lerp":
      return each(values, ([a, b, t]) => (1 - t!) * a! + t! * b!);
  }
  const whole = tensorFunction(op);
  if (whole === undefined) return each(values, (operands) => hostFunction(op)(...operands));
  const leaves = leavesOf([run.shape]);
  const count = whole.parameters.length - whole.numbers.length;
  const trees = values.slice(0, count).map((value) => floatTensor([leaves[0]!.size], value as Float64Array));
  const { data } = applyToTensors(whole, eager, { trees, leaves, numbers: values.slice(count) as number[] });
  return type === "leaves" ? data[0]! : Float64Array.from(data);
}

/** A function of each element, numbers being the same for all. */
function each(values: readonly CodeValue[], compute: (operands: number[]) => number): CodeValue {
  const size = values.find((value) => typeof value !== "number")?.length;
  const at = (i: number): number => compute(values.map((value) => (typeof value === "number" ? value : value[i]!)));
  return size === undefined ? at(0) : Float64Array.from({ length: size }, (_, i) => at(i));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
