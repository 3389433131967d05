/** Pausing and going on with a run of a server by the page's buttons. Skipped where there is no Chromium or no PostgreSQL. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { servedRuns } from "../../src/cli/dashboard/served-runs.ts";
import { RunControl } from "../../src/dashboard/run-control.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { submitRun } from "../../src/jobs/postgres/submitted-runs.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { asSuperuser, newDatabase, postgres } from "../postgres/database.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

describe.skipIf(chromiumPath === undefined || postgres === null)("a page with control over runs of a server", () => {
  let url: string;
  let browser: Browser;
  let page: Page;
  let said: string[];
  let server: ServedDashboard;
  const isCancelled = async () => (await asSuperuser("SELECT cancelled FROM lionlab.job_run", url))[0]?.cancelled;

  beforeAll(async () => {
    url = await newDatabase();
    const made = syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 3, name: "left" });
    const trials = made.trials.map((trial) => ({ ...trial, epochs: [], timings: [], result: null }));
    await storeStudy(url, { ...made, trials });
    const jobs = await JobServer.open(postgresAddress(url));
    const run = { kind: "study", name: "left", version: "1", order: {}, priority: null } as const;
    await jobs.transact((transaction) => submitRun(transaction, run));
    await jobs.close();
    const control = new RunControl({
      program: [process.execPath, "lionlab.mjs"],
      cwd: process.cwd(),
      place: null,
      served: servedRuns(postgresAddress(url)),
    });
    server = await serveDashboard(url, { control });
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(15_000);
    said = hear(page);
    await page.goto(server.address());
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it("pauses it and has the workers go on with it, and says that it waits for one", async () => {
    await page.getByRole("link", { name: "left" }).click();
    await page.getByText("It waits for a worker of its server.").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("It is paused.").waitFor();
    expect(await isCancelled()).toBe(true);
    await page.getByRole("button", { name: "Resume …" }).click();
    await page.getByText("The workers of its server go on with it").waitFor();
    await page.getByRole("button", { name: "Go on with it" }).click();
    await page.getByText("It waits for a worker of its server.").waitFor();
    expect(await isCancelled()).toBe(false);
    expect(said).toEqual([]);
  }, 30_000);
});
