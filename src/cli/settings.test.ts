import { expect, test } from "vitest";
import { parseSettings } from "./settings.ts";

test("a hyperparameter has a name of its own", () => {
  expect(parseSettings(["beta1=0.95", "nesterov=true"])).toEqual({ beta1: 0.95, nesterov: true });
  expect(() => parseSettings(["__proto__=0.5"])).toThrow('"__proto__" is no name that a hyperparameter can have');
  expect(Object.entries(parseSettings(["constructor=0.5"]))).toEqual([["constructor", 0.5]]);
});
