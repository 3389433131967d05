import { expect, test } from "vitest";
import { headOf, plannedRow } from "./rows.ts";
import { sampleTrial } from "./samples.ts";
import { DamagedValue } from "./stored.ts";

const { optimizer } = sampleTrial(0.1).config;

test("a config is that of its key under any label, however the label is spelled", () => {
  for (const label of ["lion", "lion beta1=0.9", `"b" $& $1 \\n`, `x","name":"y`, "é"]) {
    const trial = sampleTrial(0.1, { optimizer: { ...optimizer, label } });
    expect(trial.key).toBe(sampleTrial(0.1).key);
    expect(headOf(plannedRow(trial), null).config).toEqual(trial.config);
  }
});

test("a config is judged by its value where its text is not the canonical one", () => {
  const { key, config } = sampleTrial(0.1);
  const spelled = { ...plannedRow({ key, config }), config: JSON.stringify(config, null, 1) };
  expect(headOf(spelled, null).config).toEqual(config);
});

test("a config that its key was not made from is damage, whatever changed but the label", () => {
  const row = plannedRow(sampleTrial(0.1));
  const texts = [
    row.config.replace(`"lr":0.1`, `"lr":0.2`),
    row.config.replace(`"beta1":0.9`, `"beta1":0.8`),
    row.config.replace(`"name":"lion"`, `"name":"lino"`),
    row.config.replace("lr * g", "lr * h"),
  ];
  for (const config of texts) {
    expect(config).not.toBe(row.config);
    expect(() => headOf({ ...row, config }, null)).toThrow(DamagedValue);
  }
});
