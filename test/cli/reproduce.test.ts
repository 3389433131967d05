/**
 * `lionlab reproduce`: the list, and a tiny experiment from its first trial to its verdicts, interrupted and continued by what is stored.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Experiment } from "../../src/reproduce/experiment.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { type FakeTerminal, fakeTerminal } from "./fake-terminal.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

const built = new URL("../../dist/cli/reproduce/run-experiment.js", import.meta.url).href;
const { runExperiment } = (await import(built)) as typeof import("../../src/cli/reproduce/run-experiment.ts");

const folder = temporaryFolder();
const cwd = folder.path;
const out = join(cwd, "runs");
const preset = join(cwd, "tiny.yaml");

const size = {
  about: "200 images.",
  studies: [
    { id: "rates", preset, name: "tiny-rates" },
    { id: "winners", preset, name: "tiny-winners", ratesFrom: "rates", freshSeeds: 3 },
  ],
};
const experiment: Experiment = {
  name: "tiny",
  about: "Lion against SGD.",
  published: "One figure.",
  sizes: { small: size, full: size },
  figures: [{ study: "winners", optimizer: "lion", accuracy: 0.5, runs: 1 }],
  claims: [{ kind: "beats", study: "winners", first: "lion", second: "sgd" }],
};

beforeAll(() => {
  writeSampleFashion(join(cwd, "data"), { train: 200, test: 50 });
  writeFileSync(
    preset,
    `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers:
  - { name: lion, lr: [0.0001, 0.001] }
  - { name: sgd, lr: [0.0001, 0.001] }
`,
  );
});
afterAll(() => folder.dispose());

/** Runs the tiny experiment in this process. */
async function run(options: object): Promise<{ readonly code: number; readonly terminal: FakeTerminal }> {
  const terminal = fakeTerminal({ cwd });
  const given = { data: join(cwd, "data"), out, workers: 1, ...options };
  const call = {
    arguments: { name: "tiny" },
    rest: [],
    options: given,
    terminal,
    argv: ["reproduce", "tiny"],
    commandLine: "npx lionlab reproduce tiny",
  };
  return { code: await runExperiment(experiment, call), terminal };
}

it("lists the experiments with the time of both sizes", async () => {
  const { code, out: text } = await runCli(["reproduce"], { cwd });
  expect(code).toBe(0);
  for (const name of ["fashion-cnn", "fashion-resnet50-vit", "finetune-table", "cifar10-cnn", "lion-box"])
    expect(text).toMatch(new RegExp(`^${name} +\\d+ +about .* (?:min|h) +about .* days? `, "m"));
});

it("refuses what cannot be run before anything is written", async () => {
  const refused = async (words: readonly string[], sentence: string) => {
    const { code, err } = await runCli(["reproduce", ...words], { cwd });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) });
  };
  await refused(["cifar10"], 'There is no experiment named "cifar10". Did you mean cifar10-cnn');
  await refused(["cifar10-cnn", "--only", "inital"], 'There is no study named "inital". Did you mean initial');
  await refused(["finetune-table", "--full"], "--full --only efficientnetv2 --init FILE");
  await refused(["cifar10-cnn", "--init", "w.safetensors"], "2 studies would start from it");
  await expect(run({ only: ["winners"] })).rejects.toMatchObject({ code: "rates-missing" });
  expect(existsSync(out)).toBe(false);
});

it("runs its studies, trains winners on fresh seeds, and judges; a second process that was given it follows study by study", async () => {
  const both = await Promise.all([run({}), run({})]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const [text, followed] = both.map(({ terminal }) => terminal.out.text()) as [string, string];
  expect(followed).toBe(text);
  for (const name of ["tiny-rates", "tiny-winners"]) {
    const said = new RegExp(`^Process \\d+ on \\S+ coordinates ${name}, since `, "m");
    expect(both.filter(({ terminal }) => said.test(terminal.err.text()))).toHaveLength(1);
  }
  expect(text).toContain("Of 1 claim, 0 hold, 0 do not, 1 are not decided here.");
  expect(text).toMatch(/winners: lion beats sgd: not decided here\. .*\(3 seeds\) against/s);
  const { tables } = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
  const figures = tables.find(({ id }: { id: string }) => id === "figures").rows;
  expect(figures.filter(({ study }: { study: string }) => study === "winners")).toEqual([
    expect.objectContaining({ seeds: 3 }),
    expect.objectContaining({ seeds: 3 }),
  ]);
  expect(readFileSync(join(out, "report.md"), "utf8")).toMatch(/optimizers\.(lion|sgd)\.lr=0\.00?0?1/);
});

it("has nothing left to do the second time, and reports without running", async () => {
  const { terminal } = await run({});
  expect(terminal.err.text()).toContain("4 trials, all done before.");
  expect(terminal.err.text()).toContain("6 trials, all done before.");
  const { terminal: only } = await run({ onlyReport: true, json: true });
  expect(only.err.text()).toBe("");
  expect(JSON.parse(only.out.text())).toMatchObject({
    claims: [{ claim: "lion beats sgd", verdict: "not decided here" }],
    report: { title: "tiny, small" },
  });
});

it("stops at an interrupt and says how to go on", async () => {
  const terminal = fakeTerminal({ cwd });
  const options = { data: join(cwd, "data"), out: join(cwd, "stopped"), workers: 1 };
  const call = {
    arguments: {},
    rest: [],
    options,
    terminal,
    argv: ["reproduce", "tiny"],
    commandLine: "npx lionlab reproduce tiny",
  };
  const write = terminal.err.write;
  Object.assign(terminal.err, {
    write: (text: string) => {
      write(text);
      if (text.includes("4 trials; 1 worker")) terminal.interrupt();
    },
  });
  expect(await runExperiment(experiment, call)).toBe(130);
  expect(terminal.err.text()).toContain(
    "For the whole experiment, which goes on from there: npx lionlab reproduce tiny\n",
  );
  expect(existsSync(join(cwd, "stopped", "tiny-winners"))).toBe(false);
});
