/** Every box through pdflatex, where it is installed with algorithms and algorithmicx: no error, nothing wider than the page. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { listRequested } from "../listing/list-requested.ts";
import { latex } from "../targets/latex.ts";

const there = spawnSync("kpsewhich", ["algpseudocode.sty"]).stdout?.length > 0;

test.skipIf(!there)("every optimizer and convention compiles, and fits the page", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-pdflatex-"));
  const requests = optimizers.flatMap(({ name, conventions }) =>
    Object.keys(conventions).map((convention) => ({ name, convention }) as OptimizerRequest),
  );
  const boxes = requests.map((request) => `${latex.print(listRequested(request))}\\clearpage`);
  const head = "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{amsmath, algorithm, algpseudocode}";
  writeFileSync(join(folder, "all.tex"), `${head}\\begin{document}\n${boxes.join("\n")}\n\\end{document}\n`);
  const { stdout, status } = spawnSync("pdflatex", ["-interaction=nonstopmode", "all.tex"], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  expect(stdout.match(/^!.*|^Overfull.*/gm)).toBeNull();
  expect(status).toBe(0);
});
