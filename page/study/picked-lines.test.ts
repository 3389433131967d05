import { expect, it } from "vitest";
import { sampleRow } from "../page-samples.ts";
import { pickedLines, sameLines } from "./picked-lines.ts";
import { groupKey } from "./table/trial-groups.ts";

it("finds the trials of picked rows and groups, names them, and leaves out what is gone", () => {
  const rows = [sampleRow({ key: "a" }), sampleRow({ key: "b", seed: 1 }), sampleRow({ key: "c", lr: 0.1 })];
  const picks = new Map([
    [groupKey(rows[0]!), 4],
    ["gone", 1],
    ["c", 0],
  ]);
  expect(
    pickedLines(rows, picks).map(({ name, place, rows: own }) => [name, place, own.map(({ key }) => key)]),
  ).toEqual([
    ["lion · lr 0.001 · mean of 2", 4, ["a", "b"]],
    ["lion · lr 0.1 · seed 0", 0, ["c"]],
  ]);
});

it("names the hyperparameters that tell lines of one label apart, and no others", () => {
  const of = (key: string, decay: number, label = "lion") =>
    sampleRow({ key, label, hyperparameters: { beta1: 0.9, decay } });
  const picks = new Map(["a", "b", "c"].map((key, place) => [key, place]));
  expect(pickedLines([of("a", 0), of("b", 0.1), of("c", 0.2, "adamw")], picks).map(({ name }) => name)).toEqual([
    "lion · lr 0.001 · decay=0 · seed 0",
    "lion · lr 0.001 · decay=0.1 · seed 0",
    "adamw · lr 0.001 · seed 0",
  ]);
});

it("tells lines that are drawn already from others", () => {
  const rows = [sampleRow({ key: "a" }), sampleRow({ key: "b" })];
  const of = (key: string, of = rows) => pickedLines(of, new Map([[key, 0]]));
  expect(sameLines(of("a"), of("a", [...rows, sampleRow({ key: "c" })]))).toBe(true);
  expect(sameLines(of("a"), of("a", [{ ...rows[0]! }, rows[1]!]))).toBe(false);
  expect([sameLines(of("a"), of("b")), sameLines(of("a"), [])]).toEqual([false, false]);
});
