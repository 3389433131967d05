import { expect, test } from "vitest";
import { findBrowserFaults, modulesOf } from "./check-browser.ts";
import { parseSource } from "./source-files.ts";

const apart = ["src/lionk/files.ts"];

function sentences(entries: readonly string[], files: { readonly [path: string]: string }): string[] {
  const parsed = Object.entries(files).map(([path, text]) => parseSource(path, text));
  return findBrowserFaults(parsed, { entries, apart }).map(({ path, line, sentence }) => `${path}:${line} ${sentence}`);
}

test("a module of Node is found behind other modules, with the imports that lead to it", () => {
  expect(
    sentences(["src/live/", "src/lionk/"], {
      "src/live/a.ts": 'import { b } from "./b.ts";\nimport { z } from "zod";',
      "src/live/b.ts": 'export { c } from "../core/c.ts";',
      "src/core/c.ts": 'import { b } from "./d.ts";\nimport { hash } from "node:crypto";',
      "src/core/d.ts": 'const sharp = await import("sharp");\nexport const home = process.env.HOME;',
      "src/lionk/files.ts": 'import "node:fs";',
    }),
  ).toEqual([
    "src/core/c.ts:2 This imports node:crypto, which a browser has not, and a page needs it: src/live/b.ts → src/core/c.ts.",
    "src/core/d.ts:1 This imports sharp, which a browser has not, and a page needs it: src/live/b.ts → src/core/c.ts → src/core/d.ts.",
    "src/core/d.ts:2 This uses process.env, which a browser has not, and a page needs it: src/live/b.ts → src/core/c.ts → src/core/d.ts.",
  ]);
});

test("types, tests and what is not reached may need Node", () => {
  expect(
    sentences(["src/live/"], {
      "src/live/a.ts": 'import type { Stats } from "node:fs";\nimport type { D } from "../core/d.ts";',
      "src/live/a.test.ts": 'import "node:fs";',
      "src/core/d.ts": 'import "node:fs";',
    }),
  ).toEqual([]);
});

test("an entry that is not there is found", () => {
  expect(sentences(["src/live/gone.ts"], {})).toEqual(["src/live/gone.ts:1 A browser's entry that is not there."]);
  expect(modulesOf(["src/live/a.ts", "src/lionk/files.ts"], { entries: ["src/lionk/"], apart })).toEqual([]);
});
