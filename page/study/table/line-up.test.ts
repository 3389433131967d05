import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { hyperparameterField } from "../fields.ts";
import { holdOrder, itemsOf, type SortColumn, sortItems } from "./line-up.ts";

const rows = [
  sampleRow({ key: "a", label: "lion-10", lr: 0.01, seed: 0, validation: 0.7 }),
  sampleRow({ key: "b", label: "lion-9", lr: 0.1, seed: 1, validation: null, state: "waiting", epochsDone: 0 }),
  sampleRow({
    key: "c",
    label: "adamw",
    optimizer: "adamw",
    lr: 0.001,
    seed: 2,
    validation: 0.9,
    hyperparameters: { nesterov: true },
  }),
  sampleRow({
    key: "d",
    label: "adamw",
    optimizer: "adamw",
    lr: 0.001,
    seed: 3,
    validation: 0.9,
    hyperparameters: { nesterov: true },
  }),
];
const sorted = (column: SortColumn, down = false): string =>
  sortItems(itemsOf(rows, "trials"), { column, down })
    .map(({ key }) => key)
    .join("");

describe("rows of the table", () => {
  it("are sorted by figures and by names with numbers, equal ones as they came", () => {
    expect([sorted("order"), sorted("order", true)]).toEqual(["abcd", "dcba"]);
    expect([sorted("label"), sorted("lr"), sorted("seed", true)]).toEqual(["cdba", "cdab", "dcba"]);
  });

  it("come last without a figure, up and down", () => {
    expect([sorted("validation"), sorted("validation", true)]).toEqual(["acdb", "cdab"]);
  });

  it("come last where they diverged, whatever they had before", () => {
    const diverged = sampleRow({ key: "x", state: "diverged", validation: 0.99, validationLoss: 0.01 });
    const items = itemsOf([diverged, ...rows], "trials");
    const keys = (column: SortColumn, down: boolean) => sortItems(items, { column, down }).map(({ key }) => key);
    expect([keys("validation", true).indexOf("x"), keys("validationLoss", false).indexOf("x")]).toEqual([3, 4]);
  });

  it("of groups are sorted by their means", () => {
    const keys = sortItems(itemsOf(rows, "seeds"), { column: "validation", down: true }).map(({ row }) => row.key);
    expect(keys).toEqual(["c", "a", "b"]);
  });

  it("of values are sorted by their values, and pick the best setting that has one", () => {
    const items = sortItems(itemsOf(rows, hyperparameterField("beta1")), { column: "value", down: false });
    expect(items.map(({ key, pick, row }) => [key, pick === key, row.key])).toEqual([
      ["by beta1 0.9", false, "a"],
      ["by beta1 null", false, "c"],
    ]);
  });

  it("stay where they are while they are held, say what is new, and take new ones at the end", () => {
    const changed = [sampleRow({ key: "n" }), ...rows.slice(1).map((row) => ({ ...row, validation: 0.1 }))];
    const held = holdOrder(itemsOf(changed, "trials"), ["c", "a", "b", "d"]);
    expect(held.map(({ key, row }) => [key, row.validation])).toEqual([
      ["c", 0.1],
      ["b", 0.1],
      ["d", 0.1],
      ["n", 0.9],
    ]);
  });
});
