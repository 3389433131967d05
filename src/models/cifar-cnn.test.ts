import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { cifarCnn, cifarCnnImproved, cifarCnnOf } from "./cifar-cnn.ts";

test("has the layers' sizes of the published network", () => {
  const counts = cifarCnn.layers.map(({ parameters }) => parameters).filter((count) => count > 0);
  expect(counts).toEqual([896, 9_248, 18_496, 36_928, 73_856, 147_584, 262_272, 1_290]);
  expect(cifarCnnImproved.parameterCount - cifarCnn.parameterCount).toBe(2 * (32 + 32 + 64 + 64 + 128 + 128 + 128));
});

test.each(networkCases("cifar-cnn").map((one) => [one.label, one] as const))(
  "%s agrees with PyTorch",
  (label, expected) => {
    const [channels, size] = expected.input;
    const { classes } = expected;
    const improved = label === "improved";
    const sizes = { channels, size, classes, blocks: [4, 6], hidden: 5, improved, parameterCount: 0 };
    expectParity(cifarCnnOf({ ...sizes, name: "small" }), expected);
  },
);
