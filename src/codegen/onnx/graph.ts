/**
 * One step of an optimizer as an ONNX graph: statements of the listing, each name bound to the value that it stands for.
 *
 * Inputs: `w` and `g` of any shape, float32; a state each, shaped like them; numbers carried, `step` and hyperparameters, scalars. All
 * hyperparameters but the rate have defaults, which a feed may override where the runtime's interface allows it. Outputs: `new_w` and `new_` of each state.
 */
import { LabError } from "../../core/errors.ts";
import type { GraphProto, TensorProto, ValueInfoProto } from "../../onnx/model-proto.ts";
import { type CodeCall, type CodeExpression, writtenOutLerp } from "../listing/expression.ts";
import type { Listing } from "../listing/listing.ts";
import { shapeOf, wholeFunction } from "./tensors.ts";
import {
  createWriter,
  doubleBytes,
  type ElementName,
  elementType,
  type GraphValue,
  type GraphWriter,
} from "./values.ts";

/** The graph. Errors: `target-lacks` where sums over all tensors meet functions of each. */
export function onnxGraph(listing: Listing): GraphProto {
  const writer = createWriter();
  const names = new Map<string, GraphValue>(inputsOf(listing).map(({ name, type }) => [name, { name, type }]));
  const evaluate = createEvaluate(writer, names, listing);
  for (const [i, pass] of listing.passes.entries()) {
    for (const { name, value } of [...pass.host, ...pass.tensors]) names.set(name, evaluate(value));
    refuseMixture(listing);
    for (const { name, value } of pass.totals) names.set(name, sum(writer, evaluate(value)));
    if (i < listing.passes.length - 1) restore(names, listing);
  }
  for (const { name, value } of listing.stores) names.set(name, evaluate(value));
  const outputs = outputsOf(listing);
  const results = outputs.map(({ name, of, type }) => {
    const found = names.get(of)!;
    const shaped = type === "float" && of !== "w" ? expanded(writer, found) : writer.as(found, type);
    return { opType: "Identity", input: [shaped], output: [name], attribute: [] };
  });
  return {
    name: listing.name.replace(/\W+/g, "_"),
    node: [...writer.scope.written, ...results],
    initializer: [...defaultsOf(listing), ...writer.root.initializers],
    input: inputsOf(listing).map(({ name, type }) => typeInfo(name, type, !isTensor(listing, name))),
    output: outputs.map(({ name, type }) => typeInfo(name, type, type === "double")),
  };
}

/** Names of tensors mean what the step found again. */
function restore(names: Map<string, GraphValue>, listing: Listing): void {
  for (const { name } of [{ name: "w" }, { name: "g" }, ...listing.states]) names.set(name, { name, type: "float" });
}

interface Port {
  readonly name: string;
  readonly type: ElementName;
}

/** Inputs in order. */
export function inputsOf({ states, scalars, hyperparameters, usesStep, mask }: Listing): readonly Port[] {
  return [
    ...["w", "g", ...states.map(({ name }) => name)].map((name) => ({ name, type: "float" }) as const),
    ...scalars.map(({ name }) => ({ name, type: "double" }) as const),
    ...(usesStep ? [{ name: "step", type: "int64" } as const] : []),
    ...hyperparameters.map(
      ({ name, default: value }): Port => ({ name, type: typeof value === "boolean" ? "bool" : "double" }),
    ),
    ...(mask === "free" ? [{ name: "decays", type: "bool" } as const] : []),
  ];
}

/** Outputs in order, and of what. */
function outputsOf({ states, scalars }: Listing): readonly (Port & { readonly of: string })[] {
  return [
    ...["w", ...states.map(({ name }) => name)].map(
      (name) => ({ name: `new_${name}`, of: name, type: "float" }) as const,
    ),
    ...scalars.map(({ name }) => ({ name: `new_${name}`, of: name, type: "double" }) as const),
  ];
}

function isTensor({ states }: Listing, name: string): boolean {
  return name === "w" || name === "g" || states.some((state) => state.name === name);
}

function typeInfo(name: string, type: ElementName, scalar: boolean): ValueInfoProto {
  const elemType = elementType[type];
  return { name, type: { tensorType: scalar ? { elemType, shape: { dim: [] } } : { elemType } } };
}

/** What need not be given: all hyperparameters with a default but the rate, which schedules set. */
function defaultsOf({ hyperparameters }: Listing): TensorProto[] {
  return hyperparameters.flatMap(({ name, default: value }): TensorProto[] => {
    if (value === null || name === "lr") return [];
    const [type, rawData] =
      typeof value === "boolean"
        ? (["bool", Uint8Array.of(Number(value))] as const)
        : (["double", doubleBytes(value)] as const);
    return [{ name, dataType: elementType[type], dims: [], rawData }];
  });
}

/** Sums over all tensors are right where one vector holds all parameters; then nothing may ask for each tensor. */
function refuseMixture({ passes, ops }: Listing): void {
  if (passes.length === 1) return;
  const own = ops.filter((op) => wholeOps.includes(op));
  if (own.length === 0) return;
  throw new LabError(
    "target-lacks",
    `A model of one update gets all parameters as one vector where sums go over all of them, and then "${own[0]}" of each tensor has no meaning; NumPy could: --to numpy.`,
    { op: own[0]! },
  );
}

