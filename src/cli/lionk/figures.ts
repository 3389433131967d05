/**
 * `lionlab lionk figures`: computes the figures of Lion-K and writes them, with text for a student, as one page.
 *
 * Nothing listens for Ctrl-C, so it ends the command at once; the page appears whole, at the end, or not at all.
 */
import { resolve } from "node:path";
import type { ComputedFigure } from "../../figures/document.ts";
import type { Figure } from "../../figures/figure.ts";
import type { ReportDocument } from "../../report/document.ts";
import type { Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";

/** The command. */
export const figuresCommand: Command = {
  name: "figures",
  group: "Explain optimizers",
  summary: "Compute the figures of Lion-K's theory and explain them on one HTML page.",
  arguments: [],
  options: ["out", "only", "json"],
  meanings: {
    out: { about: "Folder for the figures, or a file that ends in .html.", otherwise: "runs/lionk-figures" },
  },
  examples: ["npx lionlab lionk figures", "npx lionlab lionk figures --only F1,F3 --out figures.html"],
  run: async (call) => {
    const { options, terminal } = call;
    const { figuresNamed } = await import("../../figures/index.ts");
    const { figuresDocument } = await import("../../figures/document.ts");
    const chosen = figuresNamed(options.only);
    terminal.err.write("Figures of Lion-K\n");
    const computed = chosen.map((figure) => computeFigure(figure, terminal.err.write));
    terminal.err.write("drawing\n");
    const document = figuresDocument(computed, call.commandLine);
    const written = await write(document, resolve(terminal.cwd, options.out ?? "runs/lionk-figures"));
    const numbers = computed.map(({ figure: { id, title }, result }) => ({ id, title, ...result.numbers }));
    terminal.out.write(options.json ? jsonText({ ...written, figures: numbers }) : `${written.html}\n`);
    return 0;
  },
};

function computeFigure(figure: Figure, write: (text: string) => void): ComputedFigure {
  write(`${figure.id.padEnd(3)} ${figure.title}\n`);
  return { figure, result: figure.compute((text) => write(`    ${text}\n`)) };
}

/** A path that ends in .html gets the page alone; a folder also gets the figures as SVG, and Markdown. */
async function write(document: ReportDocument, path: string) {
  const { writePage, writeTablesReport } = await import("../../report/write.ts");
  return path.endsWith(".html") ? writePage(document, path) : writeTablesReport(document, path);
}
