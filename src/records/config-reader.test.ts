import { expect, test } from "vitest";
import { configReader } from "./config-reader.ts";
import type { TrialConfig } from "./records.ts";
import { plannedRow } from "./rows.ts";
import { sampleTrial } from "./samples.ts";
import type { PlannedTrial } from "./storage.ts";
import { DamagedValue } from "./stored.ts";

const { optimizer } = sampleTrial(0.1).config;

test("a config is that of its key under any label, however the label is spelled", () => {
  for (const label of ["lion", "lion beta1=0.9", `"b" $& $1 \\n`, `x","name":"y`, "é"]) {
    const trial = sampleTrial(0.1, { optimizer: { ...optimizer, label } });
    expect(trial.key).toBe(sampleTrial(0.1).key);
    expect(configReader()(plannedRow(trial))).toEqual(trial.config);
  }
});

test("a config is judged by its value where its text is not the canonical one", () => {
  const { key, config } = sampleTrial(0.1);
  const spelled = { ...plannedRow({ key, config }), config: JSON.stringify(config, null, 1) };
  expect(configReader()(spelled)).toEqual(config);
});

test("a config that its key was not made from is damage, whatever changed but the label", () => {
  const row = plannedRow(sampleTrial(0.1));
  const texts = [
    row.config.replace(`"lr":0.1`, `"lr":0.2`),
    row.config.replace(`"beta1":0.9`, `"beta1":0.8`),
    row.config.replace(`"name":"lion"`, `"name":"lino"`),
    row.config.replace("lr * g", "lr * h"),
    row.config.replace(`"lr":0.1`, `"lr":01`),
    row.config.replace(`"lr":0.1`, `"lr":0.1,"lr":0.3`),
    row.config.slice(0, -1),
  ];
  for (const read of [configReader(), afterReading(row)])
    for (const config of texts) {
      expect(config).not.toBe(row.config);
      expect(() => read({ ...row, config })).toThrow(DamagedValue);
    }
});

test("configs that differ by rate and seed share their other members; another optimizer or label is another object", () => {
  const odd = { ...optimizer, hyperparameters: { ...optimizer.hyperparameters, lr: 0.5, seed: 3 } };
  const trials = [
    sampleTrial(0.1),
    sampleTrial(1e-7, { seed: 12 }),
    sampleTrial(0.3, { optimizer: { ...optimizer, label: "mine" } }),
    sampleTrial(0.4, { optimizer: { ...optimizer, label: "mine" } }),
    sampleTrial(0.1, { optimizer: odd }),
    sampleTrial(0.2, { optimizer: odd }),
  ];
  const configs = allOf(trials);
  expect(configs).toEqual(trials.map(({ config }) => config));
  expect(configs[1]!.optimizer).toBe(configs[0]!.optimizer);
  expect(configs[1]!.training).toBe(configs[0]!.training);
  expect(configs[3]!.optimizer).toBe(configs[2]!.optimizer);
  expect(configs[2]!.optimizer).not.toBe(configs[0]!.optimizer);
  expect(configs[5]!.optimizer).toBe(configs[4]!.optimizer);
});

test("a label that a study gives is that of all its trials of the optimizer, as one object", () => {
  const read = configReader();
  const [a, b] = [0.1, 0.2].map((lr) => read({ ...plannedRow(sampleTrial(lr)), label: "theirs" }));
  expect(a).toEqual({ ...sampleTrial(0.1).config, optimizer: { ...optimizer, label: "theirs" } });
  expect(b!.optimizer).toBe(a!.optimizer);
});

test("marks of a rate and a seed inside other members are left where they are", () => {
  const nested = { name: `"lr":7,"seed":8,`, fingerprint: `"lr":7,`, lr: 5, seed: 6, validation: 0.1 };
  const data = nested as unknown as TrialConfig["data"];
  const trials = [0.1, 0.2].map((lr) => sampleTrial(lr, { data }));
  expect(allOf(trials)).toEqual(trials.map(({ config }) => config));
});

function allOf(trials: readonly PlannedTrial[]): readonly TrialConfig[] {
  return trials.map(plannedRow).map(configReader());
}

function afterReading(row: ReturnType<typeof plannedRow>): ReturnType<typeof configReader> {
  const read = configReader();
  read(row);
  return read;
}
