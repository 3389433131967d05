import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel, tinyNormedModel } from "../../test/samples/tiny-trial.ts";
import { initialState } from "./state.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const init = { name: "weights.safetensors", sha256: "0".repeat(64) };
const config = { ...tinyConfig(dataset), init };
const normed = tinyConfig(dataset, { model: tinyNormedModel });

test("a trial starts from given values, and from its seed where none are given", () => {
  const drawn = initialState(planTrial(normed, { dataset, model: tinyNormedModel }));
  const [spec, bias] = tinyNormedModel.parameters;
  const size = spec!.shape.reduce((product, extent) => product * extent, 1);
  const initial = {
    parameters: new Map([[bias!.name, Float32Array.of(7, 8, 9)]]),
    statistics: new Map([[tinyNormedModel.statistics[1]!.name, Float32Array.of(4, 5, 6)]]),
  };
  const { weights, statistics } = initialState(
    planTrial({ ...normed, init }, { dataset, model: tinyNormedModel, initial }),
  );
  expect([...weights.subarray(size, size + 3)]).toEqual([7, 8, 9]);
  expect(weights.subarray(0, size)).toEqual(drawn.weights.subarray(0, size));
  expect(weights.subarray(size + 3)).toEqual(drawn.weights.subarray(size + 3));
  expect([...statistics.subarray(0, 6)]).toEqual([0, 0, 0, 4, 5, 6]);
});

test("values of another model are refused", () => {
  const planWith = (name: string, length: number) => () =>
    planTrial(config, {
      dataset,
      model: tinyModel,
      initial: { parameters: new Map([[name, new Float32Array(length)]]), statistics: new Map() },
    });
  expect(planWith("c.bias", 3)).toThrow('3 numbers for the parameter "c.bias", but tiny has no parameter of that name');
  expect(planWith("b.bias", 4)).toThrow('4 numbers for the parameter "b.bias", but tiny has 3 numbers there');
  expect(planWith("b.bias", 3)).not.toThrow();
});
