import { describe, expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { tunedStudy } from "../../test/report/tuned-study.ts";
import { latexProse, latexText } from "../core/latex-text.ts";
import { buildReport } from "../report/build-report.ts";
import { renderLatex } from "../report/latex.ts";

describe("text for LaTeX", () => {
  it("is shown as it is, whatever LaTeX would take it for", () => {
    expect(latexText("a_b & 50 % of $x^2$ #1 {~}\\end")).toBe(
      "a\\_b \\& 50 \\% of \\$x\\textasciicircum{}2\\$ \\#1 \\{\\textasciitilde{}\\}\\textbackslash{}end",
    );
    expect(latexText("[1] *b* --flag <x>")).toBe("{[}1{]} {*}b{*} {-}{-}flag \\textless{}x\\textgreater{}");
    expect(latexText("0.5 ± 0.1 · λ ≤ 1")).toBe(
      "0.5 \\ensuremath{\\pm} 0.1 \\ensuremath{\\cdot} \\ensuremath{\\lambda} \\ensuremath{\\le} 1",
    );
    expect(latexText("Lésé 獅子\u0007")).toBe("Lésé U+7345U+5B50\\textbackslash{}x07");
    expect(latexProse("Call `a_b`, then c_d.")).toBe("Call \\texttt{a\\_b}, then c\\_d.");
  });

  it("leaves nothing that LaTeX reads as more than a letter, for every character up to U+2FFF", () => {
    for (let code = 0; code < 0x3000; code++) {
      const text = latexText(String.fromCharCode(code));
      const bare = text.replaceAll(/\\[a-zA-Z]+(?:\{\\[a-zA-Z]+\}|\{-\}|\{\})?|\\[{}$&#_%]|\{[-[\]*']+\}/g, "");
      expect(bare).toMatch(/^[\u0020-\u017f]*$/);
      expect(bare).not.toMatch(/[\\{}$&#_%^~[\]*"|<>]/);
    }
  });
});

describe("a report for a paper", () => {
  const files = renderLatex(buildReport(tunedStudy()));
  const document = files.get("report.tex")!;

  it("shows every file that it writes, and no other", () => {
    const shown = [...document.matchAll(/\\input\{([^}]+)\}/g)].map(([, name]) => `${name}.tex`);
    expect([...shown, "report.tex"].sort()).toEqual([...files.keys()].sort());
    expect(shown).toEqual(expect.arrayContaining(["verdict.tex", "comparison.tex", "curves-validation-accuracy.tex"]));
  });

  it("has tables whose rows have as many cells as columns, between booktabs' rules, with the command above", () => {
    const tables = [...files.values()].filter((text) => text.includes("\\begin{tabular}"));
    expect(tables.length).toBeGreaterThan(2);
    for (const text of tables) {
      expect(text).toContain("% Command: ");
      const columns = /\\begin\{tabular\}\{([lr]+)\}/.exec(text)![1]!.length;
      const rows = text.split("\n").filter((line) => line.endsWith(" \\\\"));
      for (const row of rows) expect(row.split(/(?<!\\)&/)).toHaveLength(columns);
      expect(text.match(/\\(?:top|mid|bottom)rule/g)).toEqual(["\\toprule", "\\midrule", "\\bottomrule"]);
    }
  });

  it("draws a line for each optimizer through the means that the report's figure has, in per cent", () => {
    const figure = files.get("curves-validation-accuracy.tex")!;
    expect(figure.match(/\\addlegendentry/g)).toHaveLength(2);
    const { trials } = tunedStudy();
    const judged = trials.filter(({ config }) => config.test !== "never" && config.optimizer.label === "lion");
    const first = judged.reduce((sum, { epochs }) => sum + epochs[0]!.validationAccuracy, 0) / judged.length;
    expect(figure).toContain(`coordinates {(1,${Number((100 * first).toPrecision(6))})`);
  });

  it("names what is across, and gives an optimizer the colour that it has in the report", () => {
    const across = (name: string) => /xlabel=\{([^}]*)\}/.exec(files.get(name)!)?.[1];
    expect([across("curves-train-loss.tex"), across("tries.tex")]).toEqual(["epoch", "tries"]);
    const colours = (name: string) => {
      const text = files.get(name)!;
      const hex = [...text.matchAll(/\\definecolor\{lionlab\d+\}\{HTML\}\{(\w+)\}/g)].map(([, value]) => value);
      return new Map([...text.matchAll(/\\addlegendentry\{(.*)\}/g)].map(([, label], index) => [label, hex[index]]));
    };
    expect([...colours("tries.tex")].sort()).toEqual([...colours("curves-train-loss.tex")].sort());
  });

  it("writes tables of a study without results", () => {
    expect(renderLatex(buildReport(syntheticStudy({ unfinished: 1 }))).get("report.tex")).toContain("\\end{document}");
  });
});
