import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPageFiles } from "./files.ts";

test("what the build compressed goes with the file that it was made of", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-files-"));
  for (const name of ["index.html", "one.js", "one.js.br", "other.js"]) writeFileSync(join(folder, name), name);
  const files = [...readPageFiles(folder)].map(([path, { brotli }]) => [
    path,
    brotli && Buffer.from(brotli).toString(),
  ]);
  rmSync(folder, { recursive: true });
  expect(Object.fromEntries(files)).toEqual({
    "/index.html": undefined,
    "/one.js": "one.js.br",
    "/other.js": undefined,
  });
});

test("the worker that runs models may compile, and nothing else may", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-files-"));
  mkdirSync(join(folder, "assets"));
  const names = ["index.html", "assets/index-a1.js", "assets/classifier-worker-B6_x-1.js", "classifier-worker-1.js"];
  for (const name of names) writeFileSync(join(folder, name), "");
  const policies = [...readPageFiles(folder)].map(([path, { policy = "the page's" }]) => [path, policy]);
  rmSync(folder, { recursive: true });
  const own = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  expect(Object.fromEntries(policies)).toEqual({
    "/index.html": "the page's",
    "/assets/index-a1.js": "the page's",
    "/assets/classifier-worker-B6_x-1.js": own,
    "/classifier-worker-1.js": "the page's",
  });
});
