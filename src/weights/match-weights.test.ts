import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Tensor } from "../core/tensor.ts";
import { cifarCnn } from "../models/cifar-cnn.ts";
import { resnetOf } from "../models/families/resnet.ts";
import { vitOf } from "../models/families/vit.ts";
import { fashionCnn } from "../models/fashion-cnn.ts";
import type { Model } from "../models/model.ts";
import { matchWeights, tryMatch } from "./match-weights.ts";
import { resizePositions } from "./resize-positions.ts";

interface Timm {
  readonly positions: readonly { old: number[]; grid: [number, number]; width: number; new: number[] }[];
  readonly grey: { readonly colour: number[]; readonly grey: number[] };
}

const timm = JSON.parse(
  readFileSync(new URL("../../test/fixtures/weights/timm.json", import.meta.url), "utf8"),
) as Timm;

const small = (input: Model["input"], classes: number): Model =>
  vitOf({ name: "small", depth: 1, width: 2, heads: 1, patch: 2, input, classes });

/** Tensors of a model, each a ramp, so that any mix-up shows. */
function tensorsOf({ parameters, statistics }: Model): Map<string, Tensor> {
  return new Map(
    [...parameters, ...statistics].map(({ name, shape }, index) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return [name, { dtype: "float", shape, data: Float32Array.from({ length: size }, (_, i) => index + i / size) }];
    }),
  );
}

test("the model's own tensors load as they are", () => {
  const model = resnetOf({ name: "small", block: "basic", blocks: [1, 1, 1, 1], input: [3, 32, 32], classes: 5 });
  const tensors = tensorsOf(model);
  tensors.set("bn1.num_batches_tracked", { dtype: "int", shape: [], data: Int32Array.of(7) });
  const { parameters, statistics, report } = matchWeights(model, tensors);
  expect(parameters.size).toBe(model.parameters.length);
  expect(statistics.get("bn1.running_var")).toEqual(tensors.get("bn1.running_var")!.data);
  expect(report).toMatchObject({ replacedHead: null, greyed: null, resized: [], ignored: ["bn1.num_batches_tracked"] });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("weights with %d do not fit, and say where", (wrong) => {
  const model = small([3, 4, 4], 5);
  const tensors = tensorsOf(model);
  const name = model.parameters[1]!.name;
  tensors.get(name)!.data[0] = wrong;
  expect(() => matchWeights(model, tensors)).toThrow(`with NaN or infinite numbers: ${name}`);
  expect(tryMatch(model, tensors).report.notFinite).toEqual([name]);
  const beyond = { ...tensors.get(name)!, data: Float64Array.from(tensors.get(name)!.data).fill(1e300) };
  expect(tryMatch(model, new Map([...tensors, [name, beyond]])).report.notFinite).toEqual([name]); // in float32
});

test("a head of other classes is replaced, or when asked; kept only where it fits", () => {
  const tensors = tensorsOf(small([3, 4, 4], 5));
  const other = matchWeights(small([3, 4, 4], 7), tensors);
  expect(other.report.replacedHead).toBe("head");
  expect([...other.parameters.keys()].filter((name) => name.startsWith("head"))).toEqual([]);
  expect(matchWeights(small([3, 4, 4], 5), tensors).report.replacedHead).toBeNull();
  expect(matchWeights(small([3, 4, 4], 5), tensors, { head: "replace" }).report.replacedHead).toBe("head");
  expect(() => matchWeights(small([3, 4, 4], 7), tensors, { head: "keep" })).toThrow(
    /head.weight is \[5, 2\], not \[7, 2\]/,
  );
  tensors.delete("head.weight");
  tensors.delete("head.bias");
  expect(matchWeights(small([3, 4, 4], 5), tensors).report.replacedHead).toBe("head");
});

test("position embeddings are resized as timm resizes them", () => {
  for (const { old, grid, width, new: expected } of timm.positions) {
    const side = Math.sqrt(old.length / width - 1);
    const found = resizePositions(old, { from: [side, side], to: grid, width, kept: 1 });
    expect(found.length).toBe(expected.length);
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5);
  }
  const { parameters, report } = matchWeights(small([3, 10, 10], 5), tensorsOf(small([3, 6, 6], 5)));
  expect(report.resized).toEqual(["pos_embed"]);
  expect(parameters.get("pos_embed")!.length).toBe(26 * 2);
});

test("colour weights are summed for grey images, as timm does", () => {
  const tensors = tensorsOf(small([3, 4, 4], 5));
  tensors.set("patch_embed.proj.weight", {
    dtype: "float",
    shape: [2, 3, 2, 2],
    data: Float32Array.from(timm.grey.colour),
  });
  const { parameters, report } = matchWeights(small([1, 4, 4], 5), tensors);
  expect(report.greyed).toBe("patch_embed.proj.weight");
  for (const [i, value] of timm.grey.grey.entries()) {
    expect(parameters.get("patch_embed.proj.weight")![i]).toBeCloseTo(value, 6);
  }
});

test("what is missing, of another shape or too much is refused by name", () => {
  const model = small([3, 4, 4], 5);
  const tensors = tensorsOf(model);
  tensors.delete("norm.bias");
  tensors.set("cls_token", { dtype: "float", shape: [2], data: Float32Array.of(1, 2) });
  tensors.set("blocks.1.norm1.weight", { dtype: "float", shape: [2], data: Float32Array.of(1, 2) });
  expect(() => matchWeights(model, tensors)).toThrow(
    "The weights do not fit the model small: missing: norm.bias; of another shape: cls_token is [2], not [1, 1, 2]; " +
      "not of this model: blocks.1.norm1.weight.",
  );
  const many = () => matchWeights(model, tensorsOf(fashionCnn));
  expect(many).toThrow(
    /missing: cls_token, pos_embed, patch_embed.proj.weight, patch_embed.proj.bias, … \(18 in all\)/,
  );
  expect(many).toThrow(expect.objectContaining({ code: "weights-do-not-fit" }));
});

test("a checkpoint's flat vectors are taken apart, those of the best epoch first, whatever its classes", () => {
  const trained = small([3, 4, 4], 9);
  const flat = (length: number, from: number): Tensor => ({
    dtype: "float",
    shape: [length],
    data: Float32Array.from({ length }, (_, i) => from + i),
  });
  const tensors = new Map<string, Tensor>([
    ["weights", flat(trained.parameterCount, 0)],
    ["best", flat(trained.parameterCount, 1000)],
    ["statistics", flat(0, 0)],
    ["best-statistics", flat(0, 0)],
    ["slot-0", flat(trained.parameterCount, 0)],
  ]);
  const { parameters, report } = matchWeights(small([3, 4, 4], 2), tensors);
  expect([...parameters.get("cls_token")!]).toEqual([1000, 1001]);
  expect(report.replacedHead).toBe("head");
  expect(() => tryMatch(cifarCnn, tensors)).toThrow(/holds 1\d\d parameters and 0 running statistics/);
});
