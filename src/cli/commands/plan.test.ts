import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { openStorage } from "../../records/open.ts";
import { sampleEpoch, sampleResult } from "../../records/samples.ts";
import { planStudy } from "../../study/plan.ts";
import { parseStudy } from "../../study/read.ts";
import { runCommandLine } from "../parser.ts";
import { commands } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

const study = `name: tiny
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 1, batchSize: 32 }
optimizers: [{ name: lion, lr: 0.001 }]
`;

async function plan(text: string, ...flags: readonly string[]): Promise<string> {
  const path = join(folder, "study.yaml");
  writeFileSync(path, text);
  const terminal = fakeTerminal({ cwd: folder });
  await runCommandLine({ argv: ["plan", path, ...flags], commands, version: "1", terminal });
  return terminal.out.text();
}

describe("plan refuses what compare would refuse, before any data is read", () => {
  const changed = (from: string, to: string) => study.replace(from, to);
  it.each([
    [
      "images that are not whole patches",
      changed("{ name: fashion-mnist }", "{ name: fashion-mnist, size: 30 }").replace("fashion-cnn", "mixer-s-16"),
      "image-not-in-patches",
    ],
    ["a batch larger than the data", changed("batchSize: 32", "batchSize: 50000"), "batch-too-large"],
    ["a limit larger than the data", changed("fashion-mnist", "fashion-mnist, limitTrain: 50000"), "limit-train"],
    [
      "a share that leaves nothing",
      changed("fashion-mnist", "fashion-mnist, limitTrain: 1, validation: 0.2"),
      "split-empty",
    ],
    [
      "accumulation beyond an epoch",
      changed("batchSize: 32", "batchSize: 32, accumulate: 5000"),
      "accumulate-too-large",
    ],
    ["a pattern that freezes nothing", changed("batchSize: 32", "batchSize: 32, freeze: [conv9.*]"), "freeze-unknown"],
    [
      "a pattern that freezes everything",
      changed("batchSize: 32", "batchSize: 32, freeze: ['*']"),
      "freeze-everything",
    ],
    [
      "a cutout larger than the image",
      changed("fashion-mnist", "fashion-mnist, augment: { cutout: 29 }"),
      "cutout-too-large",
    ],
    [
      "a warm-up that never ends",
      changed("batchSize: 32", "batchSize: 32, schedule: { kind: cosine, warmupSteps: 1500 }"),
      "warmup-too-long",
    ],
    ["a device that is not here", `${study}device: cuda\n`, "device-unavailable"],
    [
      "a folder that is not there",
      changed("{ name: fashion-mnist }", "{ name: folder, path: ./none, size: 28 }"),
      "folder-missing",
    ],
  ])("%s", async (_, text, code) => {
    await expect(plan(text)).rejects.toMatchObject({ code });
  });

  it("and accepts the study itself, with the last step of a warm-up before the end", async () => {
    expect(await plan(study)).toContain("1 trials");
    expect(
      await plan(changed("batchSize: 32", "batchSize: 32, schedule: { kind: cosine, warmupSteps: 1499 }")),
    ).toContain("1 trials");
  });
});

