/** Labels and names are text of others: no renderer may let them leave their place, whatever they hold. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { printable, printableLines } from "../../src/core/printable.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { renderCurvesCsv, renderResultsCsv, renderTableCsv } from "../../src/report/csv.ts";
import type { StudyReport } from "../../src/report/document.ts";
import { renderHtml } from "../../src/report/html.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderSvg } from "../../src/report/svg.ts";
import { renderTerminalReport } from "../../src/report/table.ts";
import { syntheticStudy } from "./synthetic-study.ts";
import { expectWellFormed } from "./well-formed.ts";

const source = syntheticStudy({ optimizers: ["lion", "adam"], rates: 2, epochs: 2 });

/** The report of a study of this name with an optimizer of this label. */
function reportOf(foreign: string): StudyReport {
  const trials = source.trials.map((trial) => {
    const { optimizer } = trial.config;
    const label = optimizer.name === "lion" ? foreign : optimizer.label;
    return { ...trial, config: { ...trial.config, optimizer: { ...optimizer, label } } };
  });
  return buildReport({ study: { ...source.study, name: foreign }, trials });
}

const sharp = ["=", "+1", "-", "@", "\t", "\r", "\n", "\u001b[31m", "\u009b", '"', "'", ",", "|", "`", "```", "#", "> ", "* ", "1.", "<b>", "</script>", "&lt;", "&", "\\", "]", "](x)", "~~", 'id="a"', "url(#a)", "\u202e", "\ufffe", "\ud800", "    ", "===", "猫", "a"]; // biome-ignore format: one list
const foreignText = fc.oneof(
  fc.array(fc.constantFrom(...sharp), { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
);
const property = (check: (text: string) => void): void => fc.assert(fc.property(foreignText, check), { numRuns: 25 });
const fields = (csv: string): string[][] => {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "\n") rows.push([]);
  }
  return rows.slice(0, -1);
};

test("no terminal obeys a label or a study's name, and colours are ours alone", () => {
  property((text) => {
    const [plain, colored] = [false, true].map((color) => renderTerminalReport(reportOf(text), { color, width: 100 }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are taken away
    for (const shown of [plain!, colored!.replaceAll(/\u001b\[[\d;]+m/g, "")])
      expect(printableLines(shown)).toBe(shown);
  });
});

test("no spreadsheet runs a label, and rows and fields stay apart", () => {
  property((text) => {
    const document = reportOf(text);
    const table = document.sections[0]!.blocks.find((block) => block.kind === "table")!;
    for (const csv of [renderResultsCsv(document), renderCurvesCsv(document), renderTableCsv(table)]) {
      const rows = fields(csv);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      expect(rows).toHaveLength(csv.split("\n").length - 1);
      for (const field of rows.flat()) {
        expect(printable(field)).toBe(field);
        if (!Number.isFinite(Number(field))) expect(field).not.toMatch(/^\s*[=+\-@]/);
      }
    }
  });
});

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ["-1+1|cmd", "'-1+1|cmd"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["+1", "+1"],
  ["-0.5", "-0.5"],
  ["lion-l2", "lion-l2"],
])("the label %s is written as %s", (text, written) => {
  expect(renderResultsCsv(reportOf(text)).split("\n")[1]).toContain(`,${written},lion,`);
});

test("numbers stay numbers, negative ones too", () => {
  const cell = (value: number) => ({ text: "", value, tone: "plain" as const });
  const column = { title: "x", align: "left" as const, description: "", priority: 0 };
  const provenance = { command: "", seeds: null, interval: "" };
  const table = { kind: "table" as const, id: "t", title: "", columns: [column, column], rows: [[cell(-0.5), cell(-1e-9)]], caption: "", provenance }; // biome-ignore format: one table
  expect(renderTableCsv(table)).toBe("x,x\n-0.5,-1e-9\n");
});

test("Markdown keeps its headings, tables and paragraphs", () => {
  const kinds = (text: string): readonly string[] => {
    const markdown = renderMarkdown(reportOf(text), { figures: true });
    expect(printableLines(markdown)).toBe(markdown);
    const prose = markdown.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "code");
    return prose.split("\n").map((line) => {
      if (line.startsWith("|")) return `row of ${line.replaceAll(/\\./g, "").split("|").length}`;
      return /^(#+ |> |- |\+ |\d{1,9}[.)](?=\s)|~~~|```| {4}|\t|=+$|$)/.exec(line)?.[0] ?? "text";
    });
  };
  const expected = kinds("lion");
  property((text) => {
    expect(kinds(text)).toEqual(expected);
  });
  property((text) => {
    const markdown = renderMarkdown(reportOf(text), { figures: false });
    const prose = markdown.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, "").replaceAll(/(?<!\\)`[^`]*`/g, "");
    expect(prose).not.toMatch(/<(?!br>)/);
  });
});

test("the page stays well formed and shows the name as it is", async () => {
  for (const text of fc.sample(foreignText, { numRuns: 8, seed: 5 })) {
    const html = await renderHtml(reportOf(text), new Map());
    expect(printableLines(html.slice(0, html.indexOf("<script")))).toBe(html.slice(0, html.indexOf("<script")));
    const markup = html.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "");
    const body = markup.slice(markup.indexOf("<header"), markup.indexOf("</body>"));
    expectWellFormed(body.replaceAll(/<(input|br)([^>]*)>/g, "<$1$2/>"));
    const [, title] = /<h1>([\s\S]*?)<\/h1>/.exec(html)!;
    const names: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
    expect(title!.replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => names[name]!)).toBe(printable(text));
  }
});

test("a figure is well formed and shows the label as it is", async () => {
  for (const text of [
    ...fc.sample(foreignText, { numRuns: 5, seed: 9 }),
    'id="a" url(#a) d="1.23456"',
    "\u001b[31m\u0000\ufffe",
  ]) {
    const spec = reportOf(text)
      .sections.flatMap(({ blocks }) => blocks)
      .find((block) => block.kind === "chart")!.spec;
    const svg = await renderSvg(spec);
    expect(printableLines(svg)).toBe(svg);
    expectWellFormed(svg);
    const shown = printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(svg).toContain(`>${shown}</text>`);
  }
});

test("JSON reads back the very label and holds nothing that a terminal obeys", () => {
  property((text) => {
    const json = renderJson(reportOf(text));
    expect(JSON.parse(json).title).toBe(text);
    expect(printableLines(json)).toBe(json);
  });
});
