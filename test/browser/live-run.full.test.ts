/**
 * A study and a discovery, started from the page and followed by it from start to end, without loading it again, while their workers are killed. Real training on small
 * data, in Chromium; skipped where there is none.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunControl } from "../../src/dashboard/run-control.ts";
import { openStorage } from "../../src/records/open.ts";
import { openSearchStorage } from "../../src/records/search-open.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

const study = `name: watched
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 6, batchSize: 32 }
optimizers: [{ name: lion, lr: [0.001, 0.003] }, { name: adamw, lr: [0.001, 0.003] }]
`;
const discovery = `name: searched
methods: [evolution, constants]
tasks: [mlp-short]
budget: { evaluations: 300 }
evolution: { population: 20, lag: 8 }
funnel: null
simplify: null
`;

describe.skipIf(chromiumPath === undefined)("runs that a page starts", () => {
  const base = mkdtempSync(join(tmpdir(), "lionlab-live-"));
  const folder = join(base, "runs");
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let loads = 0;
  let said: string[];

  beforeAll(async () => {
    process.env.LIONLAB_DATA = writeSampleFashion(join(base, "data"), { train: 2000, test: 300 });
    const program = [process.execPath, join(process.cwd(), "dist", "cli", "main.js")] as const;
    server = await serveDashboard(folder, { control: new RunControl({ program, cwd: base, place: folder }) });
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(120_000);
    said = hear(page);
    page.on("load", () => {
      loads++;
    });
    await page.goto(server.address());
  }, 60_000);
  afterAll(async () => {
    delete process.env.LIONLAB_DATA;
    await browser?.close();
    await server.close();
    rmSync(base, { recursive: true });
  });

  /** Starts what a text says, by hand as it were. */
  async function start(text: string): Promise<void> {
    await page.getByRole("link", { name: "New run" }).click();
    await page.getByRole("button", { name: "A file of yours" }).click();
    await page.getByRole("textbox", { name: "Text of the file" }).fill(text);
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByRole("button", { name: "Start it" }).click();
  }

  it("a study is followed while each of its workers is killed once", async () => {
    await start(study);
    await page.getByRole("link", { name: "watched" }).click();
    await page.locator(".card").first().waitFor();
    const storage = await openStorage(join(folder, "watched", "study.sqlite"), { mode: "read" });
    const killed = new Set<number>();
    await expect
      .poll(
        async () => {
          const pulse = (await storage.changesSince("watched", null)).pulse!;
          const ends = (await storage.listTrials("watched")).some(({ epochsDone }) => epochsDone > 0);
          if (ends && killed.size < 2) kill(pulse.pid, killed);
          return killed.size >= 2;
        },
        { timeout: 120_000, interval: 300 },
      )
      .toBe(true);
    await page.getByText("4 of 4 trials", { exact: true }).waitFor();
    await page.locator(".mark.complete").first().waitFor();
    const trials = await storage.listTrials("watched");
    await storage.close();
    expect(trials.map(({ result }) => result !== null)).toEqual([true, true, true, true]);
    const rows = page.getByRole("row").filter({ hasText: /finished|diverged/ });
    await expect.poll(() => rows.count()).toBe(4);
    const best = Math.max(...trials.map((trial) => trial.best?.validationAccuracy ?? 0));
    await page
      .getByText(`${(100 * best).toFixed(2)} %`)
      .first()
      .waitFor();
  }, 300_000);

  it("a discovery likewise", async () => {
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await start(discovery);
    await page.getByRole("link", { name: /^searched/ }).click();
    await page.getByRole("heading", { name: "Fitness" }).waitFor();
    const storage = await openSearchStorage(join(folder, "searched", "discovery.sqlite"), { mode: "read" });
    const killed = new Set<number>();
    await expect
      .poll(
        async () => {
          const pulse = await storage.pulse("searched");
          const begun = (await storage.listSearches("searched")).some(({ children }) => children > 0);
          if (begun && killed.size < 2) kill(pulse!.pid, killed);
          return killed.size >= 2;
        },
        { timeout: 120_000, interval: 300 },
      )
      .toBe(true);
    await page.getByText("2 of 2 searches").waitFor();
    await page.locator(".mark.complete").first().waitFor();
    const searches = await storage.listSearches("searched");
    expect(searches.map(({ state }) => state)).toEqual(["ended", "ended"]);
    for (const { bestFitness } of searches)
      await page
        .getByRole("cell", { name: bestFitness!.toFixed(4), exact: true })
        .first()
        .waitFor();
    await storage.close();
  }, 300_000);

  it("the page was loaded once, and said nothing that it should not", () => {
    expect({ loads, said }).toEqual({ loads: 1, said: [] });
  });
});

/** Ends one worker of a run, that was not ended before. */
function kill(run: number, killed: Set<number>): void {
  const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(run)], { encoding: "utf8" }).split("\n");
  const workers = children.filter((line) => line.includes("worker")).map((line) => Number.parseInt(line, 10));
  const next = workers.find((pid) => !killed.has(pid));
  if (next === undefined) return;
  killed.add(next);
  process.kill(next, "SIGKILL");
}
