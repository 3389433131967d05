import { readdirSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { browserEntries, nodeSide } from "../../scripts/browser-entries.ts";
import { modulesOf } from "../../scripts/check-browser.ts";
import { resolveOptimizer } from "../../src/optimizers/resolve.ts";
import { fingerprintOf } from "../../src/program/fingerprint.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";

const root = process.cwd();
const page = "a page";

/** What browsers have besides the language, as far as it is used. */
const ofBrowsers = { TextEncoder, TextDecoder, URL, console, setTimeout, clearTimeout, performance, structuredClone };

test("all that a page needs becomes one script, which runs where there is no Node", async () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  const paths = files.filter((path) => path.endsWith(".ts")).map((path) => `src/${path.replaceAll("\\", "/")}`);
  const modules = modulesOf(paths, { entries: browserEntries, apart: nodeSide });
  const lines = modules.map((path, i) => `export * as m${i} from ${JSON.stringify(`${root}/${path}`)};`);
  const bundle = await rolldown({
    input: page,
    platform: "browser",
    external: /^vega/, // for browsers already, loaded only where a chart is drawn, and most of the work
    logLevel: "silent",
    plugins: [
      {
        name: page,
        resolveId: (id) => (id === page ? id : null),
        load: (id) =>
          id === page
            ? [...lines, `export { visit } from ${JSON.stringify(`${root}/test/browser/page.ts`)};`].join("\n")
            : null,
      },
    ],
  });
  const { output } = await bundle.generate({ format: "iife", name: "page", codeSplitting: false });
  await bundle.close();
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);

  const study = syntheticStudy({ optimizers: ["lion", "adamw"], rates: 2, seeds: 2, epochs: 2 });
  const context = createContext({ ...ofBrowsers, records: JSON.stringify(study) });
  runInContext(output[0].code, context);
  const found = JSON.parse(runInContext("page.visit(records)", context) as string);
  expect(found.x[0]).toBeCloseTo(1, 3);
  expect(found.x[1]).toBeCloseTo(-0.5, 3);
  expect(found.fingerprint).toBe(fingerprintOf(resolveOptimizer({ name: "lion" }).rule));
  expect(found.mistakes).toBe(1);
  expect(found.exported.filter(([, whole]: [string, boolean]) => !whole)).toEqual([]);
  expect(found.sections).toBeGreaterThan(5);
  expect(found.total).toBe(3);
});
