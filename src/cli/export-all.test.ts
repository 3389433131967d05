import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fakeTerminal } from "../../test/cli/fake-terminal.ts";
import { readOrigin } from "../codegen/listing/origin.ts";
import { optimizers } from "../optimizers/index.ts";
import { commands } from "./commands/index.ts";
import { runCommandLine } from "./parser.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-export-all-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(line: string) {
  const terminal = fakeTerminal({ cwd: folder });
  const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
  return { code, out: terminal.out.text() };
}

const read = (path: string) => readFileSync(join(folder, path), "utf8");

test("each optimizer has its test, in the convention that is asked for where it knows it", async () => {
  const { out } = await run("export --all --to typescript --convention keras --out mine --test");
  expect(out).toMatch(/, with a test of each and index\.ts\nTo run the tests: npx vitest run mine\n$/);
  expect(readdirSync(join(folder, "mine")).filter((file) => file.endsWith(".test.ts")).length).toBe(optimizers.length);
  expect(readOrigin(read("mine/adam.ts"))?.convention).toBe("keras");
  expect(readOrigin(read("mine/paper-discovered.ts"))?.convention).toBe("paper");
});

test("where a file was edited, nothing is written unless it is forced", async () => {
  const line = "export --all --to json --out kept";
  const { out } = await run(line);
  expect(out).toBe(`kept: ${optimizers.length} optimizers for JSON\n`);
  writeFileSync(join(folder, "kept", "sgd.json"), "own\n");
  rmSync(join(folder, "kept", "lion.json"));
  await expect(run(line)).rejects.toMatchObject({ code: "file-exists" });
  expect(readdirSync(join(folder, "kept"))).not.toContain("lion.json");
  await run(`${line} --force`);
  expect(read("kept/sgd.json")).not.toBe("own\n");
});

test("what a target cannot express is left out, and why is said", async () => {
  const { code, out } = await run("export --all --to onnx --out onnx");
  expect(code).toBe(0);
  expect(out).toMatch(/^lionk-ky-fan is left out: .*make a constant of it, as with --set k=2/m);
  const { written, refused } = JSON.parse((await run("export --all --to onnx --out onnx --json")).out);
  expect(refused).toEqual([{ optimizer: "lionk-ky-fan", why: expect.any(String) }]);
  expect(written.length).toBe(optimizers.length - 1);
  expect(written[0]).toEqual({ optimizer: "sgd", convention: "torch", path: join("onnx", "sgd.onnx") });
});

test("all and what is for one exclude each other", async () => {
  for (const one of ["lion ", "--set l2=0 ", "--check lion.py "]) {
    const line = `export ${one}--all --to numpy --out own`;
    await expect(run(line)).rejects.toMatchObject({ code: "all-and-one" });
  }
  await expect(run("export --all --to numpy")).rejects.toMatchObject({ code: "missing-out" });
  await expect(run("export --all --out own")).rejects.toMatchObject({ code: "missing-target" });
  await expect(run("export --all --to latex --out tex --test")).rejects.toMatchObject({ code: "target-untested" });
  await expect(run("export --all --to numpy --out numpy")).rejects.toMatchObject({ code: "folder-shadows" });
  for (const name of ["tex", "own", "numpy"]) expect(readdirSync(folder)).not.toContain(name);
});
