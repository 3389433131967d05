import { expect, test } from "vitest";
import { tinyModel } from "../../test/samples/tiny-trial.ts";
import { frozenNames, partitionOf } from "./frozen.ts";
import { initialWeights } from "./parameters.ts";

test("patterns select whole names, and dots are dots", () => {
  expect([...frozenNames(tinyModel, ["a.*", "b.bias"])]).toEqual(["a.weight", "a.bias", "b.bias"]);
  expect([...frozenNames(tinyModel, ["*.bias"])]).toEqual(["a.bias", "b.bias"]);
  expect([...frozenNames(tinyModel, [])]).toEqual([]);
});

test("a pattern without a parameter and one that leaves nothing to train are refused", () => {
  expect(() => frozenNames(tinyModel, ["a.*", "b.bais"])).toThrow(
    'training.freeze: "b.bais" matches no parameter of tiny. Did you mean b.bias',
  );
  expect(() => frozenNames(tinyModel, ["aXbias"])).toThrow("matches no parameter");
  expect(() => frozenNames(tinyModel, ["aa.*"])).toThrow("Did you mean a.*");
  expect(() => frozenNames(tinyModel, ["*"])).toThrow("selects every parameter of tiny");
});

test("a vector is split and joined again", () => {
  const flat = initialWeights(tinyModel, 1);
  const { trained, frozen, trainedCount, frozenCount, split, join } = partitionOf(
    tinyModel,
    new Set(["a.bias", "b.weight"]),
  );
  expect([trainedCount, frozenCount]).toEqual([16 * 8 + 3, 8 + 24]);
  expect(trained.map(({ name, offset }) => [name, offset])).toEqual([
    ["a.weight", 0],
    ["b.bias", 128],
  ]);
  expect(frozen.map(({ offset }) => offset)).toEqual([0, 8]);
  const parts = split(flat);
  expect(parts.frozen).toEqual(flat.subarray(128, 160));
  expect(join(parts.trained, parts.frozen)).toEqual(flat);
  expect(partitionOf(tinyModel, new Set()).split(flat).trained).toBe(flat);
});
