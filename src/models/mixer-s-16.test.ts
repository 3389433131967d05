import { expect, test } from "vitest";
import { mixerS16 } from "./mixer-s-16.ts";

test("has as many parameters as timm's", () => {
  expect(mixerS16.parameterCount).toBe(18_528_264);
});