describe("plan of a study that tunes", () => {
  const tuned = study.replace(
    "optimizers: [{ name: lion, lr: 0.001 }]",
    "tuning: { trials: 3, seeds: 2 }\noptimizers: [lion, adamw]",
  );
  const run = async (text: string, ...words: string[]) => {
    const path = join(folder, "tuned.yaml");
    writeFileSync(path, text);
    const terminal = fakeTerminal({ cwd: folder });
    await runCommandLine({ argv: ["plan", path, ...words], commands, version: "1", terminal });
    return terminal.out.text();
  };

  it("names the phases with their trials and seeds, and lists the trials that are known", async () => {
    const { total, phases, trials } = JSON.parse(await run(tuned, "--json"));
    expect(total).toBe(2 * 3 * 2 + 2 * 10);
    expect(phases).toEqual([
      { name: "tuning", trials: 12, known: 12, done: 0, seeds: [0, 1] },
      { name: "evaluation", trials: 20, known: 0, done: 0, seeds: Array.from({ length: 10 }, (_, i) => 1000 + i) },
    ]);
    expect(trials).toHaveLength(12);
    expect(trials[0]).toMatchObject({ label: "lion", phase: "tuning", done: false });
    const text = await run(tuned, "--seeds", "3");
    expect(text).toContain(
      "tuning: 12 trials on 2 seeds, by quasi-random; evaluation: 6 trials, each winner on 3 fresh seeds",
    );
    expect(text).toContain("18 trials: ");
  });

  it("says by which sampler a study goes on that was begun when another was usual", async () => {
    const path = join(folder, "begun.yaml");
    const out = join(folder, "begun");
    writeFileSync(path, tuned);
    const config = parseStudy(tuned.replace("trials: 3", "sampler: random, trials: 3"));
    const { study: stored, trials } = planStudy(config, { fingerprint: "0".repeat(64), command: "c" });
    mkdirSync(out);
    const storage = await openStorage(join(out, "study.sqlite"), { mode: "run" });
    await storage.putStudy(stored, trials);
    await storage.appendEpoch(trials[1]!.key, sampleEpoch(1));
    await storage.finishTrial(trials[1]!.key, sampleResult(1));
    await storage.close();
    const text = await run(tuned, "--out", out);
    expect(text).toContain("32 trials, 1 done");
    expect(text).toContain("by random; evaluation");
    expect(text).toMatch(/\nThe study was begun with random points and goes on so; .*\n$/);
  });

  it("a plain study is one phase", async () => {
    expect(JSON.parse(await run(study, "--json")).phases).toEqual([
      { name: "evaluation", trials: 1, known: 1, done: 0, seeds: [0] },
    ]);
  });

  it("refuses seeds of evaluation that tuning sees, before anything is written", async () => {
    await expect(run(`${tuned}evaluation: { seeds: [3, 1] }\n`)).rejects.toMatchObject({ code: "study-config" });
  });
});

describe("plan of a discovery", () => {
  const run = async (...words: string[]) => {
    const terminal = fakeTerminal({ cwd: folder });
    await runCommandLine({ argv: ["plan", ...words], commands, version: "1", terminal });
    return terminal.out.text();
  };

  it("says the searches, the budget and the judging, and loads nothing", async () => {
    const text = await run("rediscover", "--budget", "800e", "--seed", "3");
    expect(text).toContain("1 seed each, 800 evaluations a search");
    expect(text).toContain("searches: evolution 3, constants 3, random 3");
    expect(text).toContain("--set evolution.tuneFirst=200");
    expect(JSON.parse(await run("rediscover", "--json"))).toMatchObject({ kind: "discovery", name: "rediscover" });
  });

  it("knows a file by its keys, and refuses what the search would refuse", async () => {
    const path = join(folder, "search.yaml");
    writeFileSync(path, "name: mine\nmethods: [evolution]\nbudget: { evaluations: 10 }\n");
    expect(await run(path)).toContain("mine: evolution from");
    writeFileSync(path, "name: mine\nmethods: [evolutoin]\n");
    await expect(run(path)).rejects.toMatchObject({ code: "discovery-config" });
    writeFileSync(path, "name: mine\nseedProgram: ./none.py\n");
    await expect(run(path)).rejects.toThrow("none.py");
  });
});

it("of a budget of minutes says what is known before: its time, and the trials that judge", async () => {
  const timed = `${study.replace("{ name: lion, lr: 0.001 }", "lion, adamw")}tuning: { minutes: 30 }
evaluation: { seeds: 2 }
`;
  const text = await plan(timed, "--workers", "2");
  expect(text).toContain(
    "tuning: as many trials as 30 minutes of training allow each optimizer here, on 1 seed, by quasi-random; evaluation: 4 trials, each winner on 2 fresh seeds\n",
  );
  expect(text).toMatch(/at least 6 trials: about 3\d min on 2 workers/);
  expect(JSON.parse(await plan(timed, "--json"))).toMatchObject({
    total: 6,
    atLeast: true,
    phases: [{ known: 2 }, {}],
  });
  expect(JSON.parse(await plan(study, "--json"))).not.toHaveProperty("atLeast");
});
