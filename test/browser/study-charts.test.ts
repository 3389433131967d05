/** The figures and the table of a study in Chromium: files, keys, brushes, links, axe. Skipped where there is no Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

describe.skipIf(chromiumPath === undefined)("the figures of a study", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-charts-"));
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  beforeAll(async () => {
    const study = syntheticStudy({ optimizers: ["lion", "sgd"], rates: 4, epochs: 3, seeds: 2, name: "../=mine" });
    await storeStudy(join(folder, "mine", "study.sqlite"), study);
    server = await serveDashboard(folder);
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    said = hear(page);
    await page.goto(server.address());
    await page.getByRole("link", { name: "mine" }).click();
    await page.locator("canvas").first().waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  /** The file that a figure downloads as, by keyboard. */
  const fileOf = async (figure: string, kind: string): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
    await page.getByRole("button", { name: `Download: ${figure}` }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: kind, exact: true }).focus();
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };

  it("download as SVG, PNG and CSV, by keyboard, under names that lead nowhere", async () => {
    const svg = await fileOf("Train loss", "SVG");
    expect(svg.name).toBe("mine-train-loss.svg");
    expect(svg.bytes.toString()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<path d="M.*<\/svg>$/s);
    const png = await fileOf("Train loss", "PNG");
    expect([...png.bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(png.bytes.readUInt32BE(16)).toBe(1440);
    const csv = await fileOf("Train loss", "CSV");
    expect(csv.bytes.toString().split("\n")[0]).toBe("line,epoch,Train loss,low,high");
    expect(csv.bytes.toString().trim().split("\n")).toHaveLength(1 + 2 * 3);
  }, 30_000);

  it("close what they offer with Escape, and give the focus back", async () => {
    const button = page.getByRole("button", { name: "Download: Train loss" });
    await button.click();
    await page.getByRole("button", { name: "SVG", exact: true }).focus();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("button", { name: "SVG", exact: true }).count()).toBe(0);
    expect(await page.locator("button:focus").getAttribute("aria-label")).toBe("Download: Train loss");
  }, 30_000);

  it("broke nothing and asked for nothing that the page's policy forbids", () => {
    expect(said).toEqual([]);
  });
});
