/** A discovery's view in Chromium: its parts, what comes live, a server that goes and comes back, a walk by keyboard, and axe. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSearchStorage } from "../../src/records/search-open.ts";
import type { DiscoveryArchive } from "../report/memory-search-storage.ts";
import { syntheticDiscovery } from "../report/synthetic-discovery.ts";
import { keyed, putChildren, putDiscovery, putPhases, storeDiscovery } from "../samples/stored-discovery.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

const hostileName = "<img src=x onerror=alert(1)>";

/** A discovery whose labels and texts are another's. */
function hostile(): DiscoveryArchive {
  const archive = keyed(syntheticDiscovery({ name: "mine", evaluations: 150, seeds: 2 }));
  const funnel = archive.funnel.map((entry, i) =>
    i === 1 ? { ...entry, label: hostileName, family: hostileName } : entry,
  );
  const simplification = archive.simplification.map((step) => ({
    ...step,
    ...{ rule: hostileName, reason: hostileName, program: `<script>alert(1)</script>${step.program}` },
  }));
  const searches = archive.searches.map((search) => ({
    ...search,
    evaluations: search.evaluations.map((one, at) => (at % 7 === 1 ? { ...one, program: hostileName } : one)),
  }));
  return { ...archive, searches, funnel, simplification };
}

