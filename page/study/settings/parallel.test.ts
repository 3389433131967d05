import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { withinBrushes } from "../rows-shown.ts";
import { brushOf, parallelAxes, stepFrom } from "./parallel-axes.ts";
import { bestIndex, lineColors, mostLines, parallelPlaces, thinnedTrials } from "./parallel-lines.ts";

const rows = [
  sampleRow({
    key: "a",
    lr: 1e-4,
    seed: 0,
    validation: 0.5,
    test: 0.5,
    hyperparameters: { beta: 0.9, nesterov: true },
  }),
  sampleRow({
    key: "b",
    lr: 1e-3,
    seed: 1,
    validation: 0.7,
    test: 0.6,
    hyperparameters: { beta: 0.99, nesterov: false },
  }),
  sampleRow({
    key: "c",
    lr: 1e-2,
    seed: 0,
    validation: 0.9,
    state: "diverged",
    test: null,
    hyperparameters: { beta: 0.9, nesterov: true },
  }),
  sampleRow({ key: "d", label: "sgd", lr: 1e-2, seed: 0, validation: 0.6, test: 0.4, hyperparameters: {} }),
];
const axes = parallelAxes(rows);
const axis = (name: string) => axes.find((one) => one.name === name)!;

describe("axes of parallel coordinates", () => {
  it("are those on which trials differ, in one order", () => {
    expect(axes.map(({ name }) => name)).toEqual(["optimizer", "lr", "beta", "nesterov", "seed", "validation", "test"]);
    expect(parallelAxes(rows.slice(0, 1)).map(({ name }) => name)).toEqual(["lr", "validation"]);
    expect(parallelAxes([])).toEqual([]);
  });

  it("go by powers where rates do, side by side where values are names, and back", () => {
    expect([1e-4, 1e-3, 1e-2].map((lr) => Number(axis("lr").place(lr).toFixed(6)))).toEqual([0, 0.5, 1]);
    expect([axis("lr").at(0), axis("lr").at(1)]).toEqual([1e-4, 1e-2]);
    expect(axis("lr").at(0.5)).toBeCloseTo(1e-3, 12);
    expect(rows.map((row) => axis("optimizer").numberOf(row))).toEqual([0, 0, 0, 1]);
    expect([axis("nesterov").text(0), axis("nesterov").text(1), axis("optimizer").text(1)]).toEqual([
      "false",
      "true",
      "sgd",
    ]);
    expect([axis("lr").text(1e-3), axis("validation").text(0.7)]).toEqual(["0.001", "70.00 %"]);
  });

  it("lead keys from value to value, and along where there are many", () => {
    expect([stepFrom(axis("lr"), 1e-4, 1), stepFrom(axis("lr"), 1e-2, -1), stepFrom(axis("lr"), 1e-2, 1)]).toEqual([
      1e-3, 1e-3, 1e-2,
    ]);
    const many = Array.from({ length: 200 }, (_, i) => sampleRow({ key: `${i}`, seed: i }));
    const seeds = parallelAxes(many).find(({ name }) => name === "seed")!;
    expect([stepFrom(seeds, 0, 1), stepFrom(seeds, 0, -1)]).toEqual([199 / 50, 0]);
  });

  it("have no brush that holds back nothing", () => {
    expect(brushOf(axis("lr"), [1e-5, 1])).toBeNull();
    expect(brushOf(axis("lr"), [1e-4, 1e-3])).toEqual([1e-4, 1e-3]);
  });
});

describe("brushes", () => {
  const kept = (brushes: Readonly<Record<string, readonly [number, number]>>) =>
    withinBrushes(rows, { axes, brushes })
      .map(({ key }) => key)
      .join("");

  it("keep the trials between their ends, all of them at once, and none that lack the value", () => {
    expect([kept({}), kept({ lr: [1e-3, 1e-2] }), kept({ lr: [1e-3, 1e-2], optimizer: [1, 1] })]).toEqual([
      "abcd",
      "bcd",
      "d",
    ]);
    expect([kept({ beta: [0.9, 0.95] }), kept({ validation: [0.5, 1] })]).toEqual(["ac", "abd"]);
    expect(kept({ nothing: [0, 0] })).toBe("abcd");
  });
});

describe("lines of parallel coordinates", () => {
  it("have no place where a trial has no value", () => {
    const { places, axes: n } = parallelPlaces(rows, axes);
    expect([...places.slice(3 * n, 4 * n)].map((place) => (Number.isNaN(place) ? "none" : place))).toEqual([
      1,
      1,
      "none",
      "none",
      0,
      0.5,
      0,
    ]);
  });

  it("are coloured by validation, with what diverged apart", () => {
    expect(rows.map(lineColors(rows))).toEqual(["#4a1486", "#8be04e", "#e03131", "#358392"]);
    expect(lineColors(rows)(sampleRow({ validation: null, state: "waiting" }))).toBeNull();
    expect([bestIndex(rows), bestIndex([])]).toEqual([1, null]);
  });

  it("of very many trials are some at even distances, and the best", () => {
    const all = Array.from({ length: 10_000 }, (_, i) => i);
    const drawn = thinnedTrials(all, 9999);
    expect([drawn.length, new Set(drawn).size, drawn.includes(9999), drawn[0]]).toEqual([
      mostLines,
      mostLines,
      true,
      0,
    ]);
    expect(thinnedTrials([1, 2], 2)).toEqual([1, 2]);
  });
});
