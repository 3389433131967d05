/** The Lion-K explorer in Chromium: dragging, keyboard, formulas, the tour, links, narrow screens, and axe. Skipped where there is no Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pointText } from "../../page/parts/plane/scene.ts";
import { parseProblem } from "../../src/lionk/read-problem.ts";
import { solve } from "../../src/lionk/solve.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

/** Waits until what is asked becomes as it should be, however busy the machine. */
function eventually<T>(ask: () => T) {
  return expect.poll(ask, { timeout: 25_000 });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

describe.skipIf(chromiumPath === undefined)("the explorer of Lion-K", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-lionk-"));
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  beforeAll(async () => {
    server = await serveDashboard(folder);
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    said = hear(page);
    await page.goto(server.address("#/lion-k"));
    await start().waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  const start = () => page.getByRole("slider", { name: "start" });
  const place = async (): Promise<readonly number[]> =>
    [...(await start().getAttribute("aria-valuetext"))!.replaceAll("−", "-").matchAll(/-?[\d.]+/g)].map(Number);
  const state = () => page.locator(".run-state").textContent();
  /** Goes to an address, and waits until it is taken up: the page's own link says so. */
  const open = async (hash: string, taken = hash): Promise<void> => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await eventually(() => page.locator(".command code").first().textContent()).toMatch(
      new RegExp(`${escaped(taken)}$`),
    );
  };
  const mark = (title: RegExp) => page.locator(".promise").filter({ hasText: title }).locator(".mark").textContent();

  it("is reached from every page, and says how the run stands", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Lion-K" }).waitFor();
    expect(await place()).toEqual([-3, 3]);
    await eventually(state).toMatch(/^Step 500 of 500: x = \(0\.99\d+, −0\.50\d+\)/);
    await eventually(() => mark(/Phase I:/)).toBe("held");
    await eventually(() => mark(/In continuous time/)).toBe("not of steps");
  }, 30_000);

  it("follows the start: dragged, by arrow keys, and by a click; and the address follows it", async () => {
    const box = (await start().locator(".plane-dot").boundingBox())!;
    await page.mouse.move(box.x + 3, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + 103, box.y + 43, { steps: 5 });
    await page.mouse.up();
    const [x, y] = await place();
    expect(x).toBeGreaterThan(-2.5);
    expect(y).toBeLessThan(2.9);
    await start().focus();
    await page.keyboard.press("ArrowRight");
    const small = (await place())[0]! - x!;
    expect(small).toBeGreaterThan(0);
    await page.keyboard.press("Shift+ArrowRight");
    expect((await place())[0]! - x!).toBeGreaterThan(8 * small);
    const there = (await place()).join(",");
    await eventually(() => page.url()).toContain(`x0=${there}`);
    const plane = (await page.locator(".plane-over").boundingBox())!;
    await page.mouse.click(plane.x + plane.width / 2, plane.y + 20);
    expect(Math.abs((await place())[0]!)).toBeLessThan(0.1);
  }, 30_000);

  it("zooms by key and by button, and shows all again", async () => {
    const scale = async (): Promise<number> => {
      const before = await place();
      await start().focus();
      await page.keyboard.press("ArrowRight");
      const after = await place();
      await page.keyboard.press("ArrowLeft");
      return after[0]! - before[0]!;
    };
    const first = await scale();
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    expect(await scale()).toBeGreaterThan(first);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.waitForURL(/view=/);
  }, 30_000);

  it("goes through the steps, by hand and as a film", async () => {
    await open("#/lion-k?steps=80");
    await eventually(state).toMatch(/^Step 80 of 80: x = \(0\.2054, −0\.2054/);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await eventually(state).toMatch(/^Step 0 of 80: x = \(−3, 3\)/);
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await eventually(state).toMatch(/^Step 1 of 80: x = \(−2\.92, 2\.92\)/);
    await page.getByLabel("Speed").selectOption("240");
    await page.getByRole("button", { name: "Play" }).click();
    await eventually(state).toMatch(/^Step 80 of 80/);
    await page.getByRole("button", { name: "Play" }).waitFor();
  }, 30_000);

  it("is a film of a few pictures a second where motion is to be reduced", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.getByLabel("Speed").selectOption("60");
    const seen = page.evaluate(`new Promise((done) => {
      const steps = [];
      const line = document.querySelector(".run-state");
      new MutationObserver(() => {
        steps.push(Number(/^Step (\\d+)/.exec(line.textContent)[1]));
        if (steps.at(-1) === 80) done(steps);
      }).observe(line, { characterData: true, childList: true, subtree: true });
    })`);
    await page.getByRole("button", { name: "Play" }).click();
    expect(await seen).toEqual([0, 30, 60, 80]);
    await page.emulateMedia({ reducedMotion: null });
  }, 30_000);

  it("takes a start in figures, and one where f is not finite is refused", async () => {
    await open("#/lion-k?f=formula&formula=log(x)%2By&x0=1,2");
    await eventually(place).toEqual([1, 2]);
    await page.getByLabel("start x, y").fill("-1, two");
    await page.getByText("Not two numbers: it stays").waitFor();
    await page.getByLabel("η rate, lr", { exact: true }).fill("fast");
    await page.getByText("Not a number: it stays").waitFor();
    expect(await page.getByText("Not two numbers").count()).toBe(0);
    await page.getByLabel("start x, y").fill("-1, 2");
    await page.getByText("not finite at the start").waitFor();
    await page.getByLabel("start x, y").fill("2, 0.5");
    await page.getByText("not finite at the start").waitFor({ state: "detached" });
    await eventually(place).toEqual([2, 0.5]);
  }, 30_000);

  it("says what is wrong with a formula, where, and keeps what was there", async () => {
    await page.getByLabel("Function", { exact: true }).selectOption("formula");
    const formula = page.getByLabel("Formula in x and y");
    await formula.fill("(x - 1)**2 + z");
    await page.getByText('There is no variable "z"').waitFor();
    expect(await formula.getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator(".wrong pre").textContent()).toMatch(/line 1, column 18:\n.*\n\s+\^$/);
    await page.getByText("the last setting without a mistake").waitFor();
    await formula.fill("(x - 1)**2 + (y - 0.5)**2");
    await eventually(() => formula.getAttribute("aria-invalid")).toBe("false");
    await formula.fill("constructor(x)");
    await page.getByText('There is no function named "constructor"').waitFor();
    await formula.fill("exp(x**2 + y**2)");
    await page.getByLabel("Function K").selectOption("quadratic");
    await page.getByLabel("η rate, lr", { exact: true }).fill("0.9");
    await page.getByText("is not finite").first().waitFor();
  }, 30_000);

  it("keeps constants to what the library takes, in its words", async () => {
    await open("#/lion-k");
    await page.getByLabel("λ decay", { exact: true }).fill("80");
    await page.getByText("at most 1, else a step goes beyond").waitFor();
    await page.getByLabel("λ decay", { exact: true }).fill("2");
    await page.getByText("at most 1, else").waitFor({ state: "detached" });
    await page.getByLabel("β₁ in the step", { exact: true }).fill("0.995");
    await eventually(() => mark(/Phase II/)).toBe("nothing promised");
  }, 30_000);

  it("shows the same from a link, and a command that computes the same", async () => {
    const hash = "#/lion-k?f=waves&k=lp&decay=0.5&lr=0.03&steps=200&x0=-2,1.5&k.p=3";
    const other = await browser.newPage();
    await other.goto(server.address(hash));
    await other.getByRole("slider", { name: "start" }).waitFor();
    expect(await other.getByRole("slider", { name: "start" }).getAttribute("aria-valuetext")).toBe("(−2, 1.5)");
    expect(await other.locator(".command code").first().textContent()).toContain(hash);
    const shown = (await other.locator(".command pre").textContent())!;
    const file = /<<'END'\n([\s\S]*)END$/.exec(shown)![1]!;
    const { k, cases, options } = parseProblem(file, { file: "-", csvText: () => "" });
    const { x } = solve(k, cases[0]!.objective, options);
    await eventually(() => other.locator(".run-state").textContent()).toContain(
      `Step 200 of 200: x = ${pointText([x[0]!, x[1]!])}`,
    );
    await other.close();
  }, 30_000);

  it("shows the start of an address wherever it lies", async () => {
    await open("#/lion-k?x0=-40,30");
    const plane = (await page.locator(".plane-frame").boundingBox())!;
    await eventually(async () => {
      const box = (await start().locator(".plane-dot").boundingBox())!;
      return box.x > plane.x && box.y > plane.y && box.x < plane.x + plane.width && box.y < plane.y + plane.height;
    }).toBe(true);
  }, 30_000);

  it("tells what of an address it cannot take up", async () => {
    await open("#/lion-k?k=l3&lr=0.05", "#/lion-k?lr=0.05");
    await page.getByText("The address says k=l3").waitFor();
    await eventually(() => page.getByLabel("η rate, lr", { exact: true }).inputValue()).toBe("0.05");
  }, 30_000);

  it("is walked through as a tour, by keyboard", async () => {
    await open("#/lion-k");
    await page.getByRole("link", { name: "Take the tour" }).click();
    await page.getByRole("heading", { name: "What the sign does" }).waitFor();
    await page.getByRole("link", { name: /^Next/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Decay is a constraint" }).waitFor();
    await page.getByRole("link", { name: /^Next/ }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("heading", { name: "Two phases" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("heading", { name: "Decay is a constraint" }).waitFor();
    await page.getByRole("button", { name: "Leave the tour" }).click();
    await page.getByRole("link", { name: "Take the tour" }).waitFor();
  }, 30_000);

  it("follows a drag of many moves to its end", async () => {
    await open("#/lion-k");
    await eventually(state).toMatch(/^Step 500 of 500/);
    const box = (await start().locator(".plane-dot").boundingBox())!;
    await page.mouse.move(box.x + 3, box.y + 3);
    await page.mouse.down();
    for (let i = 1; i <= 20; i++) await page.mouse.move(box.x + 3 + 4 * i, box.y + 3 + 2 * i);
    await page.mouse.up();
    await eventually(state).toMatch(/^Step 500 of 500: x = \(1\.?\d*|0\.9/);
  }, 30_000);

  it("is kept as a picture and as numbers", async () => {
    await open("#/lion-k?steps=40");
    await eventually(state).toMatch(/^Step 40 of 40/);
    const fileOf = async (kind: string): Promise<string> => {
      await page.getByRole("button", { name: "Download: l1 in the plane" }).click();
      const asked = page.waitForEvent("download");
      await page.getByRole("button", { name: kind, exact: true }).click();
      return readFileSync(await (await asked).path(), "utf8");
    };
    expect(await fileOf("SVG")).toMatch(/^<svg [\s\S]*<path d="M[\s\S]*min f<\/text>/);
    const lines = (await fileOf("CSV")).trim().split("\n");
    expect(lines[0]).toBe("step,x,y,f,F,H,gap,distance,ahead_x,ahead_y,pull_x,pull_y");
    expect(lines).toHaveLength(42);
    expect(lines[1]).toMatch(/^0,-3,3,33\.5,,,,2,/);
  }, 30_000);

  it("fits a screen of 390 pixels", async () => {
    const narrow = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await narrow.goto(server.address("#/lion-k?stop=5&k=linf&steps=600"));
    await narrow.getByRole("slider", { name: "start" }).waitFor();
    expect(await narrow.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await narrow.close();
  }, 30_000);

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address("#/lion-k?stop=8&f=formula&noise=1"));
      await apart.getByRole("slider", { name: "start" }).waitFor();
      await apart.getByText("What the theory promises").waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.getByLabel("Formula in x and y").fill("x +");
      await apart.locator(".wrong pre").waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.context().close();
    },
    60_000,
  );

  it("ran no script that is not its own, and said nothing to the console", () => {
    expect(said).toEqual([]);
  });
});
