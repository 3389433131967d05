import { expect, test } from "vitest";
import { sizeOf } from "../core/tensor.ts";
import { models } from "./index.ts";

test.each(models.map((model) => [model.name, model] as const))(
  "%s has the parameters that it and its layers declare, also on other images",
  (_, model) => {
    const fitted = [32, 64].flatMap((side) => model.fit?.([3, side, side], 7) ?? []);
    for (const { parameters, layers, parameterCount, classes } of [model, ...fitted]) {
      expect(parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameterCount);
      expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameterCount);
      expect(layers.at(-1)!.output).toEqual([classes]);
    }
  },
);
