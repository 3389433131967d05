import { expect, test } from "vitest";
import { mixerB16 } from "./mixer-b-16.ts";

test("has as many parameters as timm's", () => {
  expect(mixerB16.parameterCount).toBe(59_880_472);
});
