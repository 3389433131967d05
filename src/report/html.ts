/**
 * A report as one HTML file that opens offline: figures drawn as SVG, the 3-D library and the data inside, no request to
 * anywhere (a content security policy forbids them).
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Block, CodeBlock, Provenance, ReportDocument, Section, SurfacesBlock, TableBlock } from "./document.ts";
import { escapeHtml, escapeHtmlLines, jsonForScript } from "./html-text.ts";
import { provenanceLine } from "./markdown.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { surfacesData } from "./surfaces-data.ts";
import { inTags } from "./svg.ts";
import { heightColors, ink } from "./theme.ts";

/** Renders the page; `figures` are the SVG texts of the document's figures by block id (`renderFigures`). */
export async function renderHtml(document: ReportDocument, figures: ReadonlyMap<string, string>): Promise<string> {
  const surfaces = document.sections.flatMap((section) => section.blocks).find((block) => block.kind === "surfaces");
  const scripts = surfaces === undefined ? [] : [surfaceData(surfaces), script(await plotlySource())];
  return [
    "<!doctype html>",
    '<html lang="en">',
    head(document),
    "<body>",
    pageHead(document),
    "<main>",
    ...document.sections.map((section) => sectionHtml(section, figures)),
    "</main>",
    `<footer>${origin(document)} Everything is in this file; it needs no network.</footer>`,
    '<div id="tip" role="status"></div>',
    ...scripts,
    script(pageScript),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Where the numbers of a page are from. */
function origin({ subject, title }: ReportDocument): string {
  if (subject === "figures") return "Computed by Lionlab from the formulas alone.";
  if (subject === "runs") return `Made by Lionlab from the records of ${escapeHtml(title)}.`;
  return `Made by Lionlab from the records of the ${subject} “${escapeHtml(title)}”.`;
}

function head(document: ReportDocument): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:";
  return [
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(document.title)} · Lionlab report</title>`,
    `<style>${pageStyle}</style>`,
    "</head>",
  ].join("\n");
}

function pageHead(document: ReportDocument): string {
  const facts = [...document.facts, { name: document.state.name, value: document.state.text }];
  const items = facts.map(({ name, value }) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`);
  const links = document.sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return [
    '<header class="head">',
    `<h1>${escapeHtml(document.title)}</h1>`,
    `<p class="headline">${escapeHtml(document.headline)}</p>`,
    progressBar(document),
    `<dl class="facts">${items.join("")}</dl>`,
    "</header>",
    `<nav aria-label="Sections"><ul>${links.join("")}</ul></nav>`,
  ].join("\n");
}

function progressBar({ state }: ReportDocument): string {
  if (state.ended >= state.planned) return "";
  const share = ((100 * state.ended) / state.planned).toFixed(1);
  return `<div class="progress" role="img" aria-label="${state.ended} of ${state.planned} ${state.name} ended"><span style="width:${share}%"></span></div>`;
}

/** Blocks in order; charts that follow each other share a grid. */
function sectionHtml(section: Section, figures: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  section.blocks.forEach((block, index) => {
    const [before, after] = [section.blocks[index - 1], section.blocks[index + 1]];
    if (block.kind === "chart" && before?.kind !== "chart") parts.push('<div class="charts">');
    parts.push(blockHtml(block, figures));
    if (block.kind === "chart" && after?.kind !== "chart") parts.push("</div>");
  });
  return [`<section id="${section.id}">`, `<h2>${escapeHtml(section.title)}</h2>`, ...parts, "</section>"].join("\n");
}

function blockHtml(block: Block, figures: ReadonlyMap<string, string>): string {
  switch (block.kind) {
    case "table":
      return tableHtml(block);
    case "chart":
      return [
        `<figure class="figure chart" id="figure-${block.id}">`,
        `<h3>${escapeHtml(block.title)}</h3>`,
        inlineSvg(figures.get(block.id) ?? "", block.id),
        `<figcaption>${captionHtml(block)}</figcaption>`,
        "</figure>",
      ].join("\n");
    case "surfaces":
      return surfacesHtml(block, figures.get(block.id) ?? "");
    case "text":
      return `<p${block.tone === "warning" ? ' class="warning"' : ""}>${withCode(block.text)}</p>`;
    case "code":
      return codeHtml(block);
  }
}

/** Characters from which on a cell may take several lines. */
const longCell = 40;

