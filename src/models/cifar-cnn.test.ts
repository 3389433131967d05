import { expect, test } from "vitest";
import { forwardShape } from "../../test/samples/forward-shape.ts";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { cifarCnn, cifarCnnImproved, cifarCnnOf } from "./cifar-cnn.ts";

test("has the layers' sizes of the published network", () => {
  const counts = cifarCnn.layers.map(({ parameters }) => parameters).filter((count) => count > 0);
  expect(counts).toEqual([896, 9_248, 18_496, 36_928, 73_856, 147_584, 262_272, 1_290]);
  expect([cifarCnn.parameterCount, cifarCnnImproved.parameterCount]).toEqual([550_570, 551_722]);
  expect(cifarCnnImproved.parameterCount - cifarCnn.parameterCount).toBe(2 * (32 + 32 + 64 + 64 + 128 + 128 + 128));
});

test.each(networkCases("cifar-cnn").map((one) => [one.label, one] as const))(
  "%s agrees with PyTorch",
  (label, expected) => {
    const [channels, size] = expected.input;
    const { classes } = expected;
    const improved = label === "improved";
    const sizes = { channels, size, classes, blocks: [4, 6], hidden: 5, improved };
    expectParity(cifarCnnOf({ ...sizes, name: "small" }), expected);
  },
);

test("fits images of other sides, channels and classes, and weights tell the side", () => {
  const grey = cifarCnn.fit!([1, 24, 24], 7);
  expect({ input: grey.input, classes: grey.classes }).toEqual({ input: [1, 24, 24], classes: 7 });
  expect(forwardShape(grey)).toEqual([7, 2]);
  const { tensor, sideOf } = grey.sideFrom!;
  expect(sideOf(grey.parameters.find(({ name }) => name === tensor)!.shape[1]!)).toBe(24);
  expect(() => cifarCnn.fit!([3, 28, 28], 10)).toThrow("multiple of 8 pixels, but these have 28 × 28");
  expect(() => cifarCnn.fit!([3, 32, 24], 10)).toThrow("square images");
});
