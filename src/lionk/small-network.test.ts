import { expect, test } from "vitest";
import { mulberry32 } from "./mulberry32.ts";
import { smallNetwork } from "./small-network.ts";
import { twoMoons } from "./two-moons.ts";

test.each([[[16, 16]], [[3]], [[5, 2, 7]], [[]]])(
  "with hidden layers %j the gradient is that of the loss",
  (hidden) => {
    const network = smallNetwork(twoMoons({ size: 31, noise: 0.1, seed: 1 }), hidden);
    const w = network.initial(mulberry32(2)).map((value) => 2 * value);
    const g = network.gradient(w);
    for (const [i, value] of w.entries()) {
      const slope = (network.value(w.with(i, value + 1e-5)) - network.value(w.with(i, value - 1e-5))) / 2e-5;
      expect(g[i]).toBeCloseTo(slope, 8);
    }
  },
);

test("2-16-16-1 has 337 weights; with all at 0 the loss is log 2", () => {
  const network = smallNetwork(twoMoons({ size: 200, noise: 0.1, seed: 123 }), [16, 16]);
  expect(network.size).toBe(337);
  expect(network.value(new Float64Array(337))).toBeCloseTo(Math.LN2, 14);
});
