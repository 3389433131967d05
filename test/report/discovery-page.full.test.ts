/**
 * The page of a discovery in a real browser: it asks nothing of the network, names points, and fits a phone. Needs Debian's
 * Chromium; part of `npm run test:full`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDiscoveryReport } from "../../src/report/discovery/build-discovery-report.ts";
import { discoveryView } from "../../src/report/discovery/discovery-view.ts";
import { writeTablesReport } from "../../src/report/write.ts";
import { chromiumPath, startChromium } from "../browser/chromium.ts";
import { memorySearchStorage } from "./memory-search-storage.ts";
import { syntheticDiscovery, syntheticLanguage } from "./synthetic-discovery.ts";

let folder: string;
let html: string;
let browser: Browser;

beforeAll(async () => {
  expect(chromiumPath, "Chromium is needed for this test: apt-get install chromium").toBeDefined();
  folder = await mkdtemp(join(tmpdir(), "lionlab-discovery-page-"));
  const storage = memorySearchStorage(syntheticDiscovery({ seeds: 5, evaluations: 800, funnelSeeds: 6 }));
  const view = await discoveryView(storage, "synthetic", { language: syntheticLanguage });
  html = (await writeTablesReport(buildDiscoveryReport(view), folder)).html;
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

test("on a desktop every figure is drawn, without a request or an error, and a point tells its figures", async () => {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`file://${html}`);
  expect(await page.locator("figure svg").count()).toBe(10);
  const mark = page.locator("#figure-fitness-evaluations .mark-symbol path[aria-label]").nth(8);
  await mark.scrollIntoViewIfNeeded();
  const box = (await mark.boundingBox())!;
  await page.mouse.move(box.x, box.y);
  await page.mouse.move(box.x + 2, box.y + 2);
  expect(await page.textContent("#tip")).toMatch(/ evaluations: 0\.\d{4} \(0\.\d{4} to 0\.\d{4}\)$/);
  expect(requests).toEqual([`file://${html}`]);
  expect(problems).toEqual([]);
});

test.each([400, 768])("at a width of %d nothing sticks out of the page", async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(`file://${html}`);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
});
