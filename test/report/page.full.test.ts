/**
 * The HTML report in a real browser: it asks nothing of the network, draws its surfaces, switches between interpolated,
 * stepped and flat, and fits a phone. Needs Debian's Chromium; part of `npm run test:full`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import { writeReport } from "../../src/report/write.ts";
import { chromiumPath, startChromium } from "../browser/chromium.ts";
import { syntheticStudy } from "./synthetic-study.ts";

const webGl = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
let folder: string;
let html: string;
const browsers: Browser[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lionlab-page-"));
  const optimizers = ["lion", "adamw", "adam", "sgd", "nadam", "rmsprop", "adagrad"];
  const study = syntheticStudy({ optimizers, seeds: 3, rates: 9, epochs: 20 });
  html = (await writeReport(buildReport(study), folder)).html;
});
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await rm(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  readonly problems: readonly string[];
  readonly requests: readonly string[];
}

async function open(options: {
  readonly width: number;
  readonly args: readonly string[];
  readonly touch?: boolean;
}): Promise<Opened> {
  expect(chromiumPath, "Chromium is needed for this test: apt-get install chromium").toBeDefined();
  const browser = await startChromium(options.args);
  browsers.push(browser);
  const touch = options.touch === true;
  const viewport = { width: options.width, height: 900 };
  const page = await browser.newPage({ viewport, hasTouch: touch, isMobile: touch });
  const problems: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`file://${html}`);
  return { page, problems, requests };
}

/** Number of surfaces that hold a drawn trace of the given kind of grid. */
async function drawn(page: Page): Promise<{ readonly plots: number; readonly columns: number }> {
  return page.evaluate(`(() => {
    const plots = [...document.querySelectorAll(".plot")].filter((plot) => plot.data?.[0]?.type === "surface" && plot.querySelector("canvas"));
    return { plots: plots.length, columns: plots[0]?.data[0].x.length ?? 0 };
  })()`);
}

test("on a desktop the surfaces are drawn, switched and turned together, without a request or an error", async () => {
  const { page, problems, requests } = await open({ width: 1400, args: webGl });
  await page.locator(".surfaces").scrollIntoViewIfNeeded();
  await expect.poll(async () => (await drawn(page)).plots, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
  const smooth = (await drawn(page)).columns;
  expect(smooth).toBeGreaterThan(30);

  await page.check(".modes input[value=off]", { force: true });
  await expect.poll(async () => (await drawn(page)).columns, { timeout: 30_000 }).toBe(18);

  await page.evaluate(
    `Plotly.relayout(document.querySelector(".plot"), { "scene.camera": { eye: { x: 2, y: 0.5, z: 1 } } })`,
  );
  await expect
    .poll(() => page.evaluate(`document.querySelectorAll(".plot")[1].layout.scene.camera.eye.x`), { timeout: 30_000 })
    .toBe(2);

  await page.check(".modes input[value=flat]", { force: true });
  expect(await page.locator(".flat svg").isVisible()).toBe(true);
  expect(await page.locator(".solid").isVisible()).toBe(false);
  expect(requests).toEqual([`file://${html}`]);
  expect(problems).toEqual([]);
}, 120_000);

test("pointing at a line names the point", async () => {
  const { page } = await open({ width: 1400, args: webGl });
  const mark = page.locator("#figure-curves-validation-accuracy .mark-symbol path[aria-label]").nth(8);
  await mark.scrollIntoViewIfNeeded();
  const box = (await mark.boundingBox())!;
  await page.mouse.move(box.x, box.y);
  await page.mouse.move(box.x + 2, box.y + 2);
  expect(await page.textContent("#tip")).toMatch(/^lion at .*, epoch 9: \d\d\.\d\d % \[/);
});

test("without WebGL the flat maps stay", async () => {
  const { page, problems } = await open({ width: 1000, args: ["--disable-3d-apis"] });
  expect(await page.locator(".flat svg").isVisible()).toBe(true);
  expect(await page.locator(".controls").isVisible()).toBe(false);
  expect(problems.filter((problem) => !problem.includes("WebGL"))).toEqual([]);
});

test("on a phone nothing sticks out of the page, and a surface is turned only after a tap", async () => {
  const { page } = await open({ width: 420, args: webGl, touch: true });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(420);
  const events = (): Promise<string> =>
    page.evaluate(`getComputedStyle(document.querySelector(".plot")).pointerEvents`);
  expect(await events()).toBe("none");
  await page.locator(".surface").first().tap({ force: true });
  expect(await events()).toBe("auto");
  await page.locator(".surface h4").first().tap({ force: true });
  expect(await events()).toBe("none");
});
