/** Functions of whole tensors in ONNX, for a tensor of any shape; a matrix is [first axis, all others]. */
import { LabError } from "../../core/errors.ts";
import type { GraphValue, GraphWriter } from "./values.ts";

/** What is asked of the tensor's shape, each written once. */
export interface ShapeValues {
  readonly shape: string;
  /** int64 `[1]` */
  readonly rows: string;
  readonly isMatrix: string;
}

/** Values of the shape of `w`. */
export function shapeOf({ scope }: GraphWriter, w: string): ShapeValues {
  const shape = scope.node("Shape", [w]);
  const axes = scope.node("Size", [shape]);
  const rows = scope.node("Slice", [
    scope.node("Concat", [shape, scope.int64([1])], { axis: 0 }),
    scope.int64([0]),
    scope.int64([1]),
  ]);
  return { shape, rows, isMatrix: scope.node("Greater", [axes, scope.int64(1)]) };
}

const float = (name: string): GraphValue => ({ name, type: "float" });

/** A whole tensor's function, the tensor and its numbers being given. */
export function wholeFunction(
  writer: GraphWriter,
  {
    op,
    x,
    numbers,
    shape,
  }: {
    readonly op: string;
    readonly x: GraphValue;
    readonly numbers: readonly GraphValue[];
    readonly shape: ShapeValues;
  },
): GraphValue {
  const { scope, as } = writer;
  const given = as(x, "float");
  const back = (matrix: GraphValue): GraphValue => float(scope.node("Reshape", [as(matrix, "float"), shape.shape]));
  const matrixOf = (rows: string) =>
    float(scope.node("Reshape", [given, scope.node("Concat", [rows, scope.int64([-1])], { axis: 0 })]));
  switch (op) {
    case "kth_largest": {
      const size = scope.node("Cast", [scope.node("Size", [given])], { to: 11 });
      const counted = scope.node("Ceil", [scope.node("Mul", [as(numbers[0]!, "double"), size])]);
      const bounded = scope.node("Min", [size, scope.node("Max", [as({ number: 1 }, "double"), counted])]);
      const k = scope.node("Reshape", [scope.node("Cast", [bounded], { to: 7 }), scope.int64([1])]);
      const [found] = scope.nodes("TopK", [scope.node("Reshape", [given, scope.int64([-1])]), k], 2);
      return float(scope.node("Gather", [found!, scope.int64(-1)]));
    }
    case "row_norm": {
      const matrix = as(matrixOf(scope.node("Where", [shape.isMatrix, shape.rows, scope.int64([1])])), "float");
      const norms = scope.node("ReduceL2", [matrix, scope.int64([1])], { keepdims: 1 });
      return back(float(scope.node("Expand", [norms, scope.node("Shape", [matrix])])));
    }
    case "newton_schulz":
    case "polar":
    case "top_singular": {
      const matrix = matrixOf(shape.rows);
      const rest = scope.node("Div", [scope.node("Size", [given]), shape.rows]);
      const tall = scope.node("Squeeze", [scope.node("Greater", [shape.rows, rest])]);
      const wide = writer.turned(tall, matrix);
      return back(writer.turned(tall, ofWide(writer, { op, wide, numbers })));
    }
  }
  throw new LabError("target-lacks", `ONNX has no function for "${op}", which this program calls.`, { op });
}

/** A function of a matrix with no more rows than columns. */
function ofWide(
  writer: GraphWriter,
  { op, wide, numbers }: { readonly op: string; readonly wide: GraphValue; readonly numbers: readonly GraphValue[] },
): GraphValue {
  const quintic = [3.4445, -4.775, 2.0315, 5] as const;
  if (op === "newton_schulz") return iterate(writer, wide, quintic);
  if (op === "polar") return iterate(writer, iterate(writer, unit(writer, wide), quintic), [1.5, -0.5, 0, 8]);
  return topSingular(writer, wide, numbers[0]!);
}

function iterate(
  { node, scope, as }: GraphWriter,
  x: GraphValue,
  [a, b, c, rounds]: readonly [number, number, number, number],
): GraphValue {
  let y = x;
  for (let round = 0; round < rounds; round++) {
    const gram = node("MatMul", [y, float(scope.node("Transpose", [as(y, "float")]))], "float");
    const cubic = node("Mul", [{ number: b }, gram], "float");
    const mixed =
      c === 0
        ? cubic
        : node("Add", [cubic, node("Mul", [{ number: c }, node("MatMul", [gram, gram], "float")], "float")], "float");
    y = node("Add", [node("Mul", [{ number: a }, y], "float"), node("MatMul", [mixed, y], "float")], "float");
  }
  return y;
}

function unit({ node, scope, as }: GraphWriter, x: GraphValue, type: "float" | "double" = "float"): GraphValue {
  const norm = { name: scope.node("ReduceL2", [as(x, type)], { keepdims: 0 }), type };
  return node("Div", [x, node("Max", [norm, { number: 1e-37 }], type)], type);
}

/**
 * Sum of u v' over the k largest singular values; more rounds than singular values add nothing. In float64, for the eight squarings
 * of a matrix lose digits: in float32 all but four.
 */
function topSingular(writer: GraphWriter, wide: GraphValue, k: GraphValue): GraphValue {
  if ("name" in k) {
    throw new LabError(
      "target-lacks",
      'ONNX has no function for "top_singular" of a number that is known when the model runs alone: make a constant of it, as with --set k=2.',
      { op: "top_singular" },
    );
  }
  const { node, scope, as } = writer;
  const double = (name: string): GraphValue => ({ name, type: "double" });
  const of = (op: string, ...values: GraphValue[]): GraphValue => node(op, values, "double");
  const unitOf = (x: GraphValue): GraphValue => unit(writer, x, "double");
  const transposed = (x: GraphValue): GraphValue => double(scope.node("Transpose", [as(x, "double")]));
  const start = startOf(writer, wide);
  let left = unitOf(wide);
  let found: GraphValue | undefined;
  for (let round = 0; round < k.number; round++) {
    let power = unitOf(of("MatMul", left, transposed(left)));
    for (let doubling = 0; doubling < 8; doubling++) power = unitOf(of("MatMul", power, power));
    const near = unitOf(of("MatMul", power, start));
    const far = unitOf(of("MatMul", transposed(left), near));
    const one = of("MatMul", near, transposed(far));
    const size = double(scope.node("ReduceSum", [as(of("Mul", one, left), "double")], { keepdims: 0 }));
    left = of("Sub", left, of("Mul", one, size));
    const share = of("Mul", one, of("Min", { number: 1 }, of("Mul", { number: 1e4 }, size)));
    found = found === undefined ? share : of("Add", found, share);
  }
  return found!;
}

/** 1 + (0.618 i) mod 1 for each row, in float64. */
function startOf({ node, scope, as }: GraphWriter, wide: GraphValue): GraphValue {
  const rows = scope.node("Shape", [as(wide, "float")], { start: 0, end: 1 });
  const indices = scope.node("Range", [scope.int64(0), scope.node("Squeeze", [rows]), scope.int64(1)]);
  const scaled = node("Mul", [{ name: indices, type: "int64" }, { number: 0.618 }], "double");
  const fraction = node("Sub", [scaled, node("Floor", [scaled], "double")], "double");
  const start = as(node("Add", [fraction, { number: 1 }], "double"), "double");
  return { name: scope.node("Unsqueeze", [start, scope.int64([1])]), type: "double" };
}
