import { expect, test } from "vitest";
import { parseLocated } from "./located.ts";

test("a key that plain data cannot keep is refused at its place", () => {
  for (const text of ["a: 1\nb: { __proto__: 3 }", 'a: 1\nb: { "__proto__": 3 }']) {
    expect(() => parseLocated(text, { file: "x.yaml", kind: "study" })).toThrow('x.yaml:2:6: "__proto__" is no name');
  }
  expect(parseLocated("constructor: 1", { file: "x.yaml", kind: "study" }).value).toEqual({ constructor: 1 });
});