function tableHtml(table: TableBlock): string {
  const side = (index: number): string => (table.columns[index]!.align === "right" ? "right" : "left");
  const header = table.columns.map(
    (column, index) =>
      `<th scope="col" class="${side(index)}" title="${escapeHtml(column.description)}">${escapeHtml(column.title)}</th>`,
  );
  const rows = table.rows.map((row) => {
    const cells = row.map((cell, index) => {
      const long = cell.text.length > longCell ? " long" : "";
      return `<td class="${side(index)} ${cell.tone}${long}">${cellHtml(cell.text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return [
    `<div class="table" id="table-${table.id}">`,
    `<h3>${escapeHtml(table.title)}</h3>`,
    `<div class="scroll"><table><thead><tr>${header.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`,
    `<div class="caption">${captionHtml(table)}</div>`,
    "</div>",
  ].join("\n");
}

/** A figure and, on a line of its own, the range behind it. */
function cellHtml(text: string): string {
  const [, figure, range] = /^(.+) (\[[^[\]]+\])$/.exec(text) ?? [];
  return figure === undefined
    ? escapeHtml(text)
    : `${escapeHtml(figure)} <span class="range">${escapeHtml(range!)}</span>`;
}

function surfacesHtml(block: SurfacesBlock, svg: string): string {
  const mode = (value: string, text: string, checked = ""): string =>
    `<label><input type="radio" name="mode" value="${value}"${checked}>${text}</label>`;
  const plots = block.surfaces.map(
    (surface, index) =>
      `<div class="surface"><h4>${escapeHtml(surface.label)}</h4><div class="plot" data-index="${index}"></div></div>`,
  );
  const [low, high] = block.zRange.map((height) => `${Math.round(100 * height)} %`);
  return [
    `<figure class="figure surfaces" id="figure-${block.id}">`,
    `<h3>${escapeHtml(block.title)}</h3>`,
    `<div class="controls"><div class="modes" role="radiogroup" aria-label="How surfaces are drawn">`,
    `${mode("on", "Interpolation on", " checked")}${mode("off", "Interpolation off")}${mode("flat", "Flat map")}</div>`,
    '<button type="button" class="reset">Reset view</button></div>',
    '<p class="hint">Tap a surface to turn it, tap its name to scroll on.</p>',
    `<div class="solid" style="--columns:${columnsFor(block.surfaces.length)}">${plots.join("\n")}</div>`,
    `<div class="flat">${inlineSvg(svg, block.id)}</div>`,
    `<div class="scale"><i style="background:linear-gradient(90deg,${heightColors.join(",")})"></i><span><b>${low}</b>${escapeHtml(block.zTitle)}<b>${high}</b></span></div>`,
    `<figcaption>${captionHtml(block)}</figcaption>`,
    "</figure>",
  ].join("\n");
}

/** Surfaces side by side on a wide screen, without a lonely last one where that can be. */
function columnsFor(surfaces: number): number {
  return surfaces === 4 ? 2 : Math.min(3, surfaces);
}

function captionHtml(block: { readonly caption: string; readonly provenance: Provenance }): string {
  return `${withCode(block.caption)}<div class="provenance">${escapeHtml(provenanceLine(block.provenance))}</div>`;
}

function codeHtml({ title, text, language, open }: CodeBlock): string {
  const shown = open ?? language === "sh";
  const lines = escapeHtmlLines(text.trimEnd());
  const body = `<pre><code>${language === "diff" ? markedLines(lines) : lines}</code></pre>`;
  return `<details${shown ? " open" : ""}><summary>${escapeHtml(title)}</summary>${body}</details>`;
}

/** Lines of a difference, those that go and those that come marked for the style sheet. */
function markedLines(text: string): string {
  return text.replaceAll(/^-.*$/gm, "<del>$&</del>").replaceAll(/^\+.*$/gm, "<ins>$&</ins>");
}

/** Text with `code` between backticks. */
function withCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

/** An SVG text for the page: ink in the page's colour, and ids that no other figure of the page has. */
function inlineSvg(svg: string, id: string): string {
  return inTags(svg, (tag) =>
    tag
      .replaceAll(`"${ink}"`, '"currentColor"')
      .replaceAll(/\bid="([^"]+)"/g, `id="${id}-$1"`)
      .replaceAll(/="url\(#([^)]+)\)"/g, `="url(#${id}-$1)"`),
  );
}

function surfaceData(block: SurfacesBlock): string {
  return `<script type="application/json" id="surface-data">${jsonForScript(surfacesData(block))}</script>`;
}

function script(source: string): string {
  return `<script>${source.replaceAll(/<\/(script)/gi, "<\\/$1")}</script>`;
}

async function plotlySource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve("plotly.js-gl3d-dist-min"), "utf8");
}
