/** The package as npm makes it: installed into an empty folder, imported by name, and its types checked by a strict compiler; and the API's pages. */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const call = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "lionlab-package-"));
const installed = join(folder, "node_modules", "lionlab");
afterAll(() => rmSync(folder, { recursive: true }));

/** Packs the package, unpacks it where an install would put it, and links what it depends on. */
beforeAll(async () => {
  const { stdout } = await call("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder]);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await call("tar", ["-xzf", join(folder, filename), "-C", folder]);
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync("node_modules").filter((each) => !each.startsWith(".") && each !== "lionlab"))
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  cpSync(join(folder, "package"), installed, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "mine", type: "module", private: true }));
});

const consumer = `
import { LabError, type OptimizerChoice, searchPrograms, solve, startOptimizer, type TrialSettings, trainTrial, planStudy, runStudy } from "lionlab";
import { exportOptimizer } from "lionlab/export";
import { kFunctions, theoremHeld } from "lionlab/lionk";
import { checkText, parseProgram } from "lionlab/program";
import { type Estimate, meanInterval, wilcoxon } from "lionlab/stats";

const choice: OptimizerChoice = { program: "w = w - lr * g", hyperparameters: { lr: 0.1 } };
const run = await startOptimizer(choice, { weights: [[1, 2]], steps: 1 });
const [weights] = run.step([[1, 1]]);
const interval: Estimate = meanInterval([1, 2, 4]);
const settings: TrialSettings = {
  optimizer: "lion",
  data: { name: "fashion-mnist", limitTrain: 100 },
  model: "fashion-cnn",
  training: { epochs: 1, batchSize: 20, schedule: { kind: "cosine", warmupSteps: 5 } },
};
export const later = async (): Promise<number> => {
  const trained = await trainTrial(settings, { onEvent: (event) => event.kind === "epoch" && event.record.validationAccuracy });
  for await (const event of runStudy(await planStudy("quickstart"))) if (event.kind === "ended") return event.progress.done;
  return trained.result?.test?.accuracy ?? Number.NaN;
};
// @ts-expect-error: a model is a name
export const wrong: TrialSettings = { ...settings, model: 3 };
const solved = await solve({ objective: { kind: "linear", b: [1, -1] }, k: { kind: "l1" }, decay: 1, steps: 2000 });
const found = await searchPrograms({ evaluations: 3, score: (program) => -program.length });
const { text } = await exportOptimizer({ name: "lion", to: "numpy" });
const { p } = wilcoxon([1, 2, 3], [3, 2, 5]);
const refused = await startOptimizer("loin", { weights: [[1]], steps: 1 }).catch((error: unknown) => error);
console.log(
  JSON.stringify({
    weights: Array.from(weights ?? []),
    interval: interval.value,
    x: Array.from(solved.x, Math.round),
    held: solved.certificate === null ? null : theoremHeld(solved.certificate),
    found: found.evaluations.length,
    exported: text.includes("def "),
    p,
    mistakes: checkText("w = w - q").length,
    statements: parseProgram("w = w - lr * g").statements.length,
    ks: kFunctions.length > 20,
    refused: refused instanceof LabError ? refused.code : null,
  }),
);
`;

test("runs by its name, in every entry, with nothing else of the checkout", async () => {
  writeFileSync(join(folder, "consumer.ts"), consumer);
  const options = [
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--outDir",
    "built",
  ];
  const said = await call(
    resolve("node_modules/.bin/tsc"),
    ["consumer.ts", ...options, "--types", "node", "--skipLibCheck", "false"],
    { cwd: folder },
  ).catch((error: { stdout: string }) => error);
  // declarations of vega-lite disagree among themselves; ours and the consumer's may not
  const ofOthers = /node_modules\/(?!lionlab\/)/;
  expect(said.stdout.split("\n").filter((line) => line.includes("error TS") && !ofOthers.test(line))).toEqual([]);
  const { stdout } = await call(process.execPath, ["built/consumer.js"], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({
    weights: [0.9, 1.9],
    x: [-1, 1],
    found: 3,
    exported: true,
    mistakes: 1,
    statements: 1,
    ks: true,
    refused: "unknown-optimizer",
  });
});

test("ships what it needs, once: declarations, the runtime for browsers, and neither tests nor pages of the API", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files.filter((path) => path.endsWith(".wasm") && path.includes("ort-wasm"))).toHaveLength(1);
  expect(files.filter((path) => /\.test\.(js|d\.ts)$/.test(path) || path.startsWith("docs/api"))).toEqual([]);
  expect(existsSync(join(installed, "dist/library/index.d.ts"))).toBe(true);
});

test("the pages of the API are made without a warning", async () => {
  const out = join(folder, "api");
  const { stderr } = await call("npx", ["typedoc", "--out", out, "--logLevel", "Warn"]);
  expect(stderr).toBe("");
  expect(readdirSync(out)).toContain("index.html");
});
