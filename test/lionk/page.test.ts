/** The page on Lion-K lists every objective, every K and every example, as the code says them. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kFunctions } from "../../src/lionk/functions/index.ts";
import type { KFunction } from "../../src/lionk/k-function.ts";
import { objectiveKinds } from "../../src/lionk/objective-kinds.ts";
import { weightedSumFormula } from "../../src/lionk/problem.ts";

const page = readFileSync("docs/lionk.md", "utf8");

/** A row of a Markdown table. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

it("lists the objectives", () => {
  const rows = objectiveKinds.map(({ kind, formula, parts }) =>
    row([code([kind]), `\`${formula}\``, code(Object.keys(parts))]),
  );
  const sum = row([code(["weighted-sum"]), `\`${weightedSumFormula}\``, code(["terms"])]);
  expect(page).toContain([...rows, sum].join("\n"));
});

it("lists the functions K", () => {
  const parameters = (k: KFunction): string =>
    Object.entries(k.parameters)
      .map(([name, { default: usual }]) => `\`${name}\`${usual === undefined ? "" : ` (${usual})`}`)
      .join(", ");
  const rows = kFunctions.map((k) => row([code([k.name]), parameters(k), `\`${k.formula}\``, k.effect]));
  expect(page).toContain(rows.join("\n"));
});

it("lists the examples", () => {
  const files = readdirSync("examples/lionk").filter((file) => !file.endsWith(".csv"));
  for (const file of files) expect(page).toContain(`| [\`${file}\`](../examples/lionk/${file}) |`);
});
