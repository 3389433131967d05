import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { mixerOf } from "./families/mixer.ts";
import { mixerS4 } from "./mixer-s-4.ts";

test("has the parameters of its sizes", () => {
  expect(mixerS4.parameterCount).toBe(17_110_026);
});

test("a small one agrees with timm", () => {
  const [expected] = networkCases("mixer");
  const { input, classes } = expected!;
  expectParity(mixerOf({ name: "small", depth: 2, width: 12, patch: 4, input, classes }), expected!);
});