describe.skipIf(chromiumPath === undefined)("the page of a discovery", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-discovery-page-"));
  const live = keyed(syntheticDiscovery({ name: "live", evaluations: 60, seeds: 1 }));
  const livePath = join(folder, "live", "discovery.sqlite");
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  beforeAll(async () => {
    await storeDiscovery(join(folder, "mine", "discovery.sqlite"), hostile());
    const storage = await openSearchStorage(livePath, { mode: "run" });
    await putDiscovery(storage, live, { share: 0.4 });
    await storage.close();
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

  const items = () => page.getByRole("treeitem");
  const isPicked = (at: number) => items().nth(at).getAttribute("aria-selected");

  it("is opened from the list, and has the report's words, names as text", async () => {
    await page.goto(server.address());
    await page.getByRole("link", { name: "mine" }).click();
    await page.getByRole("heading", { name: "mine" }).waitFor();
    await page.getByText(/^Evolution found/).waitFor();
    await page.getByText(hostileName).first().waitFor();
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(await page.getByRole("link", { name: /Open the report/ }).getAttribute("href")).toMatch(/\/report$/);
    for (const name of [
      "Fitness",
      "Hall of fame",
      "Program",
      "Ancestry",
      "Behaviour",
      "Funnel",
      "Meta-validation",
      "Simplification",
    ])
      await page.getByRole("heading", { name, exact: true }).waitFor();
  }, 30_000);

  it("shows a program that is picked by keyboard in the chart, and keeps it in the address", async () => {
    const point = page.getByRole("button", { name: /^Program 1:/ });
    await point.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Program 1 seed/, pressed: true }).waitFor();
    await expect.poll(() => page.url()).toMatch(/program=[0-9a-f]+\.[0-9a-z]+/);
    const { length } = await point.evaluate((one) => ({ length: /(\d+) statements/.exec(one.ariaLabel!)![1] }));
    await page
      .locator("dd", { hasText: new RegExp(`^${length}$`) })
      .first()
      .waitFor();
    await page.getByRole("button", { name: /^Program 2 seed/ }).click();
    await page.getByRole("button", { name: /^Program 1 seed/, pressed: false }).waitFor();
  }, 30_000);

  it("has all that was evaluated behind the hall of fame, on the page and in its file", async () => {
    const chart = page.getByRole("group", { name: /^Fitness against statements/ });
    await page.getByText(/^Grey: \d+ evaluated programs/).waitFor();
    const dots = await chart.locator("circle").count();
    expect(dots).toBeGreaterThan(20 + 2 * (await chart.getByRole("button").count()));
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      (async () => {
        await page.getByRole("button", { name: "Download: Hall of fame" }).click();
        await page.getByRole("button", { name: "SVG", exact: true }).click();
      })(),
    ]);
    const svg = readFileSync(await file.path(), "utf8");
    expect(svg.match(/<circle /g)).toHaveLength(dots);
    expect(svg).toMatch(/<path class="front" fill="none" stroke="#[0-9a-f]{6}"/);
    const ask = async (query: string) =>
      (
        await fetch(
          `http://127.0.0.1:${server.port}/api/runs/${page.url().split("/").at(-1)!.slice(0, 16)}/cloud${query}`,
          {
            headers: { authorization: "Bearer token-of-the-test" },
          },
        )
      ).status;
    expect(
      await Promise.all(["?low=0&high=1.5", "", "?low=1&high=0", "?low=x&high=1", "?low=0&high=1e9"].map(ask)),
    ).toEqual([200, 404, 404, 404, 404]);
  }, 30_000);

  it("is walked through its ancestors by keyboard, each with its change against its parent", async () => {
    await items().nth(2).waitFor();
    const last = (await items().count()) - 1;
    expect(await isPicked(last)).toBe("true");
    await items().nth(last).focus();
    await page.keyboard.press("Home");
    expect(await isPicked(0)).toBe("true");
    await page.getByText("It is the seed program").waitFor();
    await page.keyboard.press("End");
    await page.locator(".diff .come").first().waitFor();
    const border = "getComputedStyle(document.querySelector('.diff .come .sign')).borderTopWidth";
    expect(await page.evaluate(border)).toBe("0px");
    expect(await page.locator("[role=treeitem]:focus").getAttribute("aria-selected")).toBe("true");
    const closed = page.locator("[role=treeitem][aria-expanded=false]").first();
    await closed.focus();
    const before = await items().count();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => items().count()).toBeGreaterThan(before);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => items().count()).toBe(before);
    await page.getByRole("button", { name: "Against the seed" }).click();
    await expect.poll(() => page.url()).toContain("against=seed");
  }, 30_000);

  it("shows what is recorded while it looks, and goes on when the server has been away", async () => {
    await page.goto(`http://127.0.0.1:${server.port}/#/`);
    await page.getByRole("link", { name: "live" }).click();
    await page.getByText("0 of 3 searches", { exact: true }).waitFor();
    const storage = await openSearchStorage(livePath, { mode: "run" });
    const [first, ...others] = live.searches;
    const from = (children: number): number => Math.floor(0.4 * children);
    await putChildren(storage, first!, { from: from(first!.children.length) });
    await page.getByText("1 of 3 searches", { exact: true }).waitFor();
    await page.getByText("No program has been measured on fresh seeds yet.").waitFor();
    const { port } = server;
    await server.close();
    await page.getByText("not connected").first().waitFor();
    for (const search of others) await putChildren(storage, search, { from: from(search.children.length) });
    await putPhases(storage, live);
    await storage.close();
    server = await serveDashboard(folder, { port });
    await page.getByText("3 of 3 searches", { exact: true }).waitFor();
    await page.getByText("Stage: fresh seeds").waitFor();
  }, 60_000);

  it("says where a discovery is not here, or not any more", async () => {
    rmSync(join(folder, "live"), { recursive: true });
    await page.getByText("This discovery is not here").waitFor();
    await page.goto(`http://127.0.0.1:${server.port}/#/`);
    await page.getByRole("link", { name: "mine" }).waitFor();
    await page.goto(`http://127.0.0.1:${server.port}/#/discovery/0123456789abcdef`);
    await page.getByText("This discovery is not here").waitFor();
  }, 30_000);

  it("ran no script that is not its own, and broke nothing that it forbids itself", () => {
    expect(said.filter((text) => !/net::ERR_|404/.test(text))).toEqual([]); // the server was away, and a run not there
  });

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address());
      await apart.getByRole("link", { name: "mine" }).click();
      await apart.getByRole("treeitem").first().waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.context().close();
    },
    30_000,
  );
});
