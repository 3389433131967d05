import { basename, extname } from "node:path";
import { expect, test } from "vitest";
import { fileStem } from "./file-stem.ts";

test("a file is called as Node's functions on paths say", () => {
  for (const path of ["box.yaml", "a/b/box.v2.yaml", "../box", ".hidden", "a.b/c", "standard input", "box.", "a/b/"])
    expect(fileStem(path), path).toBe(basename(path, extname(path)));
  expect(fileStem("problems\\box.yaml")).toBe("box");
});
