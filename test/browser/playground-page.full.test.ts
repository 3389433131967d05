/** The program playground in Chromium: mistakes in their place, what a program is, its export, its link, the keyboard, hostile text, and axe. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportWork } from "../../page/playground/worker/export-work.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

describe.skipIf(chromiumPath === undefined)("the program playground", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-playground-"));
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  const field = () => page.getByRole("textbox", { name: "Program", exact: true });
  /** Puts a text in the place of the program, as one types. */
  const write = async (text: string): Promise<void> => {
    await field().focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  };

  beforeAll(async () => {
    server = await serveDashboard(folder);
    browser = await startChromium();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    page = await context.newPage();
    said = hear(page);
    await page.goto(server.address("#/playground"));
    await field().waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it("begins with Lion and says what it is", async () => {
    await page.getByText("This is Lion with β1 = 0.9, β2 = 0.99").waitFor();
    await page.getByText("yes, with K = l1").waitFor();
    await page.locator(".walker-end", { hasText: "the best of 13 on this function" }).nth(2).waitFor();
  }, 120_000);

  it("shows every mistake in its place, with its sentence, and leads there", async () => {
    await write("m = lerb(g, g, 0.9)\nw = w - rl * m\n");
    await page.locator(".standing", { hasText: "2 mistakes" }).waitFor();
    expect(await page.locator(".mistaken").allTextContents()).toEqual(["lerb", "rl"]);
    expect(await field().getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => page.getByRole("status").allTextContents()).toContain("2 mistakes");
    const second = page.getByRole("button", { name: /2:9.*rl/ });
    await second.click();
    expect(await field().evaluate((element) => (element as unknown as { selectionStart: number }).selectionStart)).toBe(
      28,
    );
  }, 60_000);

  it("is left by Tab, keeps indentation, and takes back what was typed", async () => {
    await write("w = w - lr * g");
    await page.keyboard.press("Tab");
    expect(await page.locator("textarea:focus").count()).toBe(0);
    await write("  a = g");
    await page.keyboard.press("Enter");
    await page.keyboard.type("w = w - a / 2");
    expect(await field().inputValue()).toBe("  a = g\n  w = w - a / 2");
    const before = await field().inputValue();
    await page.getByLabel("Start from").selectOption({ label: "AdamW" });
    await expect.poll(() => field().inputValue()).toContain("hyper epsilon");
    await field().focus();
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(() => field().inputValue()).toBe(before);
  }, 60_000);

  it("exports what the command line exports, for each target by arrow keys, and copies it", async () => {
    const text = "hyper beta = 0.8  # how much is kept\nstate m = zeros\nm = lerp(g, m, beta)\nw = w - lr * sign(m)\n";
    await write(text);
    await page.locator(".family", { hasText: "β = 0.8" }).waitFor();
    const parts = [...exportWork({ name: "my-optimizer", text, first: "pytorch" })];
    const textOf = (target: string): string =>
      parts.flatMap((part) => (part?.kind === "export" && part.target === target ? (part.text ?? "") : []))[0]!;
    const shown = page.getByRole("tabpanel").locator("pre");
    await expect.poll(() => shown.textContent()).toBe(textOf("pytorch"));
    await page.getByRole("tab", { name: "PyTorch" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => shown.textContent()).toBe(textOf("optax"));
    await page.getByRole("button", { name: "Copy: the source for Optax" }).click();
    await expect.poll(() => page.evaluate<string>("navigator.clipboard.readText()")).toBe(textOf("optax"));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download my_optimizer.py" }).click(),
    ]);
    expect(readFileSync(await download.path(), "utf8")).toBe(textOf("optax"));
  }, 60_000);

  it("keeps what is being typed while it is drawn anew around it", async () => {
    const fields = [
      page.getByRole("textbox", { name: /^Rate of my-optimizer/ }),
      page.getByRole("textbox", { name: "Called" }),
      page.getByRole("spinbutton", { name: "beta" }),
      page.getByRole("spinbutton", { name: "Steps" }),
    ];
    const on = page.getByRole("combobox", { name: "Function" });
    for (const one of fields) {
      const before = await one.inputValue();
      await one.pressSequentially("7");
      const typed = await one.inputValue();
      expect(typed).not.toBe(before);
      const next = (await on.inputValue()) === "beale" ? "saddle" : "beale";
      await on.evaluate((select, value) => {
        (select as unknown as { value: string }).value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }, next);
      await page.locator(`.path-plots canvas, .path-plots svg`).first().waitFor();
      await page.getByText("Walking …").waitFor({ state: "detached" });
      expect(await one.inputValue()).toBe(typed);
      await one.fill(before);
      await one.blur();
      expect(await one.inputValue()).toBe(before);
    }
  }, 60_000);

  it("has all that it shows in its link", async () => {
    await page.getByRole("combobox", { name: "Function" }).selectOption("beale");
    await page.getByRole("slider", { name: "beta, slider" }).press("ArrowRight");
    const rate = page.getByRole("textbox", { name: /^Rate of my-optimizer/ });
    await rate.fill("0.02");
    await rate.press("Enter");
    await page.getByText("rate 0.02: ends").waitFor();
    const handle = page.getByRole("slider", { name: /Start of all paths/ });
    await handle.press("ArrowRight");
    await page.getByRole("button", { name: "Copy link: the link to what is shown" }).click();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    const beta = await page.getByRole("spinbutton", { name: "beta" }).inputValue();
    expect(beta).not.toBe("0.8");
    const other = await page.context().newPage();
    await other.goto(link);
    await other.getByText("rate 0.02: ends").waitFor();
    expect(await other.getByRole("textbox", { name: "Program", exact: true }).inputValue()).toBe(
      await field().inputValue(),
    );
    expect(await other.getByRole("combobox", { name: "Function" }).inputValue()).toBe("beale");
    expect(await other.getByRole("spinbutton", { name: "beta" }).inputValue()).toBe(beta);
    expect(new URL(other.url()).hash).toBe(new URL(link).hash);
    await other.evaluate(`location.hash = "#/playground?o=adamw&f=saddle"`);
    await expect.poll(() => other.getByRole("combobox", { name: "Function" }).inputValue()).toBe("saddle");
    await expect
      .poll(() => other.getByRole("textbox", { name: "Program", exact: true }).inputValue())
      .toContain("hyper epsilon");
    await other.close();
  }, 60_000);

  it("writes the numbers that are set into the program", async () => {
    await page.getByRole("button", { name: "Write them into the program" }).click();
    await expect.poll(() => field().inputValue()).toMatch(/^hyper beta = 0\.8\d+ {2}# how much is kept/);
    await page.getByRole("button", { name: "Write them into the program" }).waitFor({ state: "detached" });
  }, 60_000);

  it("shows text that is no program as text, and is not stopped by one that is too large", async () => {
    await write("<img src=x onerror=alert(1)>\n</script><b>");
    await page.locator(".standing", { hasText: /mistake/ }).waitFor();
    expect(await page.locator("img[src=x]").count()).toBe(0);
    const large = `${Array.from({ length: 1500 }, (_, i) => `a${i} = exp(sin(${i === 0 ? "g" : `a${i - 1}`} * ${i}))`).join("\n")}\nw = w - lr * a1499\n`;
    await write(large);
    await page.locator(".standing", { hasText: "No mistakes" }).waitFor({ timeout: 60_000 });
    await write("w = w - lr * g");
    await page.getByText("This is SGD").waitFor({ timeout: 60_000 });
  }, 180_000);

  it("says that a link was cut off", async () => {
    const other = await page.context().newPage();
    await other.goto(server.address("#/playground?p=zAAAA"));
    await other.getByRole("alert").getByText("cannot be read").waitFor();
    await other.close();
  }, 60_000);

  it("ran no script that is not its own, and broke nothing that it forbids itself", () => {
    expect(said).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s, nor anything that is too wide for 390 pixels",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address("#/playground?o=adamw"));
      await apart.getByText("This is Adam").waitFor();
      await apart.getByRole("tab", { name: "PyTorch" }).waitFor();
      await apart.locator("summary").first().click();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => apart.evaluate<number>("document.documentElement.scrollWidth")).toBe(390);
      await apart.context().close();
    },
    120_000,
  );
});
