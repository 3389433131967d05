import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { resnetOf } from "./families/resnet.ts";
import { resnet18 } from "./resnet-18.ts";

test("has as many parameters as torchvision's", () => {
  expect(resnet18.parameterCount).toBe(11_689_512);
});

test("is the same network for other images and classes", () => {
  const fitted = resnet18.fit!([1, 28, 28], 10);
  expect([fitted.input, fitted.classes]).toEqual([[1, 28, 28], 10]);
  expect(fitted.parameterCount).toBe(11_689_512 - 64 * 2 * 49 - 990 * 513);
  expect(fitted.parameters.map(({ name }) => name)).toEqual(resnet18.parameters.map(({ name }) => name));
});

test("stochastic depth agrees with timm", () => {
  const expected = networkCases("resnet").find(({ label }) => label === "stochastic depth")!;
  const { input, classes } = expected;
  expectParity(resnetOf({ name: "small", block: "basic", blocks: [1, 1, 1, 1], input, classes }), expected);
});

test("basic blocks, on grey images, agree with torchvision", () => {
  const expected = networkCases("resnet").find(({ label }) => label === "basic")!;
  const { input, classes } = expected;
  expectParity(resnetOf({ name: "small", block: "basic", blocks: [2, 1, 1, 1], input, classes }), expected);
});
