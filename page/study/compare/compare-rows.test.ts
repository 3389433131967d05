import { expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { compareLines } from "./compare-rows.ts";

const line = (key: string, rows: readonly ReturnType<typeof sampleRow>[]) => ({ key, name: key, place: 0, rows });

it("says what differs and what is the same, and how far each is from the best", () => {
  const one = line("a", [
    sampleRow({ key: "a", seed: 0, validation: 0.8, test: 0.7 }),
    sampleRow({ key: "b", seed: 1, validation: 0.9, test: 0.8 }),
  ]);
  const other = line("c", [
    sampleRow({ key: "c", lr: 0.1, hyperparameters: { beta1: 0.9, decay: 0.1 }, validation: 0.95, test: null }),
  ]);
  const { settings, results, same } = compareLines([one, other]);
  expect(settings).toEqual([
    { title: "Rate", texts: ["0.001", "0.1"] },
    { title: "decay", texts: ["–", "0.1"] },
    { title: "Seed", texts: ["2 seeds", "0"] },
  ]);
  expect(same).toEqual(["Optimizer lion", "beta1 0.9", "Epochs 2", "Phase evaluation"]);
  expect(Object.fromEntries(results.map(({ title, texts }) => [title, texts]))).toEqual({
    State: ["2 of 2 ended", "finished"],
    Validation: ["85.00 % [80.00 … 90.00]", "95.00 %"],
    "Points from the best": ["−10.00", "0.00"],
    "Validation loss": ["0.300", "0.300"],
    Test: ["75.00 % [70.00 … 80.00]", "–"],
  });
});

it("gives a diverged trial no mean", () => {
  const diverged = line("x", [sampleRow({ key: "x", state: "diverged" })]);
  const { results } = compareLines([diverged, line("y", [sampleRow({ key: "y", seed: 1 })])]);
  expect(results.map(({ texts }) => texts[0])).toEqual(["diverged", "–", "−∞", "–", "–"]);
});
