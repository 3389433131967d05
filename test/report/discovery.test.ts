/**
 * The report of a discovery, from records to files.
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDiscoveryReport } from "../../src/report/discovery/build-discovery-report.ts";
import { type DiscoveryView, discoveryView } from "../../src/report/discovery/discovery-view.ts";
import { discoveryHeadline } from "../../src/report/discovery/headline.ts";
import type { Block, ChartBlock, ReportDocument, TableBlock } from "../../src/report/document.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminalReport } from "../../src/report/table.ts";
import { writeTablesReport } from "../../src/report/write.ts";
import { median } from "../../src/stats/quantile.ts";
import { type DiscoveryArchive, memorySearchStorage } from "./memory-search-storage.ts";
import { type SyntheticDiscoveryOptions, syntheticDiscovery, syntheticLanguage } from "./synthetic-discovery.ts";
import { expectWellFormed } from "./well-formed.ts";

const viewOf = (archive: DiscoveryArchive): Promise<DiscoveryView> =>
  discoveryView(memorySearchStorage(archive), archive.discovery.name, { language: syntheticLanguage });
const reportOf = async (options: SyntheticDiscoveryOptions): Promise<ReportDocument> =>
  buildDiscoveryReport(await viewOf(syntheticDiscovery(options)));
const blocks = (document: ReportDocument): readonly Block[] => document.sections.flatMap((section) => section.blocks);
const table = (document: ReportDocument, id: string): TableBlock =>
  blocks(document).find((block): block is TableBlock => block.kind === "table" && block.id === id)!;
const chart = (document: ReportDocument, id: string): ChartBlock =>
  blocks(document).find((block): block is ChartBlock => block.kind === "chart" && block.id === id)!;
const texts = (document: ReportDocument): string =>
  blocks(document)
    .map((block) => (block.kind === "text" ? block.text : ""))
    .join("\n");
const values = (of: TableBlock, title: string): readonly unknown[] => {
  const at = of.columns.findIndex((column) => column.title === title);
  return of.rows.map((row) => row[at]!.value);
};

const archive = syntheticDiscovery({ seeds: 5, evaluations: 500, funnelSeeds: 6 });
let view: DiscoveryView;
let document: ReportDocument;

beforeAll(async () => {
  view = await viewOf(archive);
  document = buildDiscoveryReport(view);
});

test("the same records give the same document", async () => {
  expect(buildDiscoveryReport(await viewOf(archive))).toEqual(document);
});

test("every table and figure carries command, number of seeds and interval; ids are unique", () => {
  const shown = blocks(document).filter((block) => block.kind !== "text" && block.kind !== "code");
  expect(shown.length).toBeGreaterThanOrEqual(20);
  for (const block of shown) {
    expect(block.provenance.command).toBe("lionlab discover synthetic");
    expect(block.provenance.seeds?.most, block.id).toBeGreaterThan(0);
    expect(block.provenance.interval).not.toBe("");
  }
  for (const kind of ["table", "chart"]) {
    const ids = shown.flatMap((block) => (block.kind === kind ? [block.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("all sections are there, in reading order", () => {
  expect(document.sections.map(({ id }) => id)).toEqual([
    "summary",
    "best",
    "fitness",
    "rates",
    "fame",
    "ancestry",
    "meta-validation",
    "funnel",
    "simplification",
    "reproduce",
  ]);
});

test.each([
  [{ lead: 0.03, funnelSeeds: 6 }, "It beats tuned AdamW on fresh seeds (+0.0"],
  [{ lead: 0, funnelSeeds: 6 }, "It does not beat tuned AdamW on fresh seeds by more than the seeds alone can explain"],
  [{ lead: -0.03, funnelSeeds: 6 }, "It is worse than tuned AdamW on fresh seeds (−0.0"],
  [{ lead: 0.03, funnelSeeds: 6, bar: "AdamW, not tuned" }, "It beats AdamW, not tuned on fresh seeds (+0.0"],
  [{ funnelSeeds: 2 }, "Against tuned AdamW on fresh seeds there are too few seeds for a claim"],
  [{ lead: 0.03, funnelSeeds: 3 }, "score, Hodges-Lehmann; 3 seeds, where 5 could decide, p ="],
  [{ phases: [] }, "It has not been compared with tuned AdamW on fresh seeds yet."],
  [{ running: true }, "So far (3 of 9 searches ended): Evolution found"],
  [{ seeds: 1 }, "evolution has too few seeds for a claim and ends above random search"],
  [{ methods: ["evolution"] as const }, "Evolution found"],
])("the headline of %o says: %s", async (options, sentence) => {
  const { headline } = await reportOf({ evaluations: 150, ...options });
  expect(headline).toContain(sentence);
  if ("methods" in options) expect(headline).not.toContain("same budget");
});

test("evolution is compared with each baseline on the evaluations that all have done", () => {
  expect(document.headline).toContain(
    "On the same budget of 500 evaluations, evolution is ahead of random search (+0.0",
  );
  expect(texts(document)).toContain("corrected together");
});

test("a search that found nothing better says so", async () => {
  const { headline } = await reportOf({ methods: ["evolution"], seeds: 1, evaluations: 1, phases: [] });
  expect(headline).toMatch(/^Evolution found nothing better than the program it started from\./);
});

test("other numbers are no find, and a search that ended within tuneFirst says so", () => {
  const best = view.best!;
  const search = best.search!;
  const seed = search.ancestry[0]!.program!;
  const evolution = { ...search.record.config.evolution, tuneFirst: 1200 };
  const short = { ...search, record: { ...search.record, config: { ...search.record.config, evolution } } };
  const renumbered = seed.replace(/\b\d+(\.\d+)?\b/g, (number) => String(Number(number) * 1.5));
  expect(renumbered).not.toBe(seed);
  const found = { ...best, program: renumbered, family: "AdamW with β1 = 0.8" };
  const headline = discoveryHeadline({ ...view, best: { ...found, search: short } });
  expect(headline).toContain(
    "Evolution found no new rule: its best is the program it started from, with other numbers.",
  );
  expect(headline).toContain("It ended within its first 1,200 evaluations (tuneFirst)");
  expect(discoveryHeadline({ ...view, best: found })).not.toContain("tuneFirst");
  expect(discoveryHeadline(view)).not.toContain("no new rule");
});

test("the figure of fitness ends at the median of the seeds' best, and never falls", () => {
  const { values: points } = chart(document, "fitness-evaluations").spec.data as {
    values: readonly { label: string; x: number; mean: number }[];
  };
  const line = points.filter(({ label }) => label === "evolution");
  const bests = archive.searches
    .filter(({ record }) => record.config.method === "evolution")
    .map(({ record }) => record.bestFitness!);
  expect(line.at(-1)).toMatchObject({ x: 500, mean: median(bests) });
  expect(line.every(({ mean }, index) => index === 0 || mean >= line[index - 1]!.mean)).toBe(true);
  expect(line.length).toBeLessThanOrEqual(120);
});

test("the table of searches counts what the records hold", () => {
  const searches = table(document, "searches");
  const evolved = archive.searches.filter(({ record }) => record.config.method === "evolution");
  const mutants = evolved.flatMap(({ children }) => children.filter(({ reason }) => reason === "mutation"));
  expect(values(searches, "search")).toEqual(["evolution", "random search", "constants only"]);
  expect(values(searches, "cache hits")[0]).toBeCloseTo(
    mutants.filter(({ evaluated }) => !evaluated).length / mutants.length,
    12,
  );
  expect(values(searches, "evaluations")).toEqual([500, 500, 500]);
  const invalid = mutants.reduce((sum, one) => sum + one.invalid, 0);
  expect(values(searches, "invalid")[0]).toBeCloseTo(invalid / (invalid + mutants.length), 12);
});

test("no evaluated program is better and as short as one of the hall of fame", () => {
  const fame = table(document, "fame");
  const lengths = values(fame, "statements") as readonly number[];
  const fitness = values(fame, "fitness") as readonly number[];
  const evolved = archive.searches.filter(({ record }) => record.config.method === "evolution");
  for (const { evaluations } of evolved) {
    for (const one of evaluations) {
      const beaten = lengths.findLastIndex((length) => length <= one.length);
      if (one.fitness > 0) expect(fitness[beaten]).toBeGreaterThanOrEqual(one.fitness);
    }
  }
});

test("beside it stand the programs that no other matches in fitness, worst run, length and states", () => {
  const front = table(document, "front");
  const [fitness, worst, length, states] = ["fitness", "worst run", "statements", "states"].map(
    (title) => values(front, title) as readonly number[],
  ) as [readonly number[], readonly number[], readonly number[], readonly number[]];
  expect(fitness[0]).toBe((values(table(document, "fame"), "fitness") as readonly number[]).at(-1));
  const matches = (a: number, b: number): boolean =>
    fitness[a]! >= fitness[b]! && worst[a]! >= worst[b]! && length[a]! <= length[b]! && states[a]! <= states[b]!;
  const places = front.rows.map((_, at) => at);
  expect(places.filter((b) => places.some((a) => a !== b && matches(a, b)))).toEqual([]);
  expect(front.rows.length).toBeGreaterThan(table(document, "fame").rows.length);
});

test("the ancestry of the best leads from the seed to it, edit by edit", () => {
  const rows = table(document, "ancestry");
  const gains = values(rows, "gain").map((gain) => (gain as number | null) ?? 0);
  const best = view.best!;
  expect(gains.reduce((a, b) => a + b)).toBeCloseTo(best.fitness! - 0.612, 9);
  expect(values(rows, "edit")).toContainEqual(expect.stringContaining("becomes wd = w * 0.0312"));
  expect(values(rows, "edit")).toContainEqual(expect.stringMatching(/insert m2 = square\(m\) as line \d/));
  expect(texts(document)).toMatch(/\d+ edits lead from the seed program to it, and \d+ of them changed/);
});

test("over-fitting to the proxy is said in words, in the section and in the summary", async () => {
  expect(texts(document)).toContain("Over-fitting to the proxy tasks in evolution with seed 1: the peak");
  expect(texts(document)).toContain("Over-fitted to the proxy tasks: evolution with seed 1;");
  const quiet = await reportOf({ evaluations: 500, overfits: false });
  expect(texts(quiet)).not.toContain("Over-fit");
  expect(texts(quiet)).toContain("No over-fitting beyond the roughness of the curves");
});

test("the funnel shows every program of a stage, best first, and who went on", () => {
  const stage = table(document, "funnel-fresh-seeds");
  const scores = values(stage, "score") as readonly number[];
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(values(stage, "program")).toHaveLength(9);
  expect(values(stage, "promoted").filter((promoted) => promoted === "yes")).toHaveLength(3);
  expect(table(document, "funnel-full").rows[0]!.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^\d\d\.\d\d ± \d\.\d\d %$/),
  );
});

test("the best program is chosen before the full task, and its simplified form stands beside it", () => {
  const onLarger = archive.funnel.filter(({ stage, role }) => stage === "larger" && role === "finalist");
  const top = onLarger.reduce((best, entry) => (entry.mean > best.mean ? entry : best));
  expect(view.best!.entry).toBe(top);
  const stages = table(document, "stages");
  expect(values(stages, "stage")).toEqual(["fresh-seeds", "fresh-seeds", "larger", "larger", "full", "full"]);
  expect(values(stages, "program")).toEqual([
    "finalist",
    "simplified",
    "finalist",
    "simplified",
    "finalist",
    "simplified",
  ]);
});

test("a stage whose seeds cannot reach the level is pointed out", async () => {
  expect(texts(await reportOf({ evaluations: 100, funnelSeeds: 3 }))).toContain(
    "3 seeds cannot decide whether a difference is real",
  );
  expect(texts(await reportOf({ evaluations: 100, funnelSeeds: 3 }))).toContain(
    "No difference found does not mean that there is none.",
  );
});

test("simplification shows each step with its label, figures and changed lines", () => {
  const steps = table(document, "simplification");
  expect(values(steps, "rests on")).toEqual([null, "exact", "tolerant", "empirical"]);
  expect(values(steps, "change")[3]).toBeCloseTo(-0.0008, 9);
  const changes = blocks(document).filter(
    (block) => block.kind === "code" && block.title.startsWith("Step 2, tolerant"),
  );
  expect(changes[0]).toMatchObject({ language: "diff", text: expect.stringContaining("+   update = sign(m)") });
});

test.each([
  ["no search has begun", { seeds: 0 }],
  ["only the seed was evaluated", { evaluations: 1, phases: [] }],
  ["there is no evolution", { methods: ["random"] as const, phases: [] }],
  ["the searches still run", { running: true, phases: [] }],
  ["the funnel is half-way", { phases: ["fresh-seeds"] as const }],
])("a report exists when %s", async (_, options) => {
  const unfinished = await reportOf({ evaluations: 60, ...options });
  expect(unfinished.sections[0]!.id).toBe("summary");
  expect(unfinished.sections.at(-1)!.id).toBe("reproduce");
  expect(JSON.stringify(unfinished)).not.toMatch(/NaN|undefined|Infinity/);
});

test("a search whose records are missing counts as not ended", async () => {
  const { discovery, ...rest } = syntheticDiscovery({ methods: ["evolution"], seeds: 2, evaluations: 50, phases: [] });
  const more = { ...rest, discovery: { ...discovery, searchKeys: [...discovery.searchKeys, "later"] } };
  const { state, headline } = buildDiscoveryReport(await viewOf(more));
  expect(state).toMatchObject({ name: "searches", planned: 3, ended: 2 });
  expect(headline).toMatch(/^So far \(2 of 3 searches ended\)/);
});

test("without a language the report exists and tells edits by number", async () => {
  const plain = buildDiscoveryReport(await discoveryView(memorySearchStorage(archive), "synthetic"));
  expect(values(table(plain, "ancestry"), "edit")).toContainEqual(expect.stringMatching(/argument \d becomes/));
  expect(values(table(plain, "best"), "states")).toEqual([null, null]);
});

test("an unknown discovery is a sentence with those that there are", async () => {
  await expect(discoveryView(memorySearchStorage(archive), "other")).rejects.toMatchObject({
    code: "unknown-discovery",
    message: expect.stringContaining("synthetic"),
  });
});

test("the terminal shows headline and summary within its width", () => {
  const shown = renderTerminalReport(document, { color: false, width: 90 });
  expect(shown).toMatch(/^Evolution found Lion/);
  expect(shown).toContain("tuned AdamW");
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lionlab-discovery-report-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the report lands as files: a page of sensible size that asks nothing of the network, figures, tables", async () => {
  const written = await writeTablesReport(document, folder);
  expect((await readdir(folder)).sort()).toEqual(written.files.map((file) => file.slice(folder.length + 1)).sort());
  const html = await readFile(written.html, "utf8");
  expect(html.length).toBeLessThan(1_200_000);
  const page = html.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  expect(page).not.toMatch(/(?:src|href)=["'](?:https?:)?\/\//);
  expect(page).toContain("<ins>+   update = sign(m)</ins>");
  expectWellFormed(page.slice(page.indexOf("<header"), page.indexOf("</body>")).replaceAll("<br>", "<br/>"));
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
  expect(new Set(ids).size).toBe(ids.length);
  for (const name of await readdir(folder)) {
    const content = await readFile(join(folder, name), "utf8");
    expect(content.replaceAll(/<script>[\s\S]*?<\/script>/g, ""), name).not.toMatch(/NaN|undefined/);
    if (name.endsWith(".svg")) expect(content.length, name).toBeLessThan(200_000);
  }
  const data = JSON.parse(await readFile(join(folder, "report.json"), "utf8"));
  expect(data).toMatchObject({ subject: "discovery", title: "synthetic", headline: document.headline });
  expect(await readFile(join(folder, "searches.csv"), "utf8")).toMatch(/^search,best fitness,/);
  expect(renderMarkdown(document, { figures: true })).toContain("](fitness-evaluations.svg)");
});
