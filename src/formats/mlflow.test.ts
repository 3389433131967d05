import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parse } from "yaml";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import type { TrialRecord } from "../records/records.ts";
import { mlflow } from "./mlflow.ts";
import { sampleReading } from "./sample-reading.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-mlflow-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const study = syntheticStudy({ rates: 5, seeds: 2, epochs: 4, unfinished: 0.03 });
const ended = study.trials.filter(({ result }) => result !== null);

async function write(name: string, trials: readonly TrialRecord[]): Promise<string> {
  const place = join(folder, name);
  mkdirSync(place);
  await mlflow.write(sampleReading({ ...study, trials }), place);
  const [experiment] = readdirSync(place);
  return join(place, experiment!);
}

/** A metric's history, as MLflow's store reads a file of it: milliseconds, value and step, apart by one space. */
function history(run: string, metric: string): readonly (readonly number[])[] {
  return readFileSync(join(run, "metrics", metric), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ").map((field) => (field === "nan" ? Number.NaN : Number(field))));
}

it("is an experiment with a run for each trial, whose settings, figures and ending MLflow's rules of reading give back", async () => {
  const experiment = await write("mlruns", study.trials);
  const id = experiment.split("/").at(-1)!;
  expect(id).toMatch(/^\d{1,19}$/);
  expect(parse(readFileSync(join(experiment, "meta.yaml"), "utf8"))).toMatchObject({
    experiment_id: id,
    name: "synthetic",
    lifecycle_stage: "active",
  });
  expect(readFileSync(join(experiment, "meta.yaml"), "utf8")).toContain('name: "synthetic"'); // plain, a study called yes would be true
  expect(readdirSync(experiment).filter((name) => !["meta.yaml", "tags"].includes(name))).toHaveLength(ended.length);
  for (const { key, config, epochs, timings, result } of ended) {
    const run = join(experiment, key);
    const seconds = timings.reduce((sum, { trainSeconds, evaluateSeconds }) => sum + trainSeconds + evaluateSeconds, 0);
    expect(parse(readFileSync(join(run, "meta.yaml"), "utf8"))).toMatchObject({
      run_id: key,
      experiment_id: id,
      status: result!.status === "finished" ? 3 : 4,
      start_time: 0,
      end_time: Math.round(1000 * seconds),
    });
    const param = (name: string) => readFileSync(join(run, "params", name), "utf8");
    expect([param("optimizer"), Number(param("lr")), Number(param("seed"))]).toEqual([
      config.optimizer.label,
      config.lr,
      config.seed,
    ]);
    expect(readFileSync(join(run, "tags", "lionlab.program"), "utf8")).toBe(config.optimizer.program);
    const diverged = result!.status === "diverged" ? [[expect.any(Number), Number.NaN, epochs.length + 1]] : [];
    expect(history(run, "validation_loss")).toEqual([
      ...epochs.map(({ epoch, validationLoss }) => [expect.any(Number), validationLoss, epoch]),
      ...diverged,
    ]);
    if (result!.test !== null) {
      expect(history(run, "test_accuracy")).toEqual([[expect.any(Number), result!.test.accuracy, result!.bestEpoch]]);
    }
  }
});

it("writes a setting of any name into the folder of the run, and nowhere else", async () => {
  const [trial] = ended;
  const names = { "../../../evil": 1, "..": 2, "activation=gelu": true, "a/b": 3 };
  const config = { ...trial!.config, optimizer: { ...trial!.config.optimizer, hyperparameters: names } };
  const experiment = await write("named", [{ ...trial!, config }]);
  expect(readdirSync(folder).sort()).toEqual(["mlruns", "named"]); // of the tests so far
  const params = readdirSync(join(experiment, trial!.key, "params"));
  expect(params.filter((name) => /evil|_\.|gelu|a_b/.test(name)).sort()).toEqual([
    "_.",
    "_._.._.._evil",
    "a_b",
    "activation_gelu",
  ]);
  for (const name of params) expect(name).toMatch(/^[\w\- ][\w.\- ]*$/);
});

it("keeps every setting, whatever its name: those that would be one file, none, or too long a name", async () => {
  const [trial] = ended;
  const hyperparameters = { "a/b": 101, a_b: 102, A_B: 103, "": 104, model: 105, ["n".repeat(300)]: 106 };
  const config = { ...trial!.config, optimizer: { ...trial!.config.optimizer, hyperparameters } };
  const experiment = await write("distinct", [{ ...trial!, config }]);
  const place = join(experiment, trial!.key, "params");
  const files = readdirSync(place);
  const values = files.map((name) => readFileSync(join(place, name), "utf8"));
  expect(values).toEqual(expect.arrayContaining(["101", "102", "103", "104", "105", "106", config.model.name]));
  expect(files).toEqual(expect.arrayContaining(["a_b", "a_b_2", "A_B_3", "_", "model", "hyper.model"]));
});

it("writes names so that one reader cannot refuse them: in ASCII, what is no character as U+FFFD", async () => {
  const place = join(folder, "characters");
  mkdirSync(place);
  const name = "del\u007f next\u0085 line\u2028 nothing\ufffe lion🦁 half\ud800";
  await mlflow.write(sampleReading({ ...study, study: { ...study.study, name }, trials: ended.slice(0, 1) }), place);
  const meta = readFileSync(join(place, readdirSync(place)[0]!, "meta.yaml"), "utf8");
  expect(meta).toMatch(/^[\n -~]*$/);
  expect(parse(meta).name).toBe(name.replace("\ud800", "\ufffd"));
});

it("tells a trial that was given up from one that still runs", async () => {
  const begun = ended.slice(0, 2).map((trial) => ({ ...trial, result: null }));
  const states = ["failed", "running"] as const;
  const experiment = await write(
    "states",
    begun.map((trial, index) => ({ ...trial, state: states[index]! })),
  );
  const statuses = begun.map(({ key }) => parse(readFileSync(join(experiment, key, "meta.yaml"), "utf8")).status);
  expect(statuses).toEqual([4, 1]);
});
