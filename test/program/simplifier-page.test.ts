/** The page on the simplifier lists every rule and every family, as the code says them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { families } from "../../src/program/families/index.ts";
import { simplifyRules } from "../../src/program/simplify/rules/index.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/simplifier.md", import.meta.url)), "utf8");

/** A row of a Markdown table. */
function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

it("lists the rules", () => {
  const rows = simplifyRules.map(({ name, label, identity, condition }) =>
    row([name, label, `\`${identity}\``, condition]),
  );
  expect(page).toContain(rows.join("\n"));
});

it("lists the families", () => {
  expect(page).toContain(families.map(({ title, about }) => row([title, about])).join("\n"));
});
