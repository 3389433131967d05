import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leftOutNote } from "../../src/cli/left-out-note.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { curvesCsvPieces, renderCurvesCsv, renderResultsCsv } from "../../src/report/csv.ts";
import { renderHtml } from "../../src/report/html.ts";
import { jsonPieces, renderJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderFigures } from "../../src/report/svg.ts";
import { writeReport } from "../../src/report/write.ts";
import { syntheticStudy } from "./synthetic-study.ts";
import { expectWellFormed } from "./well-formed.ts";

const nasty = '</script><b>"a", `|` & b</b>';
const source = syntheticStudy({ seeds: 2, epochs: 12 });
const trials = source.trials.map((trial) => {
  const { optimizer } = trial.config;
  const label = optimizer.name === "adam" ? nasty : optimizer.label;
  return { ...trial, config: { ...trial.config, optimizer: { ...optimizer, label } } };
});
const document = buildReport({ study: source.study, trials });
let figures: ReadonlyMap<string, string>;
let html: string;
let folder: string;

beforeAll(async () => {
  figures = await renderFigures(document);
  html = await renderHtml(document, figures);
  folder = await mkdtemp(join(tmpdir(), "lionlab-report-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("results.csv has one row per trial and quotes what needs it", () => {
  const lines = renderResultsCsv(document).trimEnd().split("\n");
  expect(lines).toHaveLength(1 + trials.length);
  expect(lines[0]).toMatch(/^study,key,label,optimizer,convention,hyperparameters,lr,seed,state,/);
  expect(lines.some((line) => line.includes('"</script><b>""a"", `|` & b</b>"'))).toBe(true);
});

test("curves.csv is long: five figures per epoch, in full precision", () => {
  const lines = renderCurvesCsv(document).trimEnd().split("\n");
  const epochs = trials.reduce((sum, trial) => sum + trial.epochs.length, 0);
  expect(lines).toHaveLength(1 + 5 * epochs);
  const accuracy = trials[0]!.epochs[0]!.validationAccuracy;
  expect(lines.find((line) => line.endsWith(`,1,validation,accuracy,${accuracy}`))).toBeDefined();
});

test("top-5 accuracies stand in both tables where they were measured", () => {
  const [first, ...rest] = trials;
  const { result } = first!;
  const top5 = { ...result!, test: { ...result!.test!, top5: 0.9375 } };
  const [epoch, ...epochs] = first!.epochs;
  const measured = { ...first!, result: top5, epochs: [{ ...epoch!, validationTop5: 0.875 }, ...epochs] };
  const rich = buildReport({ study: source.study, trials: [measured, ...rest] });
  const [titles, row] = renderResultsCsv(rich).split("\n");
  expect(row!.split(",").at(titles!.split(",").indexOf("test_top5") - titles!.split(",").length)).toBe("0.9375");
  expect(
    renderCurvesCsv(rich)
      .split("\n")
      .filter((line) => line.includes(",validation,top5,")),
  ).toEqual([expect.stringMatching(/,1,validation,top5,0\.875$/)]);
});

test("JSON reads back with tables and results", () => {
  const data = JSON.parse(renderJson(document));
  expect(data.tables.map((table: { id: string }) => table.id)).toEqual([
    "verdict",
    "cost",
    "robustness",
    "summary",
    "tolerance",
  ]);
  expect(data.tables[3].rows[0]["best rate"]).toBeTypeOf("number");
  expect(data.results).toHaveLength(trials.length);
  expect(data.results[0].curve[0].epoch).toBe(1);
});

test("what is written in pieces is the same as in one, whole trials at a time", () => {
  expect([...jsonPieces(document)]).toHaveLength(2 + trials.length);
  expect([...curvesCsvPieces(document)]).toHaveLength(1 + trials.length);
  const plain = JSON.parse(renderJson(document));
  const bare = { ...plain, results: plain.results.map((row: object) => ({ ...row, curve: [] })) };
  const curves = /"curve": \[[^\]]*\]/g;
  expect(renderJson(document).replaceAll(curves, '"curve": []')).toBe(`${JSON.stringify(bare, null, 2)}\n`);
  const empty = renderJson(buildReport({ study: source.study, trials: [] }));
  expect(empty).toBe(`${JSON.stringify(JSON.parse(empty), null, 2)}\n`);
});

test("Markdown names its figures, escapes names and can go without figures", () => {
  const markdown = renderMarkdown(document, { figures: true });
  for (const id of figures.keys()) expect(markdown).toContain(`](${id}.svg)`);
  expect(markdown.replaceAll(/^```[\s\S]*?^```/gm, "")).not.toContain("<b>");
  expect(markdown).toContain("`--seeds 8`");
  expect(markdown).toContain("\\|");
  expect(renderMarkdown(document, { figures: false })).not.toContain(".svg");
});

test("every figure is one well-formed SVG of small size", () => {
  expect([...figures.keys()]).toEqual([
    "tries",
    "surfaces",
    "curves-validation-accuracy",
    "curves-validation-loss",
    "curves-train-accuracy",
    "curves-train-loss",
    "sensitivity",
    "sensitivity-close",
  ]);
  for (const svg of figures.values()) {
    expectWellFormed(svg);
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(svg.length).toBeLessThan(200_000);
  }
});

test("the page asks nothing of the network and closes every script", () => {
  const withoutScripts = html.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  expect(withoutScripts).not.toMatch(/(?:src|href)=["'](?:https?:)?\/\//);
  expect(html).toContain("default-src 'none'");
  expect(withoutScripts).not.toContain("</script");
  expect(withoutScripts).not.toContain("<b>&quot;a");
  const body = withoutScripts.slice(withoutScripts.indexOf("<header"), withoutScripts.indexOf("</body>"));
  expectWellFormed(body.replaceAll(/<(input|br)([^>]*)>/g, "<$1$2/>"));
  expect(html.length).toBeLessThan(3_000_000);
});

test("no two elements of the page share an id", () => {
  const markup = html.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  const ids = [...markup.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the data of the surfaces reads back, nasty names included", () => {
  const [, text] = /id="surface-data">([\s\S]*?)<\/script>/.exec(html)!;
  const data = JSON.parse(text!);
  expect(data.surfaces.map((surface: { label: string }) => surface.label)).toContain(nasty);
  expect(data.surfaces[0].smooth.z).toHaveLength(data.surfaces[0].smooth.epochs.length);
});

test("a report lands as files, replaces an earlier one and leaves nothing else", async () => {
  await writeFile(join(folder, "report.html"), "old");
  const written = await writeReport(document, folder);
  expect((await readdir(folder)).sort()).toEqual(written.files.map((file) => file.slice(folder.length + 1)).sort());
  expect((await readFile(written.html, "utf8")) === html).toBe(true);
  expect(await readFile(join(folder, "sensitivity.svg"), "utf8")).toContain('fill="white"');
});

test("curves of very many epochs are left out of the files, which says so, unless they are asked for", async () => {
  const long = { ...document, results: document.results.map((row) => ({ ...row, epochs: 100_000 })) };
  const epochs = 100_000 * trials.length;
  const place = join(folder, "long");
  await writeReport(document, place);
  const written = await writeReport(long, place);
  expect(written.epochsLeftOut).toBe(epochs);
  expect(await readdir(place)).not.toContain("curves.csv");
  const { results } = JSON.parse(await readFile(join(place, "report.json"), "utf8"));
  expect(results.map((row: { curve: unknown }) => row.curve)).toEqual(trials.map(() => null));
  const [bestEpochs, expected] = [results, document.results].map((rows) =>
    rows.map((row: { bestEpoch: number | null }) => row.bestEpoch),
  );
  expect(bestEpochs).toEqual(expected);
  expect(leftOutNote(written, { run: "my study" })).toContain(`${epochs.toLocaleString("en-US")} epochs`);
  expect(leftOutNote(written, { run: "my study" })).toContain("npx lionlab report 'my study' --curves\n");
  const whole = await writeReport(long, place, { curves: true });
  expect(whole.epochsLeftOut).toBeUndefined();
  expect(leftOutNote(whole, { run: "my study" })).toBe("");
  expect(await readFile(join(place, "curves.csv"), "utf8")).toBe(renderCurvesCsv(long));
  expect(await readFile(join(place, "report.json"), "utf8")).toBe(renderJson(long));
});

test("a folder that cannot be made is a sentence", async () => {
  await expect(writeReport(document, join(folder, "report.html", "below"))).rejects.toMatchObject({
    name: "LabError",
    code: "not-a-folder",
  });
});

test("a study file of the reproduce section names the best rate and seeds", () => {
  const file = document.sections
    .at(-1)!
    .blocks.find((block) => block.kind === "code" && block.title.startsWith("lion"));
  expect(file).toMatchObject({
    language: "yaml",
    text: expect.stringMatching(/name: lion\n[\s\S]*lr:\n\s+- 0\.0002\n/),
  });
});

test("report.json has a line for each epoch of a trial, and every figure of it", () => {
  const { study, trials } = syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 3 });
  const [first, ...rest] = trials;
  const steps = [
    { step: 1, trainLoss: 2, trainAccuracy: 0.1, lr: 0.1 },
    { step: 2, trainLoss: 1, trainAccuracy: 0.2, lr: 0.1 },
  ];
  const told = { ...first!, epochs: first!.epochs.map((epoch) => ({ ...epoch, trainLoss: Number.NaN, steps })) };
  const waiting = { ...rest[0]!, state: "waiting", epochs: [], timings: [], result: null } as const;
  const document = buildReport({ study, trials: [told, waiting] });
  const text = renderJson(document);
  expect(JSON.parse(text).results).toEqual(JSON.parse(JSON.stringify(document.results)));
  expect(text.match(/^ {8}\{"epoch":/gm)).toHaveLength(3);
  expect(text).toContain('"curve": []');
});
