import { expect, test } from "vitest";
import { vitB32 } from "./vit-b-32.ts";

test("has as many parameters as timm's", () => {
  expect(vitB32.parameterCount).toBe(88_224_232);
});
