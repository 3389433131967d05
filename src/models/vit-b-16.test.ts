import { expect, test } from "vitest";
import { vitB16 } from "./vit-b-16.ts";

test("has as many parameters as timm's", () => {
  expect(vitB16.parameterCount).toBe(86_567_656);
});
