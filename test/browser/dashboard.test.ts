/** The dashboard in Chromium: the list, a study, what comes live, a server that goes and comes back, and axe. Skipped where there is no Chromium. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import type { TrialRecord } from "../../src/records/records.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

describe.skipIf(chromiumPath === undefined)("the dashboard's page", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-page-"));
  const hostile = syntheticStudy({ optimizers: ["lion", "sgd"], rates: 3, epochs: 3, name: "mine" });
  const live = syntheticStudy({ optimizers: ["adam"], rates: 2, epochs: 2, name: "live" });
  const livePath = join(folder, "live", "study.sqlite");
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  const rowsOf = (state: string | RegExp) => page.getByRole("row").filter({ hasText: state });

  beforeAll(async () => {
    const label = "<img src=x onerror=alert(1)>";
    const trials = hostile.trials.map((trial, i): TrialRecord => {
      const { optimizer } = trial.config;
      return i === 0 ? { ...trial, config: { ...trial.config, optimizer: { ...optimizer, label } } } : trial;
    });
    await storeStudy(join(folder, "mine", "study.sqlite"), { ...hostile, trials });
    const waiting = live.trials.map((trial) => ({ ...trial, epochs: [], timings: [], result: null }));
    await storeStudy(livePath, { ...live, trials: waiting });
    server = await serveDashboard(folder);
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    said = hear(page);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it("asks for the printed address without the token, and lists the runs with it", async () => {
    await page.goto(`http://127.0.0.1:${server.port}/`);
    expect(await page.textContent("body")).toContain("lionlab dashboard");
    await page.goto(server.address());
    await page.getByText("6 of 6 trials").waitFor();
    await page.getByRole("listitem").filter({ hasText: "mine" }).getByText("too few seeds to test").waitFor();
    expect(page.url()).not.toContain("token");
    said.length = 0; // the refusal above is an error for the console
  }, 30_000);

  it("shows a study: names as text, curves, and a table that is sorted by keyboard", async () => {
    await page.getByRole("link", { name: "mine" }).click();
    await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
    expect(await page.locator("img[src=x]").count()).toBe(0);
    await page.locator("canvas").first().waitFor();
    await rowsOf("finished").first().waitFor();
    expect(await rowsOf(/finished|diverged/).count()).toBe(6);
    const sorter = page.getByRole("button", { name: /^Validation/ });
    await sorter.focus();
    await page.keyboard.press("Enter");
    const figures = async (): Promise<number[]> =>
      (await rowsOf("finished").allTextContents()).map((text) => Number(/([\d.]+) %/.exec(text)![1]));
    const best = (await figures()).sort((a, b) => b - a);
    await expect.poll(figures).toEqual(best);
    await page.keyboard.press("Enter");
    await expect.poll(figures).toEqual([...best].reverse());
  }, 30_000);

  it("shows what is recorded while it looks, and goes on when the server has been away", async () => {
    await page.goto(`http://127.0.0.1:${server.port}/#/`);
    await page.getByRole("link", { name: "live" }).click();
    await rowsOf("waiting").first().waitFor();
    const storage = await openStorage(livePath, { mode: "run" });
    const frame = async (at: number): Promise<void> => {
      const trial = live.trials[at]!;
      const { key } = (await storage.listTrials("live"))[at]!;
      for (const [i, record] of trial.epochs.entries()) {
        await storage.appendEpoch(key, { record, timing: trial.timings[i]! });
      }
      await storage.finishTrial(key, trial.result!);
    };
    await frame(0);
    await rowsOf("finished").first().waitFor();
    expect(await rowsOf("finished").count()).toBe(1);
    const { port } = server;
    await server.close();
    await page.getByText("not connected").first().waitFor();
    await frame(1);
    await storage.close();
    server = await serveDashboard(folder, { port });
    await rowsOf(/finished|diverged/)
      .nth(1)
      .waitFor();
    expect(await rowsOf("waiting").count()).toBe(0);
  }, 60_000);

  it("ran no script that is not its own, and broke nothing that it forbids itself", () => {
    expect(said.filter((text) => !/net::ERR_/.test(text))).toEqual([]); // the server was away
  });

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address());
      await apart.getByText("6 of 6 trials").waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.getByRole("link", { name: "mine" }).click();
      await apart.locator("canvas").first().waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.context().close();
    },
    30_000,
  );
});
