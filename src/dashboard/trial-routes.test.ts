/** A trial in full, of a study with hostile names, a program of its own, a failure, and of one that was imported. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { storeStudy } from "../../test/samples/stored-study.ts";
import { openStorage } from "../records/open.ts";
import { RunLibrary } from "./library.ts";
import type { TrialDetails } from "./trial-details.ts";
import { trialRoutes } from "./trial-routes.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab trial-"));
const library = new RunLibrary([folder]);
const app = trialRoutes({ library });
const label = "</script><b>it's";
const own = syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 3, patience: null, name: "own" });
const other = syntheticStudy({ optimizers: ["adam"], rates: 1, epochs: 2, unfinished: 1, name: "other" });
let keys: readonly string[];
let id: string;

beforeAll(async () => {
  const trials = own.trials.map((trial) => {
    const { optimizer } = trial.config;
    return { ...trial, config: { ...trial.config, optimizer: { ...optimizer, name: "mine", label } } };
  });
  const config = { name: "own", data: { path: "/data/here" }, optimizers: [{ name: "programs/mine.py" }] };
  await storeStudy(join(folder, "own", "study.sqlite"), { study: { ...own.study, config }, trials });
  const run = (await library.list()).runs[0]!;
  id = run.id;
  keys = (await library.study(id))!.frameSince(null).rows.map(({ key }) => key);
});
afterAll(async () => {
  await library.close();
  rmSync(folder, { recursive: true });
});

const ask = (key: string, of = id) => app.request(`/api/runs/${of}/trials/${encodeURIComponent(key)}`);
const details = async (key: string, of = id): Promise<TrialDetails> =>
  (await ask(key, of)).json() as Promise<TrialDetails>;

describe("a trial in full", () => {
  it("has its exact config in both forms, its epochs, and where it stands", async () => {
    const trial = await details(keys[1]!);
    const storage = await openStorage(join(folder, "own", "study.sqlite"), { mode: "read" });
    const record = (await storage.getTrial(keys[1]!))!;
    await storage.close();
    expect(JSON.parse(trial.config.json)).toEqual(record.config);
    expect(parse(trial.config.yaml)).toEqual(record.config);
    expect([trial.epochs, trial.timings]).toEqual([record.epochs, record.timings]);
    expect(trial).toMatchObject({ number: 2, trials: 2, label, engineRevision: 1, modelRevision: 1, processor: null });
  });

  it("has the command that trains it again, quoted, and a study of it alone with its program", async () => {
    const { again } = await details(keys[0]!);
    if ("sentence" in again) throw new Error(again.sentence);
    expect(again.verify).toBe(`npx lionlab verify '${join(folder, "own")}' --trial 1`);
    expect(again.command).toBe("npx lionlab compare trial-1.yaml");
    const study = parse(again.text) as Record<string, unknown>;
    expect(study).toMatchObject({
      name: "script-b-it-s-trial-1",
      data: { path: "/data/here" },
      optimizers: [{ name: "./mine.py", label, lr: [own.trials[0]!.config.lr] }],
      seeds: [0],
    });
    expect(again.program).toEqual({ file: "mine.py", text: own.trials[0]!.config.optimizer.program });
  });

  it("is none of another study, of a key that there is not, and of what is no key", async () => {
    for (const key of ["0".repeat(64), "..", "../../x", "'; drop table trial"])
      expect((await ask(key)).status).toBe(404);
    expect((await ask(keys[0]!, "0123456789abcdef")).status).toBe(404);
  });

  it("without a result has nothing to compare with, names the study where a store has several, and says why it failed", async () => {
    const path = join(folder, "shared", "study.sqlite");
    await storeStudy(path, other);
    await storeStudy(path, { ...own, study: { ...own.study, name: "its own" } });
    const storage = await openStorage(path, { mode: "run" });
    const [waiting] = await storage.listTrials("other");
    const [done] = await storage.listTrials("its own");
    await storage.failTrial(waiting!.key, "The machine has no memory left.");
    await storage.close();
    const { runs } = await library.list();
    const idOf = (name: string): string => runs.find((run) => run.name === name)!.id;
    expect(await details(waiting!.key, idOf("other"))).toMatchObject({
      failure: "The machine has no memory left.",
      result: null,
      again: { verify: null },
    });
    expect((await details(done!.key, idOf("its own"))).again).toMatchObject({
      verify: `npx lionlab verify 'its own' --storage '${path}' --trial 1`,
    });
  });
});
