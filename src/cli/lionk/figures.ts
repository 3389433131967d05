/**
 * `lionlab lionk figures`: computes the figures of Lion-K and writes them, with text for a student, as one page.
 *
 * Nothing listens for Ctrl-C, so it ends the command at once; the page appears whole, at the end, or not at all.
 */
import { resolve } from "node:path";
import type { ReportDocument, Section } from "../../report/document.ts";
import type { Call, Command } from "../command.ts";
import { jsonText } from "../plain-table.ts";
import type { Figure, FigureResult } from "./figures/figure.ts";

/** The command. */
export const figuresCommand: Command = {
  name: "figures",
  group: "Explain optimizers",
  summary: "Compute the figures of Lion-K's theory and explain them on one HTML page.",
  arguments: [],
  options: ["out", "only", "json"],
  examples: ["lionlab lionk figures", "lionlab lionk figures --only F1,F3 --out figures.html"],
  run: async (call) => {
    const { options, terminal } = call;
    const { figuresNamed } = await import("./figures/index.ts");
    const chosen = figuresNamed(options.only);
    terminal.err.write("Figures of Lion-K\n");
    const computed = chosen.map((figure) => computeFigure(figure, terminal.err.write));
    terminal.err.write("drawing\n");
    const written = await write(documentOf(computed, call), resolve(terminal.cwd, options.out ?? "runs/lionk-figures"));
    const numbers = computed.map(({ figure: { id, title }, result }) => ({ id, title, ...result.numbers }));
    terminal.out.write(options.json ? jsonText({ ...written, figures: numbers }) : `${written.html}\n`);
    return 0;
  },
};

/** A figure with what it computed. */
interface Computed {
  readonly figure: Figure;
  readonly result: FigureResult;
}

function computeFigure(figure: Figure, write: (text: string) => void): Computed {
  write(`${figure.id.padEnd(3)} ${figure.title}\n`);
  return { figure, result: figure.compute((text) => write(`    ${text}\n`)) };
}

/** A path that ends in .html gets the page alone; a folder also gets the figures as SVG, and Markdown. */
async function write(document: ReportDocument, path: string) {
  const { writePage, writeTablesReport } = await import("../../report/write.ts");
  return path.endsWith(".html") ? writePage(document, path) : writeTablesReport(document, path);
}

function documentOf(computed: readonly Computed[], { commandLine }: Call): ReportDocument {
  const sections = computed.map(({ figure: { id, title }, result }): Section => {
    return { id: id.toLowerCase(), title: `${id} · ${title}`, blocks: result.blocks };
  });
  return {
    schemaVersion: 1,
    subject: "figures",
    title: "Lion-K in figures",
    headline:
      "Lion with weight decay solves a constrained problem. These figures show how: first into a set, then downhill in an energy, with a certificate at every step.",
    facts: [
      { name: "theory", value: "arXiv:2310.05898 (Lion-K), arXiv:2506.15054 (Muon)" },
      { name: "numbers", value: "float64, computed for this page" },
      { name: "command", value: commandLine },
    ],
    command: commandLine,
    state: { name: "figures", text: String(computed.length), planned: computed.length, ended: computed.length },
    sections,
  };
}
