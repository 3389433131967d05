import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fakeTerminal } from "../../test/cli/fake-terminal.ts";
import { writeFakeTfjs } from "../../test/samples/fake-tfjs.ts";
import { readOrigin } from "../codegen/listing/origin.ts";
import { commands } from "./commands/index.ts";
import { runCommandLine } from "./parser.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-check-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
symlinkSync(resolve("node_modules"), join(folder, "node_modules")); // TypeScript, as whoever writes it has it

async function run(line: string, env: { readonly [name: string]: string } = {}) {
  const terminal = { ...fakeTerminal({ cwd: folder }), env: { ...process.env, ...env } };
  const code = await runCommandLine({ argv: line.split(" "), commands, version: "1.2.3", terminal });
  return { code, out: (terminal.out as ReturnType<typeof fakeTerminal>["out"]).text() };
}

/** A Python that gives the expected weights, moved by some distance. */
function pretend(name: string, body: string): { readonly LIONLAB_PYTHON: string } {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${body}\n`, { mode: 0o755 });
  return { LIONLAB_PYTHON: path };
}

const moved = (by: number) => `
const { cases } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const move = (x) => (typeof x === "number" ? x + ${by} : x.map(move));
console.log(JSON.stringify(cases.runs.map(({ expected }) => Array.from({ length: 12 }, (_, i) => move(expected[i + 1] ?? [])))));`;

test("exported TypeScript is run and agrees, and does not once a number in it is another", async () => {
  await run("export lion --to typescript --set l2=0 --out lion.ts");
  const { code, out } = await run("export --check lion.ts");
  expect(code).toBe(0);
  expect(out).toMatch(/^lion\.ts agrees with lion: /);
  const text = readFileSync(join(folder, "lion.ts"), "utf8");
  writeFileSync(
    join(folder, "other.ts"),
    text.replace("(1 - this.beta2)", "(1.001 - this.beta2)").replace("(1 - beta2)", "(1.001 - beta2)"),
  );
  expect(readFileSync(join(folder, "other.ts"), "utf8")).not.toBe(text);
  const other = await run("export --check other.ts");
  expect(other.code).toBe(3);
  expect(other.out).toMatch(/^other\.ts is not lion: differs by up to /);
});

test("exported Python is run by the Python that is named", async () => {
  await run("export adamw --to numpy --out adamw.py");
  expect((await run("export --check adamw.py", pretend("right", moved(0)))).code).toBe(0);
  const far = await run("export --check adamw.py --json", pretend("wrong", moved(1e-3)));
  expect(far.code).toBe(3);
  expect(JSON.parse(far.out)).toMatchObject({ optimizer: "adamw", target: "numpy", agrees: false, tolerance: 1e-9 });
  expect((await run("export --check adamw.py", pretend("lost", moved(Number.NaN)))).code).toBe(3);
});

test("an exported model is run by ONNX Runtime and agrees, and does not once a sign in it is another", async () => {
  for (const name of ["adamw", "paper-discovered"]) {
    expect((await run(`export ${name} --to onnx --out ${name}.onnx`)).out).toContain(`export --check ${name}.onnx\n`);
    expect((await run(`export --check ${name}.onnx`)).code).toBe(0);
    const bytes = readFileSync(join(folder, `${name}.onnx`));
    bytes.write("Add", bytes.lastIndexOf("Sub"));
    writeFileSync(join(folder, "other.onnx"), bytes);
    expect((await run("export --check other.onnx")).code).toBe(3);
  }
});

test("a constant of an exported model is told by it", async () => {
  await run("export sgd --to onnx --set momentum=0.9 --out sgd.onnx");
  expect((await run("export --check sgd.onnx")).code).toBe(0);
});

test("exported TensorFlow.js is run by the package beside it, and its absence is said", async () => {
  const own = mkdtempSync(join(tmpdir(), "lionlab-tfjs-test-"));
  try {
    const { out } = await run("export lion --to tfjs", {});
    writeFileSync(join(own, "lion.js"), out);
    const file = join(own, "lion.js");
    await expect(run(`export --check ${file}`)).rejects.toThrow("npm install @tensorflow/tfjs there.");
    writeFakeTfjs(own);
    expect((await run(`export --check ${file}`)).code).toBe(0);
    writeFileSync(file, out.replace("w = tf.sub(", "w = tf.add("));
    expect(readFileSync(file, "utf8")).not.toBe(out);
    expect((await run(`export --check ${file}`)).code).toBe(3);
  } finally {
    rmSync(own, { recursive: true });
  }
});

test("exported Keras is checked by Keras, and a backend that is missing can be another", async () => {
  await run("export adamw --to keras --out keras_adamw.py");
  const { code, out } = await run("export --check keras_adamw.py --json", pretend("kerasRight", moved(1e-8)));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ target: "keras", tolerance: 1e-6 });
  const bare = pretend(
    "bareKeras",
    `console.error("ModuleNotFoundError: No module named 'tensorflow'"); process.exit(1);`,
  );
  await expect(run("export --check keras_adamw.py", bare)).rejects.toThrow(
    "or choose a backend that it has by KERAS_BACKEND=",
  );
});

test("what is missing is said", async () => {
  await run("export adamw --to numpy --out numpy.py");
  const nowhere = run("export --check numpy.py", { LIONLAB_PYTHON: join(folder, "nowhere") });
  await expect(nowhere).rejects.toMatchObject({ code: "check-missing" });
  const bare = pretend("bare", `console.error("ModuleNotFoundError: No module named 'numpy'"); process.exit(1);`);
  await expect(run("export --check numpy.py", bare)).rejects.toThrow("has no numpy, which numpy.py needs");
  const throws = pretend("throws", `console.error("NameError: name 'm' is not defined"); process.exit(1);`);
  await expect(run("export --check numpy.py", throws)).rejects.toThrow(
    "numpy.py does not run: NameError: name 'm' is not defined.",
  );
  await expect(run("export --check none.py")).rejects.toMatchObject({ code: "check-file" });
  writeFileSync(join(folder, "own.py"), "import numpy as np\n");
  await expect(run("export --check own.py")).rejects.toMatchObject({ code: "check-origin" });
  writeFileSync(join(folder, "odd.py"), "x = 1\n");
  await expect(run("export lion --check odd.py")).rejects.toMatchObject({ code: "check-target" });
  await expect(run("export --to numpy")).rejects.toMatchObject({ code: "missing-optimizer" });
});

test("of a program file the check needs the file, also where it is called as an optimizer of the library", async () => {
  for (const name of ["own", "lion"]) {
    writeFileSync(join(folder, `${name}.txt`), "w = w - lr * tanh(g)\n");
    const { out } = await run(`export ./${name}.txt --to typescript --out from-${name}.ts`);
    const hint = `npx lionlab export ./${name}.txt --check from-${name}.ts`;
    expect(out).toContain(`To check it: ${hint}\n`);
    await expect(run(`export --check from-${name}.ts`)).rejects.toThrow("name its file or run in front");
    expect((await run(hint.replace("npx lionlab ", ""))).code).toBe(0);
  }
});

test("an export says its settings where it is read again, in any language", async () => {
  for (const target of ["numpy", "pytorch", "typescript", "latex"]) {
    const { out } = await run(`export sgd --to ${target} --convention keras --set momentum=0.9 --set nesterov=true`);
    expect(readOrigin(out)).toEqual({
      name: "sgd",
      convention: "keras",
      hyperparameters: { momentum: 0.9, nesterov: true },
    });
  }
});

test("--name is what the code calls the optimizer, and a check holds such a file to the one that is named", async () => {
  const { out } = await run("export adamw --to typescript --name Émile's-Rule --out rule.ts");
  expect(out).toContain("To check it: npx lionlab export adamw --check rule.ts\n");
  expect(readFileSync(join(folder, "rule.ts"), "utf8")).toContain("export class EmileSRule ");
  expect((await run("export adamw --check rule.ts")).code).toBe(0);
  expect((await run("export lion --check rule.ts")).code).toBe(3);
  await expect(run("export --check rule.ts")).rejects.toMatchObject({ code: "check-origin" });
  await expect(run("export sgd --to numpy --name Lion")).rejects.toThrow("another optimizer of the library");
  await expect(run("export adamw --to numpy --name 123")).rejects.toMatchObject({ code: "export-name" });
  await expect(run("export --all --to numpy --out o --name Rule")).rejects.toMatchObject({ code: "all-and-one" });
});
