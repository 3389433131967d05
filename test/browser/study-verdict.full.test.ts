/** What the evidence says, in Chromium: the verdict as trials end, a trial in full, surfaces, keys, axe. Skipped where there is no Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

/** Runs in a page before its scripts. */
const withoutWebGl = `
  const usual = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith("webgl") ? null : usual.call(this, kind, ...rest);
  };`;

describe.skipIf(chromiumPath === undefined)("what the evidence says", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-verdict-"));
  const store = join(folder, "mine", "study.sqlite");
  const label = "<img src=x onerror=alert(1)>";
  const made = syntheticStudy({
    optimizers: ["lion", "adam"],
    rates: 2,
    epochs: 3,
    seeds: 6,
    patience: null,
    name: "mine",
  });
  const study = {
    ...made,
    trials: made.trials.map((trial) => {
      const { optimizer } = trial.config;
      const named = optimizer.name === "adam" ? { ...optimizer, label } : optimizer;
      return { ...trial, config: { ...trial.config, optimizer: named } };
    }),
  };
  const last = study.trials.at(-1)!;
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  const found = () => page.getByRole("region", { name: "What was found" });
  const hasFocus = (one: Locator): Promise<boolean> =>
    one.evaluate((element) => (element as unknown as { matches(selector: string): boolean }).matches(":focus"));
  const openStudy = async (on: Page): Promise<void> => {
    await on.goto(server.address());
    await on.getByRole("link", { name: "mine" }).click();
    await on.getByRole("region", { name: "What was found" }).getByText("did best on validation").waitFor();
  };

  beforeAll(async () => {
    const trials = study.trials.map((trial) =>
      trial === last ? { ...trial, epochs: [], timings: [], result: null } : trial,
    );
    await storeStudy(store, { ...study, trials });
    server = await serveDashboard(folder, { patienceMs: 0 });
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    said = hear(page);
    await openStudy(page);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it("is a verdict in words with a table of pairs, of the trials that have ended, and is made again when one more has", async () => {
    await found().getByText("Of 23 of 24 trials").waitFor();
    await found().getByText("The pairs as a table").click();
    const pairs = found().getByRole("table", { name: "Test accuracy of each pair at their best rates" });
    expect(await pairs.getByRole("row").count()).toBe(2);
    expect(await pairs.getByRole("rowheader").textContent()).toContain(label);
    expect(await page.locator("img[src=x]").count()).toBe(0);
    const storage = await openStorage(store, { mode: "run" });
    const { key } = (await storage.listTrials("mine")).at(-1)!;
    for (const [i, record] of last.epochs.entries())
      await storage.appendEpoch(key, { record, timing: last.timings[i]! });
    await storage.finishTrial(key, last.result!);
    await storage.close();
    await found().getByText("Of 24 of 24 trials.").waitFor();
  });

  it("has a figure of the pairs that downloads, and tables that keys reach", async () => {
    const title = "Test accuracy of the first less that of the second";
    await found().getByRole("img", { name: title }).waitFor();
    await page.getByRole("button", { name: `Download: ${title}` }).focus();
    await page.keyboard.press("Enter");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV", exact: true }).click(),
    ]);
    expect(readFileSync(await file.path(), "utf8").split("\n")[0]).toBe(
      "first,second,shift_points,low_95,high_95,p_holm",
    );
    const table = found().getByRole("region", { name: "The figures behind it" });
    await table.focus();
    expect(await hasFocus(table)).toBe(true);
  });

  it("opens a trial by keyboard with its config, command and epochs, and gives the focus back", async () => {
    const row = page.getByRole("row").filter({ hasText: "finished" }).first();
    await row.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/npx lionlab verify .*mine --trial 1$/).waitFor();
    expect(await dialog.getByRole("table", { name: "Epochs" }).getByRole("row").count()).toBe(1 + 3);
    await dialog.getByText("fingerprint:").waitFor();
    await dialog.getByRole("button", { name: "JSON" }).click();
    await dialog.getByText('"fingerprint":').waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await hasFocus(row)).toBe(true);
    await row.getByRole("button", { name: /^Open: / }).click();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
  });

  it("draws surfaces under the page's policy when they are asked for, turns them by keys, and gives their points", async () => {
    await page.getByRole("button", { name: "Show the surfaces" }).click();
    const surfaces = page.getByRole("region", { name: "Learning rate and epoch" });
    await surfaces.locator("canvas").nth(1).waitFor();
    await surfaces.getByRole("button", { name: "Turn left" }).press("Enter");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      (async () => {
        await surfaces.getByRole("button", { name: /^Download/ }).click();
        await surfaces.getByRole("button", { name: "SVG", exact: true }).click();
      })(),
    ]);
    const svg = readFileSync(await file.path(), "utf8");
    expect(svg.match(/<image [^>]*href="data:image\/png;base64,/g)).toHaveLength(2);
    expect(svg).not.toContain(label);
    const [png] = await Promise.all([
      page.waitForEvent("download"),
      (async () => {
        await surfaces.getByRole("button", { name: /^Download/ }).click();
        await surfaces.getByRole("button", { name: "PNG", exact: true }).click();
      })(),
    ]);
    expect([...readFileSync(await png.path()).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    await surfaces.getByText("The same as a table").click();
    expect(await surfaces.getByRole("table").getByRole("row").count()).toBe(1 + 3);
    await surfaces.getByRole("button", { name: "Flat" }).click();
    await surfaces.getByRole("img", { name: /^Validation accuracy by learning rate and epoch/ }).waitFor();
    expect(await surfaces.locator("canvas").count()).toBe(0);
  });

  it("ran no script of a name, and broke nothing that the page forbids itself", () => {
    expect(said.filter((text) => !/GL Driver Message|willReadFrequently/.test(text))).toEqual([]);
  });

  it("shows surfaces flat where a browser has no WebGL, with their points, and gives them as a file", async () => {
    const without = await browser.newPage();
    await without.addInitScript(withoutWebGl);
    await openStudy(without);
    await without.getByRole("button", { name: "Show the surfaces" }).click();
    await without.getByText("it has no WebGL").waitFor();
    const surfaces = without.getByRole("region", { name: "Learning rate and epoch" });
    const map = surfaces.getByRole("img", { name: /^Validation accuracy by learning rate and epoch/ });
    expect(await map.locator("rect > title").count()).toBeGreaterThanOrEqual(6);
    expect(await map.locator("title").first().textContent()).toMatch(/, rate [\d.e-]+, epoch \d+: [\d.]+ %$/);
    const [file] = await Promise.all([
      without.waitForEvent("download"),
      (async () => {
        await surfaces.getByRole("button", { name: /^Download/ }).click();
        await surfaces.getByRole("button", { name: "SVG", exact: true }).click();
      })(),
    ]);
    expect(readFileSync(await file.path(), "utf8")).toMatch(/<title>[^<]+, epoch 1: [\d.]+ %<\/title>/);
    await surfaces.getByText("The same as a table").click();
    await surfaces.getByRole("table", { name: /^Validation accuracy of/ }).waitFor();
    await without.close();
  });

  it("says that a report is being made, and then shows it", async () => {
    const report = await browser.newPage();
    await openStudy(report);
    const address = await report.getByRole("link", { name: /Open the report/ }).getAttribute("href");
    await report.goto(`http://127.0.0.1:${server.port}${address}`);
    await report.getByRole("heading", { name: "The report is being made." }).waitFor();
    await report.getByRole("heading", { name: "How to reproduce" }).waitFor();
    await report.close();
  });

  it.each(["light", "dark"] as const)("has nothing that axe objects to in %s", async (colorScheme) => {
    const apart = await pageForAxe(browser, colorScheme);
    await openStudy(apart);
    await apart.getByRole("button", { name: "Show the surfaces" }).click();
    await apart.getByRole("region", { name: "Learning rate and epoch" }).locator("canvas").first().waitFor();
    expect(await objectionsTo(apart)).toEqual([]);
    await apart
      .getByRole("button", { name: /^Open: / })
      .first()
      .click();
    await apart.getByRole("dialog").getByText("fingerprint:").waitFor();
    expect(await objectionsTo(apart)).toEqual([]);
    await apart.context().close();
  });
});
