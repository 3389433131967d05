import { expect, test } from "vitest";
import { epochReader, epochRow, recordOfValues } from "./epoch-rows.ts";
import { sampleEpoch } from "./samples.ts";
import { DamagedValue } from "./stored.ts";

const { record, timing } = sampleEpoch(3);
const row = epochRow("key", { ...record, trainTop5: 0.75 }, timing);
const names = Object.keys(row);

/** Reads the columns of these names. */
const read = (columns: readonly string[], changed: Readonly<Record<string, unknown>> = {}) =>
  epochReader(columns)(columns.map((name) => ({ ...row, ...changed })[name as keyof typeof row]));

test("an epoch is read from a list of its columns, in whatever order a file has them", () => {
  const { sum: _, ...summed } = row;
  const expected = Object.values(summed);
  expect(read(names)).toEqual(expected);
  expect(read([...names].reverse())).toEqual(expected);
  expect(read(names.filter((name) => name !== "sum"))).toEqual(expected);
  expect(recordOfValues(expected)).toEqual({ ...record, trainTop5: 0.75 });
  const bare = names.filter((name) => name !== "sum" && name !== "extra"); // a file of the first days
  expect(recordOfValues(read(bare))).toEqual(record);
});

test("a column of another kind and a figure that changed are damage, by the epoch's name", () => {
  for (const columns of [names, [...names].reverse()]) {
    expect(() => read(columns, { train_loss: "much" })).toThrow(new DamagedValue("train_loss of epoch 3 of trial key"));
    expect(() => read(columns, { train_seconds: null })).toThrow(DamagedValue);
    expect(() => read(columns, { train_loss: 0.123 })).toThrow(new DamagedValue("epoch 3 of trial key"));
  }
});
