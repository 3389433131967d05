import { expect, test } from "vitest";
import { isUnkeepable, ownValue } from "./plain-keys.ts";

test("what plain objects inherit is no key of a user", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
    expect(ownValue({}, name), name).toBeUndefined();
  }
  expect(["__proto__", "toString", "beta1"].filter(isUnkeepable)).toEqual(["__proto__"]);
  expect(ownValue({ toString: 3 }, "toString")).toBe(3);
});
