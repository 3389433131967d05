import { expect, it } from "vitest";
import { findSharedNames } from "./check-names.ts";
import { parseSource } from "./source-files.ts";

function sentences(files: { readonly [path: string]: string }): string[] {
  return findSharedNames(Object.entries(files).map(([path, text]) => parseSource(path, text))).map(
    ({ path, line, sentence }) => `${path}:${line} ${sentence}`,
  );
}

it("finds a type whose name another file has, exported as an interface, an alias or a class", () => {
  expect(
    sentences({
      "src/a.ts": "export interface Run { readonly a: number }\nexport class Pool {}",
      "src/b.ts": "export type Run = string;",
      "src/c.ts": "const x = 1;\nexport class Pool {}",
    }),
  ).toEqual([
    "src/b.ts:1 The type Run is also one of src/a.ts: give one of them another name.",
    "src/c.ts:2 The type Pool is also one of src/a.ts: give one of them another name.",
  ]);
});

it("lets values, types of one file's own and tests be", () => {
  expect(
    sentences({
      "src/a.ts": "export const add = 1;\nexport interface Run { readonly a: number }\ninterface Own { a: number }",
      "src/b.ts": "export const add = 2;\ninterface Own { b: number }\ninterface Run { b: number }",
      "src/b.test.ts": "export interface Run { readonly c: number }",
    }),
  ).toEqual([]);
});
