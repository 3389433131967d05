import { describe, expect, it } from "vitest";
import { sampleRow } from "../../page-samples.ts";
import { readFilter } from "./trial-filter.ts";

const rows = [
  sampleRow({ key: "a", label: "lion", lr: 0.01, seed: 1, validation: 0.7, hyperparameters: { beta2: 0.99 } }),
  sampleRow({
    key: "b",
    label: "lion tuned",
    lr: 0.0003162277,
    seed: 10,
    validation: 0.912,
    hyperparameters: { beta2: 0.999 },
  }),
  sampleRow({
    key: "c",
    label: "sgd",
    optimizer: "sgd",
    lr: 0.1,
    seed: 1,
    state: "diverged",
    validation: 0.99,
    hyperparameters: { nesterov: true },
  }),
  sampleRow({
    key: "d",
    label: "sgd",
    optimizer: "sgd",
    lr: 0.1,
    seed: 2,
    state: "waiting",
    validation: null,
    hyperparameters: { nesterov: false },
  }),
];
const found = (text: string): string =>
  rows
    .filter(readFilter(text, rows).accepts)
    .map(({ key }) => key)
    .join("");

describe("the filter of trials", () => {
  it.each([
    ["", "abcd"],
    ["LION", "ab"],
    ["lion tuned", "b"],
    ["waiting", "d"],
    ["lr>1e-3", "acd"],
    ["lr>=0.01 lr<0.1", "a"],
    ["lr=3.16e-4", "b"],
    ["rate<3.16e-4", ""],
    ["optimizer=lion state=finished", "ab"],
    ["state=diverged", "c"],
    ["state!=diverged optimizer=sgd", "d"],
    ["seed=1", "ac"],
    ["beta2=0.99", "a"],
    ["BETA2>0.99", "b"],
    ["nesterov=true", "c"],
    ["validation>90%", "b"],
    ["val<=0.7", "a"],
  ])("%j finds %j", (text, wanted) => {
    expect(found(text)).toBe(wanted);
  });

  it("finds words of the label, rate, seed, hyperparameters and state, all of them", () => {
    expect([found("LION seed=1"), found("nesterov=true lr=0.1"), found("waiting"), found("lion sgd")]).toEqual([
      "a",
      "c",
      "d",
      "",
    ]);
  });

  it("does not count the figures that a diverged trial had before", () => {
    expect(found("validation>0.95")).toBe("");
  });

  it("says what it does not understand, and accepts nothing by it", () => {
    expect([readFilter("betta2=1", rows).fault, found("betta2=1")]).toEqual([
      'No trial has a setting or figure "betta2".',
      "",
    ]);
    expect([readFilter("lr>", rows).fault, found("lr>")]).toEqual(['"lr>" has nothing to compare with yet.', "abcd"]);
    expect(readFilter("lion lr>1e-3", rows).fault).toBe("");
    expect(readFilter("constructor=1", rows).fault).not.toBe("");
  });
});
