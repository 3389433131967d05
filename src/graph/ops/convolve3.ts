import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, type Tensor, type TensorType, zeros } from "../../core/tensor.ts";
import { fromProducts, multiplied, naturalOrder, transformedInputs, transformedWeights } from "../winograd/emit.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/**
 * Attributes of `convolve3` and `convolve3Weights`. `inputs[n]`, `outputs[n]`: `row * side + column` of position n of x and of
 * y; each lists every position of the map once. `adjoint`: the map from y to x instead.
 */
export type Convolve3Attrs = {
  readonly side: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly adjoint?: boolean;
};

/**
 * convolve3: convolution of a square map by 3×3 windows of stride 1, with zeros around the map.
 *   y[p, b, o] = sum over i and the nine taps t of x[p + t, b, i] w[o, i, t]
 * x: float [positions, batch, in]; w: float [out, in, 3, 3]; y: [positions, batch, out]. With `adjoint`, x has `out` channels and
 * y has `in`: y[p, b, i] = sum over o and t of x[p - t, b, o] w[o, i, t], the gradient with respect to the input.
 * Computed by F(4×4, 3×3), a quarter of the products. Errors: `convolve3-shapes`.
 * Source: Lavin & Gray 2015, arXiv:1509.09308.
 */
export const convolve3: Op<["x", "w"], Convolve3Attrs> = defineOp<["x", "w"], Convolve3Attrs>({
  name: "convolve3",
  inputs: { x: "float", w: "float" },
  result: ([x, w], attrs) => ({ dtype: "float", shape: resultShape(x!, w!, attrs) }),
  evaluate: ([x, w], attrs) => {
    const y = zeros("float", resultShape(x!, w!, attrs));
    eachProduct(attrs, { batch: x!.shape[1]!, out: w!.shape[0]!, into: w!.shape[1]! }, (atX, atW, atY) => {
      if (attrs.adjoint) y.data[atX]! += x!.data[atY]! * w!.data[atW]!;
      else y.data[atY]! += x!.data[atX]! * w!.data[atW]!;
    });
    return y;
  },
  gradient: (b, { inputs: [x, w], g, attrs: { adjoint = false, ...attrs }, wanted }) => {
    const [input, output] = adjoint ? [g, x!] : [x!, g];
    return [
      wanted[0] ? b.convolve3(g, w!, { ...attrs, ...(adjoint ? {} : { adjoint: true }) }) : null,
      wanted[1] ? b.convolve3Weights(input, output, attrs) : null,
    ];
  },
  onnx: (m, [x, w], { side, inputs, outputs, adjoint = false }, { inputs: [xType, wType] }) => {
    const [, batch, channels] = xType!.shape as [number, number, number];
    const [out, into] = wType!.shape as [number, number, number, number];
    const [from, to] = adjoint ? [outputs, inputs] : [inputs, outputs];
    const values = transformedInputs(m, { name: x!, batch, channels }, { side, order: from });
    const weights = transformedWeights(m, w!, { out, into, turned: adjoint });
    const tiles = Math.ceil(side / 4) ** 2;
    const size = 36 * tiles * batch * (adjoint ? into : out);
    const products = multiplied(m, values, weights, { turned: adjoint, size });
    return fromProducts(m, { name: products, batch, channels: adjoint ? into : out }, { side, order: to });
  },
  rounding: { largest: 5e-5, why: "The transforms of F(4×4, 3×3) add numbers several times as large as their result." },
  samples: [
    { inputs: [spread([16, 2, 3]), spread([2, 3, 3, 3])], attrs: { side: 4, ...orders(4) } },
    { inputs: [spread([16, 2, 2]), spread([2, 3, 3, 3])], attrs: { side: 4, ...orders(4), adjoint: true } },
    { inputs: [spread([25, 1, 2]), spread([2, 2, 3, 3])], attrs: { side: 5, ...orders(5) } },
    { inputs: [spread([9, 2, 1]), spread([3, 1, 3, 3])], attrs: { side: 3, ...orders(3, true) } },
    { inputs: [spread([64, 2, 1]), spread([1, 1, 3, 3])], attrs: { side: 8, ...orders(8, true) } },
  ],
  rejects: [
    {
      inputs: [spread([16, 2, 3]), spread([2, 2, 3, 3])],
      attrs: { side: 4, ...orders(4) },
      code: "convolve3-shapes",
    },
    {
      inputs: [spread([15, 2, 3]), spread([2, 3, 3, 3])],
      attrs: { side: 4, ...orders(4) },
      code: "convolve3-shapes",
    },
    {
      inputs: [spread([16, 2, 3]), spread([2, 3, 3, 3])],
      attrs: { side: 4, ...orders(4), outputs: [0, 1] },
      code: "convolve3-shapes",
    },
  ],
});

