import { expect, test } from "vitest";
import { vitS16 } from "./vit-s-16.ts";

test("has as many parameters as timm's", () => {
  expect(vitS16.parameterCount).toBe(22_050_664);
});
