import { describe, expect, it } from "vitest";
import {
  describeOption,
  flagNames,
  flagUsage,
  type OptionName,
  optionOf,
  options,
  pairsOf,
  readOption,
} from "./options.ts";

const names = Object.keys(options) as OptionName[];

describe("the options table", () => {
  it.each(names)("%s says what it does in a sentence and what happens without it", (name) => {
    const { about, otherwise, kind, unit, choices } = optionOf(name);
    expect(about).toMatch(/^[A-Z].*\.$/);
    expect(otherwise).not.toBe("");
    if (kind !== "count") expect(unit).toBeUndefined();
    expect(kind === "choice").toBe(choices !== undefined);
  });

  it("writes flags in kebab-case, once each", () => {
    expect(flagNames()).toContain("limit-train");
    expect(new Set(flagNames()).size).toBe(flagNames().length);
    expect(flagUsage("format")).toBe("-f, --format <FORMAT>");
    expect(flagUsage("json")).toBe("--json");
    expect(describeOption("device")).toContain("One of cpu, webgpu, cuda.");
  });
});

describe("readOption", () => {
  it("reads each kind", () => {
    expect(readOption("epochs", "12")).toBe(12);
    expect(readOption("device", "webgpu")).toBe("webgpu");
    expect(readOption("optimizers", "lion, adam")).toEqual(["lion", "adam"]);
    const pairs = readOption("set", "lr= 0.1", readOption("set", "beta1=0.9"));
    expect(pairs).toEqual(["beta1=0.9", "lr= 0.1"]);
    expect(pairsOf(pairs)).toEqual({ beta1: "0.9", lr: "0.1" });
    expect(readOption("out", "some/folder")).toBe("some/folder");
    expect(readOption("json", "")).toBe(true);
  });

  it.each(["0", "-1", "1.5", "NaN", "1e3", "", "many", "100001"])("refuses %j epochs", (text) => {
    expect(() => readOption("epochs", text)).toThrow(/--epochs needs a whole number of epochs from 1 to 100000, but/);
  });

  it("names the nearest choice", () => {
    expect(() => readOption("device", "webgl")).toThrow('There is no device named "webgl". Did you mean webgpu');
    expect(() => readOption("set", "=3")).toThrow("--set needs key=value");
    expect(() => readOption("optimizers", "lion,,adam")).toThrow("separated by commas");
    expect(() => readOption("out", " ")).toThrow("needs a value");
  });
});
