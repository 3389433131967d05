import { expect, test } from "vitest";
import { vitTi4 } from "./vit-ti-4.ts";

test("has the parameters of its sizes", () => {
  expect(vitTi4.parameterCount).toBe(5_362_762);
});
