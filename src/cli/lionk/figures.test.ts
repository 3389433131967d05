import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeTerminal } from "../../../test/cli/fake-terminal.ts";
import { commands } from "../commands/index.ts";
import { runCommandLine } from "../parser.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lionlab-lionk-figures-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(line: string) {
  const terminal = fakeTerminal({});
  const argv = ["lionk", "figures", ...line.split(" ")];
  const code = await runCommandLine({ argv, commands, version: "1.2.3", terminal });
  return { code, out: terminal.out.text(), err: terminal.err.text() };
}

test("a page holds the figures asked for, drawn and explained, with what was found", async () => {
  const path = join(folder, "page.html");
  const { code, out, err } = await run(`--only f9,F2 --out ${path}`);
  expect([code, out]).toEqual([0, `${path}\n`]);
  expect(err).toMatch(/^Figures of Lion-K\nF2 .*\nF9 .*\ndrawing\n$/);
  const page = await readFile(path, "utf8");
  expect(page.match(/<h2>[^<]*/g)).toEqual([
    "<h2>F2 · What never rises is H, not the loss",
    "<h2>F9 · Muon is Lion-K too, up to its Newton–Schulz iteration",
  ]);
  expect(page.match(/<figure [^>]*>/g)).toHaveLength(3);
  expect(page.match(/<svg /g)).toHaveLength(3);
  expect(page).toContain("F rises on 338 of 6000 steps");
  expect(page).toContain("from 0.682 to 1.134 for σ from 0.01 to 1");
  expect(page).toContain("Command: npx lionlab lionk figures --only F2 · seeds: none, computed · interval: none");
  expect(page.slice(0, page.indexOf("<script>"))).not.toMatch(/\b(NaN|undefined|Infinity)\b/);
});

test("a folder gets the page, its text and each figure as SVG; --json tells the numbers", async () => {
  const { out } = await run(`--only F3 --out ${folder}/all --json`);
  const answer = JSON.parse(out);
  expect(answer.html).toBe(join(folder, "all", "report.html"));
  expect(answer.figures).toMatchObject([{ id: "F3", title: "First into the set, exponentially fast" }]);
  expect(answer.figures[0].runs).toHaveLength(7);
  expect((await readdir(join(folder, "all"))).toSorted()).toEqual([
    "lionk-f3-flow.svg",
    "lionk-f3-updates.svg",
    "report.html",
    "report.json",
    "report.md",
  ]);
});

test("a figure that does not exist is named, with those that do", async () => {
  await expect(run("--only F3,F11")).rejects.toThrow(
    'There is no figure "F11"; there are F1, F2, F3, F4, F5, F6, F7, F8, F9, F10.',
  );
});
