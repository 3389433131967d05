import { describe, expect, it } from "vitest";
import { resolveOptimizer } from "../optimizers/resolve.ts";
import { descendBowl } from "./bowl.ts";

describe("descendBowl", () => {
  it("multiplies each coordinate by 1 - lr k under plain gradient descent", () => {
    const { rule } = resolveOptimizer({ name: "sgd" });
    const path = descendBowl(rule, { lr: 0.001, steps: 2 });
    expect(path.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(path[0]).toEqual({ step: 0, value: 55.5, w: [1, 1, 1] });
    [0.999, 0.99, 0.9].forEach((factor, i) => {
      expect(path[2]!.w[i]).toBeCloseTo(factor ** 2, 14);
    });
  });
});
