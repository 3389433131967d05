import { beforeAll, expect, test } from "vitest";
import { memorySearchStorage } from "../../../test/report/memory-search-storage.ts";
import {
  type SyntheticDiscoveryOptions,
  syntheticDiscovery,
  syntheticLanguage,
} from "../../../test/report/synthetic-discovery.ts";
import { optimizerJson } from "../../codegen/json/form.ts";
import type { Lineage } from "../../codegen/listing/lineage.ts";
import { listRequested } from "../../codegen/listing/list-requested.ts";
import type { Listing } from "../../codegen/listing/listing.ts";
import { listRead } from "../../codegen/reading/read-export.ts";
import { readExport } from "../../codegen/reading/read-file.ts";
import { findTarget, targets } from "../../codegen/targets/index.ts";
import { type DiscoveryView, discoveryView } from "../../report/discovery/discovery-view.ts";
import { lineageOfFile } from "./lineage.ts";

const viewOf = (options: SyntheticDiscoveryOptions): Promise<DiscoveryView> =>
  discoveryView(memorySearchStorage(syntheticDiscovery(options)), "synthetic", { language: syntheticLanguage });

let view: DiscoveryView;
let lineage: Lineage;
let found: Listing;

beforeAll(async () => {
  view = await viewOf({ seeds: 2, evaluations: 200, funnelSeeds: 4 });
  lineage = lineageOfFile(view, view.best!.program)!;
  found = { ...listRequested({ name: "lion" }), lineage };
});

test("says run, seed, ancestors, fitness beside both baselines, simplification, funnel and warnings", () => {
  const { best } = view;
  expect(lineage).toMatchObject({ run: "synthetic", command: "lionlab discover synthetic", form: "as found" });
  expect(lineage.search).toMatchObject({ method: "evolution", seed: best!.search!.seed, evaluations: 200 });
  expect(lineage.fitness!.proxy).toBe(best!.fitness);
  expect(lineage.fitness!.baselines.map(({ name }) => name)).toEqual(["random search", "constants only"]);
  expect(lineage.ancestry!.steps[0]!.change).toBe("the program that the search starts from");
  expect(lineage.ancestry!.steps.length).toBeGreaterThan(2);
  expect(lineage.simplification!.map(({ label }) => label)).toEqual(view.simplification.map(({ label }) => label));
  expect(new Set(lineage.funnel!.map(({ program }) => program))).toEqual(
    new Set(["tuned AdamW", "as found", "simplified"]),
  );
  const text = lineage.text.join("\n");
  expect(text).toMatch(/^Found by the discovery synthetic: evolution with seed \d, child \d+, evaluation \d+ of 200/);
  expect(text).toMatch(/\n- child \d+: .* \(0\.\d{4} to 0\.\d{4}\)\n/);
  expect(text).toContain("(exact");
  expect(text).toMatch(/\nJudged on fresh seeds: tuned AdamW 0\.\d{4} over 4 runs at rate x /);
  expect(text).toContain(
    "\nWarning: Over-fitted to the proxy tasks: evolution with seed 1; see the meta-validation.\n",
  );
  expect(text).toMatch(/\nRun again by: lionlab discover synthetic$/);
});

test("of the simplified form says so; of another program there is none", () => {
  expect(lineageOfFile(view, view.best!.simplified!.program)).toMatchObject({ form: "simplified" });
  expect(lineageOfFile(view, "def train(w, g, lr):\n  update = g * lr\n  return update\n")).toBeNull();
});

test("what a run lacks is not mentioned", async () => {
  const early = await viewOf({ seeds: 1, evaluations: 30, methods: ["evolution"], phases: [] });
  const { text, funnel, simplification } = lineageOfFile(early, early.best!.program)!;
  expect([funnel, simplification]).toEqual([[], []]);
  expect(text.join("\n")).not.toMatch(/Judged|implified|best of|Over-fitted/);
  const bar = view.funnel.filter(({ role }) => role === "baseline");
  expect(lineageOfFile({ ...view, funnel: bar }, view.best!.program)!.funnel).toEqual([]);
  expect(lineageOfFile({ ...early, best: null }, early.best!.program)).toBeNull();
  const searchless = { ...early, best: { ...early.best!, search: null, fitness: null } };
  const few = lineageOfFile(searchless, early.best!.program)!;
  expect(few.text[0]).toBe("Found by the discovery synthetic.");
  expect(few.text.join("\n")).not.toMatch(/Fitness|Ancestors/);
});

test.each(targets)("$name says it in its heading, within its width", (target) => {
  const text = target.print(found);
  const words = text.replace(/\n[ \t]*(?:#|%|\*)?/g, " ").replace(/\s+/g, " ");
  expect(words).toContain("Found by the discovery synthetic: evolution with seed");
  expect(words).toContain("Warning: Over-fitted to the proxy tasks: evolution with seed 1; see the meta-validation.");
  if (target.width !== null) expect(text.split("\n").filter((line) => line.length > target.width!)).toEqual([]);
});

test("JSON has it as data of the schema, and both exports that are read keep it", () => {
  const json = findTarget("json");
  expect(optimizerJson.parse(JSON.parse(json.print(found))).lineage).toEqual(JSON.parse(JSON.stringify(lineage)));
  for (const target of [json, findTarget("numpy")]) {
    const text = target.print(found);
    const read = listRead(readExport({ shown: "x", text })!);
    expect(target.print(read)).toBe(text);
    expect(read.lineage!.text).toEqual(lineage.text);
  }
});
