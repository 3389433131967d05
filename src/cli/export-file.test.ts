import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fakeTerminal } from "../../test/cli/fake-terminal.ts";
import { decodeModel } from "../onnx/model-proto.ts";
import { commands } from "./commands/index.ts";
import { writeExports } from "./export-file.ts";
import { runCommandLine } from "./parser.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-export-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(line: string) {
  const terminal = fakeTerminal({ cwd: folder });
  const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
  return { code, out: terminal.out.text() };
}

test("a file that was edited is kept, unless it is forced; the same text is written again in peace", async () => {
  const path = join(folder, "a.py");
  const write = (text: string, force = false) => writeExports([{ shown: "a.py", content: text }], { folder, force });
  await write("one\n");
  await write("one\n");
  writeFileSync(path, "mine\n");
  await expect(write("one\n")).rejects.toMatchObject({ code: "file-exists" });
  expect(readFileSync(path, "utf8")).toBe("mine\n");
  await write("one\n", true);
  expect(readFileSync(path, "utf8")).toBe("one\n");
});

test("export prints, or writes a file and says so", async () => {
  const { out } = await run("export lion --to numpy");
  expect(out).toContain("def apply(params, grads, state, *, lr=1e-4");
  const written = await run("export lion --to numpy --set l2=0 --out lion.py");
  expect(written).toEqual({
    code: 0,
    out: "lion.py: Lion for NumPy\nTo check it: npx lionlab export --check lion.py\n",
  });
  const [head, code] = readFileSync(join(folder, "lion.py"), "utf8").split("import numpy") as [string, string];
  expect(code).not.toContain("l2");
  expect(head).toContain("lion (torch, l2=0)");
});

test("a test is written beside the code, both or neither", async () => {
  const { out } = await run("export adamw --to numpy --out tested.py --test");
  expect(out).toBe("tested.py: AdamW for NumPy\ntest_tested.py: its test\nTo run it: pytest test_tested.py\n");
  expect(readFileSync(join(folder, "test_tested.py"), "utf8")).toContain('with_name("tested.py")');
  writeFileSync(join(folder, "test_kept.py"), "mine\n");
  await expect(run("export adamw --to numpy --out kept.py --test")).rejects.toMatchObject({ code: "file-exists" });
  expect(existsSync(join(folder, "kept.py"))).toBe(false);
  await expect(run("export adamw --to numpy --test")).rejects.toMatchObject({ code: "missing-out" });
  await expect(run("export adamw --to json --test --out a.json")).rejects.toMatchObject({ code: "target-untested" });
});

test("a model is written as bytes, and printed as text", async () => {
  expect((await run("export lion --to onnx")).out).toContain("lion (\n  float[] w,\n  float[] g,\n  float[] m,\n");
  await run("export lion --to onnx --out lion.onnx");
  await run("export lion --to onnx --out lion.onnx");
  const model = decodeModel(readFileSync(join(folder, "lion.onnx")));
  expect(model.output.map(({ name }) => name)).toEqual(["new_w", "new_m"]);
});

test("export says what it needs", async () => {
  await expect(run("export lion")).rejects.toMatchObject({ code: "missing-target" });
  await expect(run("export lion --to nunpy")).rejects.toThrow("Did you mean numpy?");
  await expect(run("export lino --to numpy")).rejects.toThrow("Did you mean lion");
  await expect(run("export lion --to numpy --set beta=1")).rejects.toMatchObject({ code: "unknown-hyperparameter" });
});

test("a hyperparameter that is a word of Python is renamed", async () => {
  writeFileSync(
    join(folder, "odd.txt"),
    "hyper lambda = 0.1\nhyper np = 2\nwhile_ = lambda * w\nw = w - lr * (g + while_ * np)",
  );
  const { out } = await run("export ./odd.txt --to numpy");
  expect(out).toContain("def apply(params, grads, state, *, lr=1.0, lambda_=0.1, np_=2.0):");
});
