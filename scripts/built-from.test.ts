import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The part of `built-from.mjs` that is tested; plain JavaScript, since it runs before anything is compiled. */
interface BuiltFrom {
  sourceState(root: string): string;
  isStale(root: string, parts?: readonly string[]): boolean;
}

const { sourceState, isStale } = (await import(new URL("built-from.mjs", import.meta.url).href)) as BuiltFrom;

let root = "";
const at = (path: string): string => join(root, path);
const write = (path: string, text: string): void => writeFileSync(at(path), text);
const build = (): void => write("dist/.built", sourceState(root));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lionlab-checkout-"));
  for (const folder of ["src/core", "assembly", "page", "scripts", "dist", "bin"])
    mkdirSync(at(folder), { recursive: true });
  for (const path of ["tsconfig.json", "tsconfig.build.json", "scripts/build-kernels.mjs", "assembly/index.ts"])
    write(path, "");
  write("src/main.ts", "1");
  write("src/core/tensor.ts", "1");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a checkout's build", () => {
  it("is stale before the first one, and fresh after it however often it is asked", () => {
    expect(isStale(root)).toBe(true);
    build();
    expect([isStale(root), isStale(root)]).toEqual([false, false]);
  });

  const changes: { readonly [name: string]: () => void } = {
    "a longer text": () => write("src/core/tensor.ts", "12"),
    "another text of the same length": () => {
      write("src/core/tensor.ts", "2");
      utimesSync(at("src/core/tensor.ts"), 0, statSync(at("src/core/tensor.ts")).mtimeMs / 1000 + 1);
    },
    "an older file in the place of a newer": () => {
      write("src/old.ts", "0");
      utimesSync(at("src/old.ts"), 1, 1);
      build();
      write("src/main.ts", "3");
      utimesSync(at("src/main.ts"), 1, 1);
    },
    "a new file": () => write("src/core/new.ts", ""),
    "a file that went": () => rmSync(at("src/core/tensor.ts")),
    "a file under another name": () => renameSync(at("src/core/tensor.ts"), at("src/core/array.ts")),
    "a file in another folder": () => renameSync(at("src/core/tensor.ts"), at("src/tensor.ts")),
    "a new folder with a file": () => {
      mkdirSync(at("src/graph"));
      write("src/graph/op.ts", "");
    },
    "a part of the page": () => write("page/app.tsx", "1"),
    "a kernel": () => write("assembly/index.ts", "1"),
    "a setting of the compiler": () => write("tsconfig.build.json", "{}"),
  };
  for (const [name, change] of Object.entries(changes))
    it(`is stale after ${name}`, () => {
      build();
      change();
      expect(isStale(root)).toBe(true);
    });

  it("is stale after an edit made while it ran: what counts is what it began with", () => {
    const begun = sourceState(root);
    write("src/main.ts", "while the compiler runs");
    write("dist/.built", begun);
    expect(isStale(root)).toBe(true);
  });

  it("does not mind tests, or what the build itself puts among the sources", () => {
    build();
    write("src/core/tensor.test.ts", "");
    write("src/kernels.wasm", "");
    expect(isStale(root)).toBe(false);
  });

  it("has parts: kernels are not stale for a file of src", () => {
    build();
    write("src/main.ts", "12");
    expect(isStale(root, ["assembly/"])).toBe(false);
    write("assembly/index.ts", "12");
    expect(isStale(root, ["assembly/"])).toBe(true);
  });
});

describe("bin/lionlab.mjs in a checkout", () => {
  /** A checkout whose program is one file, and whose compiler copies it. */
  function checkout(): void {
    for (const script of ["begin-build.mjs", "built-from.mjs", "finish-build.mjs"])
      cpSync(`scripts/${script}`, at(`scripts/${script}`));
    cpSync("bin/lionlab.mjs", at("bin/lionlab.mjs"));
    write("compile.mjs", `import { cpSync } from "node:fs"; cpSync("src/main.ts", "dist/cli/main.js");`);
    const script = "node scripts/begin-build.mjs && node compile.mjs && node scripts/finish-build.mjs";
    write("package.json", JSON.stringify({ name: "x", type: "module", scripts: { build: script } }));
  }
  const start = () => promisify(execFile)(process.execPath, [at("bin/lionlab.mjs")], { cwd: tmpdir() });

  it("builds before it runs where the sources changed, and only there", async () => {
    checkout();
    write("src/main.ts", `console.log("one")`);
    expect(await start()).toMatchObject({ stdout: "one\n", stderr: expect.stringContaining("building this checkout") });
    expect(await start()).toEqual({ stdout: "one\n", stderr: "" });
    write("src/main.ts", `console.log("another")`);
    expect(await start()).toMatchObject({ stdout: "another\n" });
  });

  it("runs nothing old where the build fails", async () => {
    checkout();
    write("src/main.ts", `console.log("one")`);
    await start();
    write("src/main.ts", `console.log("two")`);
    write("compile.mjs", "process.exit(1)");
    const failed = { code: 1, stdout: "", stderr: expect.stringContaining("the build failed") };
    await expect(start()).rejects.toMatchObject(failed);
    await expect(start()).rejects.toMatchObject(failed);
  });
});
