/** Style sheets stay loaded when another view is shown, so none may dress what another one names. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = import.meta.dirname;

/** A class alone, with what it is in: `.field`, `.field:hover`. What stands in others, as in `.start .field`, is apart. */
const bare = /^[a-z]*\.[\w-]+(:[\w-]+(\([^)]*\))?)*(\[[^\]]*\])?$/;

it("no class alone is dressed in two sheets", () => {
  const sheets = new Map<string, Set<string>>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".css"))) {
    const text = readFileSync(join(folder, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [, selectors] of text.matchAll(/(?:^|[{}])\s*([^{}@;]+)\{/g))
      for (const selector of selectors!.split(",").map((one) => one.trim()))
        if (bare.test(selector)) sheets.set(selector, (sheets.get(selector) ?? new Set()).add(name));
  }
  expect(sheets.size).toBeGreaterThan(200);
  expect(
    [...sheets].filter(([, names]) => names.size > 1).map(([selector, names]) => `${selector} ${[...names]}`),
  ).toEqual([]);
});