/** Calls `visit` with the offsets in x, w and y of each product of a convolution (not of its adjoint). */
export function eachProduct(
  { side, inputs, outputs }: Convolve3Attrs,
  { batch, out, into }: { readonly batch: number; readonly out: number; readonly into: number },
  visit: (atX: number, atW: number, atY: number) => void,
): void {
  const at = new Map(inputs.map((position, n) => [position, n]));
  for (const [n, position] of outputs.entries()) {
    for (let tap = 0; tap < 9; tap++) {
      const [row, column] = [Math.floor(position / side) + Math.floor(tap / 3) - 1, (position % side) + (tap % 3) - 1];
      if (row < 0 || column < 0 || row >= side || column >= side) continue;
      const source = at.get(row * side + column)!;
      for (let k = 0; k < batch; k++) {
        for (let o = 0; o < out; o++) {
          for (let i = 0; i < into; i++) {
            visit((source * batch + k) * into + i, (o * into + i) * 9 + tap, (n * batch + k) * out + o);
          }
        }
      }
    }
  }
}

/** Checks the operands and says the result's shape. Errors: `convolve3-shapes`. */
function resultShape(x: TensorType, w: TensorType, attrs: Convolve3Attrs): Shape {
  const [out = -1, into = -1, ...kernel] = w.shape;
  const [positions = -1, batch = -1, channels = -1] = x.shape;
  const [reads, writes] = attrs.adjoint ? [out, into] : [into, out];
  const fits = x.shape.length === 3 && kernel.length === 2 && kernel.every((size) => size === 3) && channels === reads;
  if (!fits || positions !== attrs.side ** 2 || !isWholeMap(attrs.inputs, attrs) || !isWholeMap(attrs.outputs, attrs)) {
    throw new LabError(
      "convolve3-shapes",
      `convolve3 needs x of shape [side², batch, ${reads}], weights [out, in, 3, 3] and each of the ${attrs.side ** 2} positions once in ` +
        `both orders, but got ${showShape(x.shape)}, ${showShape(w.shape)} and orders of ${attrs.inputs.length} and ${attrs.outputs.length}.`,
    );
  }
  return [positions, batch, writes];
}

function isWholeMap(order: readonly number[], { side }: Convolve3Attrs): boolean {
  const inside = order.every((position) => Number.isInteger(position) && position >= 0 && position < side * side);
  return inside && order.length === side * side && new Set(order).size === order.length;
}

/** Orders of a sample: inputs backwards; outputs as they come out (`natural`), else row by row. */
function orders(side: number, natural = false): Pick<Convolve3Attrs, "inputs" | "outputs"> {
  const rows = Array.from({ length: side * side }, (_, n) => n);
  const outputs = natural ? naturalOrder(side).filter((position) => position >= 0) : rows;
  return { inputs: [...rows].reverse(), outputs };
}

/** Reference meaning of the gradient with respect to the weights, for `convolve3Weights`. */
export function weightGradient(x: Tensor, g: Tensor, attrs: Convolve3Attrs): Tensor {
  const [, batch, into] = x.shape as [number, number, number];
  const out = g.shape[2]!;
  const dw = zeros("float", [out, into, 3, 3]);
  eachProduct(attrs, { batch, out, into }, (atX, atW, atY) => {
    dw.data[atW]! += x.data[atX]! * g.data[atY]!;
  });
  return dw;
}
