import type { Compilable } from "kysely";
import { expect, test } from "vitest";
import { template } from "./template.ts";

test("a query is built once, and each time given its values in the order of its text", () => {
  let built = 0;
  const query = template(({ a, b }: { readonly a: string; readonly b?: number }) => {
    built++;
    return compilable([b, a, 7, b]);
  });
  expect(query({ a: "x", b: 1 }).compile().parameters).toEqual([1, "x", 7, 1]);
  expect(query({ a: "y" }).compile().parameters).toEqual([null, "y", 7, null]);
  expect(built).toBe(1);
});

function compilable(parameters: readonly unknown[]): Compilable<unknown> {
  return { compile: () => ({ sql: "", parameters }) as unknown as ReturnType<Compilable<unknown>["compile"]> };
}
