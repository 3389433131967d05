import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { resnetOf } from "./families/resnet.ts";
import { resnet50Gn } from "./resnet-50-gn.ts";

test("has as many parameters as timm's, and no running statistics", () => {
  expect(resnet50Gn.parameterCount).toBe(25_557_032);
  expect(resnet50Gn.statistics).toEqual([]);
});

test("group normalization agrees with PyTorch", () => {
  const expected = networkCases("resnet").find(({ label }) => label === "group normalization")!;
  const { input, classes } = expected;
  const sizes = { block: "bottleneck", blocks: [1, 1, 1, 1], normalizedGroups: 32 } as const;
  expectParity(resnetOf({ name: "small", ...sizes, input, classes }), expected);
});
