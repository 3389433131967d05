import { expect, test } from "vitest";
import { vitTi8 } from "./vit-ti-8.ts";

test("has the parameters of its sizes", () => {
  expect(vitTi8.parameterCount).toBe(5_381_194);
});
