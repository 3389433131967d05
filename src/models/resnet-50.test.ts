import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { resnetOf } from "./families/resnet.ts";
import { resnet50 } from "./resnet-50.ts";

test("has as many parameters as torchvision's", () => {
  expect(resnet50.parameterCount).toBe(25_557_032);
});

test("bottleneck blocks agree with torchvision", () => {
  const expected = networkCases("resnet").find(({ label }) => label === "bottleneck")!;
  const { input, classes } = expected;
  expectParity(resnetOf({ name: "small", block: "bottleneck", blocks: [1, 2, 1, 1], input, classes }), expected);
});
