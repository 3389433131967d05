/** The figures and the table of a study in Chromium: files, keys, brushes, links, axe. Skipped where there is no Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

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

  /** Figures of settings: how they are chosen, and their titles. */
  const figures = [
    ["All settings", "Settings and scores"],
    ["By rate", "Validation accuracy by rate, %"],
    ["Heat maps", "Validation accuracy by rate and optimizer"],
  ] as const;

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
    expect(csv.bytes.toString().split("\n")[0]).toBe("line,epoch,Train loss");
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

  it.each(figures)(
    "download %s too",
    async (mode, title) => {
      await page.getByRole("button", { name: mode }).click();
      expect((await fileOf(title, "SVG")).bytes.toString()).toMatch(/^<svg .*<\/svg>$/s);
      expect([...(await fileOf(title, "PNG")).bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect((await fileOf(title, "CSV")).bytes.toString().split("\n").length).toBeGreaterThan(5);
    },
    30_000,
  );

  it("are brushed by keyboard, with what the table shows, and cleared", async () => {
    await page.getByRole("button", { name: "All settings" }).click();
    await page.getByText("16 trials", { exact: true }).waitFor();
    await page.getByRole("slider", { name: "Seed, lowest" }).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByText("8 of 16 trials").waitFor();
    expect(await page.getByRole("slider", { name: "Seed, lowest" }).getAttribute("aria-valuetext")).toBe("1");
    await page.keyboard.press("Delete");
    await page.getByText("16 trials", { exact: true }).waitFor();
  }, 30_000);

  it("are brushed by pointer, and nothing moves under it", async () => {
    const strip = page.locator(".axis-strip").first();
    await strip.scrollIntoViewIfNeeded();
    const before = (await strip.boundingBox())!;
    const at = (share: number) => [before.x + before.width / 2, before.y + share * before.height] as const;
    await page.mouse.move(...at(0.02));
    await page.mouse.down();
    await page.mouse.move(...at(0.2));
    await page.mouse.move(...at(0.4));
    await page.getByText("8 of 16 trials").waitFor();
    expect(await strip.boundingBox()).toEqual(before);
    await page.mouse.up();
    await page.getByRole("button", { name: "Clear brushes" }).click();
    await page.getByText("16 trials", { exact: true }).waitFor();
  }, 30_000);

  it("of curves have a cursor that keys move, all together, with its figures in the legend", async () => {
    const plots = page.locator(".plots .plot-place");
    await plots.first().focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("at epoch 1", { exact: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText("at epoch 2", { exact: true }).waitFor();
  }, 30_000);

  it("say in the address what they show, so that a link shows the same", async () => {
    await page.getByRole("searchbox").fill("optimizer=lion lr>1e-4");
    await page.getByRole("combobox", { name: "Rows" }).selectOption("seeds");
    const rows = page.locator("tbody tr[data-key]");
    await expect.poll(() => rows.count()).toBe(2);
    await rows.nth(0).click();
    await rows.nth(1).click();
    await page.getByRole("button", { name: "By seconds" }).click();
    await page.getByRole("combobox", { name: "Smoothing" }).selectOption("5");
    await page.getByRole("button", { name: "Heat maps" }).click();
    // The address is written once changes rest: until then an earlier test's stands there.
    await expect.poll(() => page.url()).toMatch(/\?q=.*&rows=seeds&pick=.*&x=seconds&smooth=5&figure=heat$/);
    const other = await browser.newPage();
    await other.goto(server.address(new URL(page.url()).hash));
    await other.getByRole("heading", { name: "Compared" }).waitFor();
    expect(await other.getByRole("searchbox").inputValue()).toBe("optimizer=lion lr>1e-4");
    expect(await other.locator("tbody tr[aria-selected=true]").count()).toBe(2);
    expect(await other.getByRole("button", { name: "By seconds" }).getAttribute("aria-pressed")).toBe("true");
    expect(await other.getByText("Train loss, mean of 5 points").count()).toBe(1);
    expect(await other.getByText("Validation accuracy by rate and optimizer").count()).toBe(1);
    await other.close();
  }, 60_000);

  it("compare what is picked, and say what differs", async () => {
    const compared = page.getByRole("region", { name: "Picked rows side by side" });
    await compared.getByRole("row", { name: /^Rate/ }).waitFor();
    expect(await compared.getByRole("row", { name: /^Optimizer/ }).count()).toBe(0);
    await compared
      .getByRole("button", { name: /Compare no longer/ })
      .first()
      .click();
    await compared.waitFor({ state: "detached" });
  }, 30_000);

  it("take trials together by optimizer, and say what a filter does not understand", async () => {
    await page.getByRole("searchbox").fill("");
    await page.getByRole("combobox", { name: "Rows" }).selectOption("optimizer");
    await page.getByText("2 rows of 16 trials").waitFor();
    expect(await page.locator("tbody tr[data-key]").first().textContent()).toContain("4 settings");
    await page.getByRole("searchbox").fill("betta=1");
    await page.getByText('No trial has a setting or figure "betta".').waitFor();
    await page.getByText("No trial to show.").waitFor();
    await page.getByRole("searchbox").fill("");
  }, 30_000);

  it.each(["light", "dark"] as const)(
    "have nothing that axe objects to in %s",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address());
      await apart.getByRole("link", { name: "mine" }).click();
      for (const [mode, title] of figures) {
        await apart.getByRole("button", { name: mode }).click();
        await apart.getByRole("button", { name: `Download: ${title}` }).waitFor();
        if (mode === "Heat maps") await apart.getByText("As tables").click();
        expect(await objectionsTo(apart)).toEqual([]);
      }
      await apart.context().close();
    },
    60_000,
  );

  it("broke nothing and asked for nothing that the page's policy forbids", () => {
    expect(said).toEqual([]);
  });
});
