import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { commonFields, hyperparameterField } from "../fields.ts";
import { heatColor, heatMaps, heatRange, heightOf } from "./heat-map.ts";

const trial = (lr: number, beta1: number, validation: number, change: Partial<ReturnType<typeof sampleRow>> = {}) =>
  sampleRow({ key: JSON.stringify([lr, beta1, change]), lr, validation, hyperparameters: { beta1 }, ...change });
const rows = [
  trial(0.1, 0.9, 0.5, { seed: 0 }),
  trial(0.1, 0.9, 0.7, { seed: 1 }),
  trial(0.01, 0.9, 0.9),
  trial(0.01, 0.5, 0.4, { state: "diverged" }),
  trial(0.01, 0.5, 0.8, { label: "adam" }),
];

describe("heat maps", () => {
  const maps = heatMaps(rows, hyperparameterField("beta1"));

  it("have a map for each optimizer, means in their cells and gaps where nothing was tried", () => {
    expect(
      maps.map(({ title, rates, rows: own }) => [title, rates.map(({ text }) => text), own.map(({ text }) => text)]),
    ).toEqual([
      ["lion", ["0.01", "0.1"], ["0.5", "0.9"]],
      ["adam", ["0.01"], ["0.5"]],
    ]);
    expect(maps[0]!.cells.map((row) => row.map((cell) => (cell === null ? "gap" : heightOf(cell))))).toEqual([
      [null, "gap"],
      [0.9, 0.6],
    ]);
    expect(maps[0]!.cells[0]![0]!.diverged).toBe(1);
  });

  it("share one scale, from the lowest to the highest mean", () => {
    expect(heatRange(maps)).toEqual([0.6, 0.9]);
    expect(heatRange([])).toBeNull();
  });

  it("are one map with a row for each optimizer where that is the other setting", () => {
    const [map, ...rest] = heatMaps(rows, commonFields.optimizer);
    expect([rest, map!.rows.map(({ text }) => text), heightOf(map!.cells[0]![0]!)]).toEqual([
      [],
      ["lion", "adam"],
      0.9,
    ]);
  });

  it("take many values together, none outside", () => {
    const many = Array.from({ length: 300 }, (_, i) => trial(10 ** (-4 + i / 75), 0.9, 0.5));
    const [map] = heatMaps(many, hyperparameterField("beta1"));
    expect(map!.rates.length).toBe(12);
    expect(map!.cells.flat().every((cell) => cell !== null)).toBe(true);
  });

  it("go from dark to light, with ink that can be read on each colour", () => {
    expect([heatColor(0, [0, 1]), heatColor(1, [0, 1]), heatColor(5, [0, 1])]).toEqual([
      { fill: "#4a1486", ink: "#ffffff" },
      { fill: "#8be04e", ink: "#16151c" },
      { fill: "#8be04e", ink: "#16151c" },
    ]);
    expect(heatColor(0.5, [0.5, 0.5]).fill).toBe("#8be04e");
  });
});
