import { expect, test } from "vitest";
import { expectParity, networkCases } from "../../test/samples/network-parity.ts";
import { efficientnetV2S } from "./efficientnet-v2-s.ts";
import { efficientNetV2Of } from "./families/efficientnet-v2.ts";

test("has as many parameters as timm's", () => {
  expect(efficientnetV2S.parameterCount).toBe(21_458_488);
});

const cases = networkCases("efficientnet-v2").map((one) => [one.label, one] as const);

test.each(cases)("a small one of all kinds of blocks agrees with timm: %s", (_, expected) => {
  const { input, classes } = expected;
  const small = efficientNetV2Of({
    name: "small",
    stem: 8,
    stages: [
      { kind: "plain", repeats: 1, stride: 1, expansion: 1, channels: 8 },
      { kind: "fused", repeats: 2, stride: 2, expansion: 4, channels: 16 },
      { kind: "inverted", repeats: 2, stride: 2, expansion: 4, channels: 24 },
    ],
    features: 20,
    input,
    classes,
  });
  expectParity(small, expected);
});
