import { describe, expect, test } from "vitest";
import { classNameOf, functionNameOf } from "./identifiers.ts";

describe("names of classes and functions", () => {
  test.each([
    ["adamw", "AdamW", "AdamW", "adamw"],
    ["paper-discovered", "Discovered program", "PaperDiscovered", "paper_discovered"],
    ["lionk-huber", "Lion-K, huber", "LionKHuber", "lionk_huber"],
    ["2nd-try", "2nd-try", "Optimizer2ndTry", "optimizer_2nd_try"],
    ["größe", "größe", "GroE", "gro_e"],
    ["é", "é", "E", "e"],
    ["新", "新", "Optimizer", "optimizer"],
    ["lambda", "lambda", "Lambda", "lambda_"],
  ])("%s: %s", (name, title, wantedClass, wantedFunction) => {
    expect(classNameOf({ name, title })).toBe(wantedClass);
    expect(functionNameOf(name, new Set(["lambda"]))).toBe(wantedFunction);
  });

  test("a class that the file imports gets another name", () => {
    expect(classNameOf({ name: "optimizer", title: "optimizer" }, new Set(["Optimizer"]))).toBe("OptimizerExported");
  });
});
