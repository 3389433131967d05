/**
 * `lionlab report RUN RUN`: one report over stored studies.
 */
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { trialKey } from "../../src/records/identity.ts";
import { openStorage } from "../../src/records/open.ts";
import { around, judgedStudy } from "../report/judged-study.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
const cwd = folder.path;

/** Keeps a finished study in the folder of its run, on a data set of its own. */
async function keep(name: string, accuracies: Parameters<typeof judgedStudy>[0]): Promise<void> {
  const { study, trials } = judgedStudy(accuracies);
  const kept = trials.map((trial) => {
    const { optimizer } = trial.config;
    const program = "state m = zeros\nm = lerp(g, m, beta1)\nw = w - lr * m";
    const hyperparameters = { beta1: 0.9 };
    const data = { ...trial.config.data, name: `data-${name}` };
    const config = { ...trial.config, data, optimizer: { ...optimizer, program, hyperparameters } };
    return { ...trial, config, key: trialKey(config) };
  });
  mkdirSync(join(cwd, "runs", name), { recursive: true });
  const storage = await openStorage(join(cwd, "runs", name, "study.sqlite"), { mode: "run" });
  await storage.putStudy({ ...study, name, trialKeys: kept.map(({ key }) => key) }, kept);
  for (const { key, epochs, timings, result } of kept) {
    for (const [at, record] of epochs.entries()) await storage.appendEpoch(key, { record, timing: timings[at]! });
    await storage.finishTrial(key, result!);
  }
  await storage.close();
}

beforeAll(async () => {
  await keep("one", { lion: around(0.92, 3), adam: around(0.9, 3) });
  await keep("two", { lion: around(0.7, 3), adam: around(0.75, 3) });
});
afterAll(() => folder.dispose());

it("writes one report over both, with what each found", async () => {
  const { code, out } = await runCli(["report", "one", "runs/two"], { cwd });
  expect({ code, out }).toEqual({
    code: 0,
    out: `lion is best on validation in 1 of 2 runs, adam in 1; whether differences are real is said for each.\n${join("runs", "one+two", "report.html")}\n`,
  });
  expect(readdirSync(join(cwd, "runs", "one+two")).sort()).toEqual([
    "differences.csv",
    "profiles.svg",
    "report.html",
    "report.json",
    "report.md",
    "runs.csv",
    "workloads.csv",
  ]);
  expect(readFileSync(join(cwd, "runs", "one+two", "runs.csv"), "utf8")).toMatch(/^optimizer,one,two\n/);
});

it("tells the memory of an optimizer by its program, and times it to the target that is asked for", async () => {
  await runCli(["report", "one", "--target", "0.5", "--json"], { cwd });
  const { tables } = JSON.parse(readFileSync(join(cwd, "runs", "one", "report", "report.json"), "utf8"));
  const cost = tables.find(({ id }: { id: string }) => id === "cost");
  expect(cost.caption).toContain("Target: 50.00 % validation accuracy");
  expect(cost.rows[0]).toMatchObject({ "numbers per weight": 1, "bytes per weight": 4, "reached by": 3 });
});

it("refuses a run that is named twice, or is not there, before anything is written", async () => {
  const twice = await runCli(["report", "one", "runs/one", "--out", "nowhere"], { cwd });
  expect([twice.code, twice.err]).toEqual([
    2,
    expect.stringContaining('needs different ones, but "runs/one" is named twice. Leave one out.'),
  ]);
  expect((await runCli(["report", "one", "three"], { cwd })).err).toContain('There is no run "three" here.');
  expect(readdirSync(cwd)).toEqual(["runs"]);
});
