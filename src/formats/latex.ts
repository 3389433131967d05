/**
 * LaTeX: the tables of the report with booktabs' rules, its learning curves as pgfplots pictures, and `report.tex`, which shows them all.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderLatex } from "../report/latex.ts";
import type { RunFormat } from "./format.ts";

/** The format. */
export const latex: RunFormat = {
  name: "latex",
  about: "LaTeX: tables (booktabs) and learning curves (pgfplots) to input into a paper",
  output: "latex",
  form: "folder",
  opens: (_, word) => `(cd ${word} && pdflatex report.tex)`,
  write: async (run, place) => {
    for (const [name, text] of renderLatex(await run.report())) await writeFile(join(place, name), text);
  },
};
