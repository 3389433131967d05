import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { resnetOf } from "./families/resnet.ts";
import { resnext50 } from "./resnext-50.ts";

test("has as many parameters as torchvision's", () => {
  expect(resnext50.parameterCount).toBe(25_028_904);
});

test("grouped convolutions agree with torchvision", () => {
  const expected = networkCases("resnet").find(({ label }) => label === "grouped")!;
  const { input, classes } = expected;
  const sizes = { block: "bottleneck", blocks: [1, 2, 1, 1], groups: 4, groupWidth: 8 } as const;
  expectParity(resnetOf({ name: "small", ...sizes, input, classes }), expected);
});
