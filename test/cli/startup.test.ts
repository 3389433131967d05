import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import { sampleEpoch, sampleResult, sampleStudy, sampleTrial } from "../../src/records/samples.ts";
import { loadedModules } from "./loaded-modules.ts";
import { temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

beforeAll(async () => {
  mkdirSync(join(folder.path, "runs", "sample"), { recursive: true });
  const trial = sampleTrial(0.1);
  const storage = await openStorage(join(folder.path, "runs/sample/study.sqlite"), { mode: "run" });
  await storage.putStudy(sampleStudy([trial]), [trial]);
  await storage.appendEpoch(trial.key, sampleEpoch(1));
  await storage.finishTrial(trial.key, sampleResult(1));
  await storage.close();
});

test("help loads the commands' words and what they are made of, and nothing that works", async () => {
  const { ours, packages } = await loadedModules(["--help"], ".");
  expect(ours).toContain("cli/commands/compare.js");
  expect(packages).toEqual(["commander"]);
  const others = ours.filter((path) => !/^(cli|core)\//.test(path));
  expect(others.sort()).toEqual([
    "records/postgres/secrets.js",
    "records/store-files.js",
    "records/training-settings.js",
    "study/training-flags.js",
  ]);
});

test("a command loads no other's words; help and what names none load all", async () => {
  const commandsOf = async (...words: string[]): Promise<readonly string[]> =>
    (await loadedModules(words, ".")).ours.filter((path) => path.startsWith("cli/commands/"));
  expect(await commandsOf("plan", "--help")).toEqual(["cli/commands/plan.js"]);
  expect(await commandsOf("export-model", "--help")).toEqual(["cli/commands/export-model.js"]);
  expect((await commandsOf("help")).length).toBeGreaterThan(15);
});

test("show reads a store and makes a table: no schemas, no YAML, no data sets, no proxies, no charts", async () => {
  const { ours, packages } = await loadedModules(["show", "sample"], folder.path);
  expect(ours).toContain("records/sql/study-store.js");
  expect(packages.filter((name) => !["commander", "@photostructure/sqlite", "node-gyp-build"].includes(name))).toEqual(
    [],
  );
  expect(ours.filter((path) => path.startsWith("records/postgres/")).sort()).toEqual([
    "records/postgres/address.js",
    "records/postgres/secrets.js",
  ]);
  const folders = new Set(ours.map((path) => path.split("/")[0]!));
  for (const heavy of ["data", "tasks", "program", "optimizers", "onnx"]) expect(folders).not.toContain(heavy);
});

test("plan reads a study and makes its trials: no runtime, no charts, no images, no store where there is none", async () => {
  const { ours, packages } = await loadedModules(["plan", "quickstart"], folder.path);
  expect(ours).toContain("study/plan.js");
  // ml-matrix, 7 ms: what a page uses too is imported where it stands, since only Node could wait for the first matrix.
  expect([...packages].sort()).toEqual(["commander", "ml-matrix", "yaml", "zod"]);
  const folders = new Set(ours.map((path) => path.split("/")[0]!));
  for (const heavy of ["search", "figures", "onnx", "kernels", "inference"]) expect(folders).not.toContain(heavy);
  expect(ours.filter((path) => path.startsWith("tasks/proxies/"))).toEqual([]);
});