const wholeOps: readonly string[] = [
  "norm",
  "tensor_sum",
  "tensor_max",
  "rows",
  "columns",
  "kth_largest",
  "on_matrices",
  "row_norm",
  "newton_schulz",
  "polar",
  "top_singular",
];

function sum({ scope, as }: GraphWriter, x: GraphValue): GraphValue {
  return { name: scope.node("ReduceSum", [as(x, "float")], { keepdims: 0 }), type: "float" };
}

/** A state may be one number for the whole tensor. */
function expanded({ scope, as }: GraphWriter, value: GraphValue): string {
  return scope.node("Expand", [as(value, "float"), scope.node("Shape", ["w"])]);
}

const binary: { readonly [op: string]: string | undefined } = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  div: "Div",
  pow: "Pow",
  maximum: "Max",
  minimum: "Min",
};

const comparisons: { readonly [op: string]: string | undefined } = {
  "<": "Less",
  "<=": "LessOrEqual",
  ">": "Greater",
  ">=": "GreaterOrEqual",
  "==": "Equal",
  "!=": "Equal",
};

/** Functions of one number that runtimes have in float64. */
const doubles: { readonly [op: string]: string | undefined } = {
  neg: "Neg",
  abs: "Abs",
  sqrt: "Sqrt",
  exp: "Exp",
  log: "Log",
  sign: "Sign",
  floor: "Floor",
  reciprocal: "Reciprocal",
  sin: "Sin",
};

function createEvaluate(
  writer: GraphWriter,
  names: ReadonlyMap<string, GraphValue>,
  listing: Listing,
): (expression: CodeExpression) => GraphValue {
  const { node, scope, as, ours } = writer;
  let shape: ReturnType<typeof shapeOf> | undefined;
  const shapeNow = () => (shape ??= shapeOf(writer, "w"));
  const evaluate = (expression: CodeExpression): GraphValue => {
    switch (expression.kind) {
      case "number":
        return { number: expression.value };
      case "flag":
        return node("Equal", [{ number: Number(expression.value) }, { number: 1 }], "float", "bool");
      case "name": {
        const found = names.get(expression.name)!;
        return "name" in found && found.type === "int64" ? { name: as(found, "double"), type: "double" } : found;
      }
      case "call":
        return call(expression);
    }
  };
  const where = (condition: GraphValue, a: GraphValue, b: GraphValue, type: ElementName): GraphValue => ({
    name: scope.node("Where", [as(condition, "bool"), as(a, type), as(b, type)]),
    type,
  });
  const call = (of: CodeCall): GraphValue => {
    const { op, args, type } = of;
    const numeric: ElementName = type === "host" ? "double" : "float";
    if (op === "lerp") return evaluate(writtenOutLerp(of));
    if (op === "rows") return { name: scope.node("Squeeze", [shapeNow().rows]), type: "int64" };
    if (op === "columns") {
      const rest = scope.node("Div", [scope.node("Size", ["w"]), shapeNow().rows]);
      return { name: scope.node("Squeeze", [rest]), type: "int64" };
    }
    const values = args.map(evaluate);
    const [x, y, z] = values as [GraphValue, GraphValue, GraphValue];
    if (binary[op] !== undefined) return node(binary[op], values, numeric);
    if (comparisons[op] !== undefined) {
      const operands: ElementName = type === "flag" ? "double" : "float";
      const found = node(comparisons[op], values, operands, "bool");
      return op === "!=" ? node("Not", [found], "bool") : found;
    }
    switch (op) {
      case "and":
        return node("And", values, "bool");
      case "or":
        return node("Or", values, "bool");
      case "not":
        return node("Not", values, "bool");
      case "choose":
        return where(x, y, z, numeric);
      case "on_matrices":
        return where({ name: shapeNow().isMatrix, type: "bool" }, x, y, "float");
      case "square":
        return node("Mul", [x, x], numeric);
      case "fill":
        return { name: expanded(writer, x), type: "float" };
      case "copy":
        return x;
      case "masked":
        return listing.mask === "free" ? where({ name: "decays", type: "bool" }, x, { number: 0 }, "float") : x;
      case "norm":
        return { name: scope.node("ReduceL2", [as(x, "float")], { keepdims: 0 }), type: "float" };
      case "tensor_sum":
        return sum(writer, x);
      case "tensor_max":
        return { name: scope.node("ReduceMax", [as(x, "float")], { keepdims: 0 }), type: "float" };
      case "kth_largest":
      case "row_norm":
      case "newton_schulz":
      case "polar":
      case "top_singular":
        return wholeFunction(writer, { op, x, numbers: values.slice(1), shape: shapeNow() });
    }
    if (type === "host" && doubles[op] !== undefined) return node(doubles[op], [x], "double");
    const found = ours(op, x);
    return type === "host" ? { name: as(found, "double"), type: "double" } : found;
  };
  return evaluate;
}
