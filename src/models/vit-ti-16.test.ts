import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { vitOf } from "./families/vit.ts";
import { vitTi16 } from "./vit-ti-16.ts";

test("has as many parameters as timm's", () => {
  expect(vitTi16.parameterCount).toBe(5_717_416);
});

test.each(networkCases("vit").map((one) => [one.label, one] as const))(
  "a small one agrees with timm: %s",
  (label, expected) => {
    const { input, classes } = expected;
    const depth = label === "stochastic depth" ? 3 : 2;
    expectParity(vitOf({ name: "small", depth, width: 12, heads: 3, patch: 4, input, classes }), expected);
  },
);

test("images that patches do not fill are refused", () => {
  expect(() => vitTi16.fit!([1, 28, 28], 10)).toThrow(/28 × 28 pixels do not divide into patches of 16 × 16/);
});
