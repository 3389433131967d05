import { expect, test } from "vitest";
import { type BenchOutput, figuresTable } from "./figures-table.ts";

test("the best suite stands first, with its interval, its edges and what the truth lacks", () => {
  const row = { low: 0.5, high: 0.9, rules: 13, seeds: 16, byTask: {} };
  const edges = { "lion - adamw": { mean: -0.0008, standardError: 0.0009 }, "lion - signum": null };
  const output: BenchOutput = {
    machine: "2 cores",
    truth: { tasks: ["real"], lacks: ["larger is not measured"] },
    rows: [
      { ...row, name: "worse", rho: 0.3, ms: 20, edges },
      { ...row, name: "better", rho: 0.81, ms: 21.6, edges },
    ],
  };
  expect(figuresTable(JSON.stringify(output)).split("\n")).toEqual([
    "| suite | rho | rules | ms | draws for 0.002 | lion - adamw | lion - signum |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| `better` | 0.81 (0.50 … 0.90) | 13 | 22 | 16 | -0.0008 ± 0.0009 | not measured |",
    "| `worse` | 0.30 (0.50 … 0.90) | 13 | 20 | 16 | -0.0008 ± 0.0009 | not measured |",
    "",
    "2 cores; rules ranked by real. larger is not measured.",
  ]);
  expect(figuresTable("")).toContain("No figures are kept yet");
});
