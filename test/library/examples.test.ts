/** The examples run, and come to what they say. They use the package as its users do, so `npm run build` comes first. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { tableOf } from "./readme-examples.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-examples-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an example with quick settings; what it prints. */
async function example(name: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve("examples", name), ...words, "--quick"], {
    cwd: folder,
  });
  return stdout;
}

test("every example is in the README, and every one that is there exists", () => {
  const files = readdirSync("examples").filter((name) => name.endsWith(".mjs") && name !== "stripes.mjs");
  expect(tableOf(readFileSync("README.md", "utf8"))).toEqual(files.sort());
});

test("compare-optimizers.mjs trains a study, goes on where it was, and writes its report", async () => {
  const first = await example("compare-optimizers.mjs", "study");
  expect(first.match(/^(lion|adamw) at [\d.]+, seed 0: 0\.\d{4}$/gm)).toHaveLength(2);
  expect(existsSync(join(folder, "study", "report", "report.html"))).toBe(true);
  expect(readdirSync(join(folder, "study", "weights"))).toHaveLength(2);
  expect(await example("compare-optimizers.mjs", "study")).not.toContain("seed 0"); // nothing is trained again
});

test("own-optimizer.mjs shows a mistake in its place and trains with the program beside Lion", async () => {
  const text = await example("own-optimizer.mjs");
  expect(text).toContain('There is no function "thanh". Did you mean tanh');
  expect(text).toMatch(/^lion: validation 0\.\d+, test 0\.\d+\nsoft-lion: validation 0\.\d+, test 0\.\d+$/m);
});

test("search-programs.mjs finds a better program than its seed", async () => {
  const [, seed, best] = /the seed: ([\d.]+); the best of 60: ([\d.]+)/.exec(await example("search-programs.mjs"))!;
  expect(Number(best)).toBeGreaterThan(Number(seed));
});

test("solve-lionk.mjs finds the corner of the box, with a bound, and what the theory promises held", async () => {
  const text = await example("solve-lionk.mjs");
  expect(text).toContain("x = 2.0000, 0.5000, -2.0000");
  expect(text).toContain("the envelope held: true; the theorem held: true");
  expect(Number(/at most (\S+) above/.exec(text)![1])).toBeLessThan(1e-6);
});

test("export-and-check.mjs writes Lion for PyTorch with its test, and reads NumPy's back to the same steps", async () => {
  expect(await example("export-and-check.mjs", "code")).toContain("over 20 steps is 0\n");
  expect(readdirSync(join(folder, "code")).sort()).toEqual(["lion.py", "lion_numpy.py", "test_lion.py"]);
});

test("statistics.mjs says which differences hold", async () => {
  const text = await example("statistics.mjs");
  expect(text).toContain("lion - adamw: 0.0023 (large), p 0.0059 after Holm");
  expect(text).toContain("takes 14 seeds");
});

test("train-and-predict.mjs keeps weights, predicts with them, and writes ONNX", async () => {
  const text = await example("train-and-predict.mjs", "model");
  expect(text.match(/^\w+ +taken for \w+ +[\d.]+ %$/gm)).toHaveLength(6);
  expect(readdirSync(join(folder, "model")).sort()).toEqual(["stripes.onnx", "stripes.safetensors"]);
});
