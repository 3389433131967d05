/**
 * What a page does with runs, in Chromium: plan and start, pause, stop and resume by the buttons, notes of two browsers, the list's address, studies side by side, a store
 * that is deleted or broken while it is watched, and names that would run scripts. Skipped where there is no Chromium.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunControl } from "../../src/dashboard/run-control.ts";
import { notesFile } from "../../src/dashboard/run-notes.ts";
import { openStorage } from "../../src/records/open.ts";
import type { StudyPulse } from "../../src/records/run-progress.ts";
import { requestFile } from "../../src/records/run-requests.ts";
import { samplePulse } from "../../src/records/samples.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

/** Names, notes and tags that would run a script or break a layout, were they taken for more than text. */
const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "{{constructor.constructor('alert(1)')()}}",
  "</textarea><svg/onload=alert(1)>",
  "\u202Egnirts esrever\u202C \u0000 \uFFFD",
  "'; DROP TABLE studies; --",
  "x".repeat(300),
  "🦁".repeat(60),
];

describe.skipIf(chromiumPath === undefined)("a page with control", () => {
  const base = mkdtempSync(join(tmpdir(), "lionlab-control-page-"));
  const folder = join(base, "runs");
  const storeOf = (name: string): string => join(folder, name, "study.sqlite");
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let said: string[];

  async function make(name: string, optimizers: readonly string[], epochs = 3): Promise<void> {
    await storeStudy(storeOf(name), syntheticStudy({ optimizers: [...optimizers], rates: 2, epochs, name }));
  }
  async function tell(name: string, change: Partial<StudyPulse>): Promise<void> {
    const storage = await openStorage(storeOf(name), { mode: "run" });
    const { trialKeys } = (await storage.getStudy(name))!;
    const pulse = { ...samplePulse(trialKeys[0]!), pid: process.pid, host: hostname(), startedAt: 5, trials: [] };
    await storage.putPulse(name, { ...pulse, heardAt: Date.now() / 1000, ...change });
    await storage.close();
  }

  beforeAll(async () => {
    const program = join(base, "lionlab.mjs"); // stands in for `lionlab`
    writeFileSync(
      program,
      `import { readFileSync, writeFileSync } from "node:fs";
const [command, target] = process.argv.slice(2);
if (command === "presets") console.log(JSON.stringify({ study: [{ name: "quickstart", about: "Four optimizers." }], discovery: [] }));
else if (command === "plan") {
  const text = target.endsWith(".yaml") ? readFileSync(target, "utf8") : "name: quickstart";
  if (!text.includes("name:")) { console.error(JSON.stringify({ error: { code: "study-config", message: target + ":1:1: it has no name" } })); process.exit(2); }
  console.log(JSON.stringify({ name: /name: (\\S+)/.exec(text)[1], workers: 2, secondsLeft: 240, total: 20, done: 0, trials: [{ label: "lion" }] }));
} else {
  writeFileSync(${JSON.stringify(join(base, "started.json"))}, JSON.stringify(process.argv.slice(2)));
  console.error("lionlab: There is no data here.");
  process.exit(2);
}
`,
    );
    await make("first", ["lion", "adamw"]);
    await make("second", ["lion", "sgd"], 4);
    await make("mine", ["lion"]);
    const control = new RunControl({ program: [process.execPath, program], cwd: base, place: folder });
    server = await serveDashboard(folder, { control });
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(15_000); // so that what is waited for is said
    said = hear(page);
    await page.goto(server.address());
    await page.getByRole("link", { name: "first" }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server.close();
    rmSync(base, { recursive: true });
  });

  it("shows the plan of a preset, starts it, and says why it ended before it was heard of", async () => {
    await page.getByRole("link", { name: "New run" }).click();
    await page.getByText("Four optimizers.").waitFor();
    await page.getByRole("button", { name: "Show the plan" }).click();
    await page.getByText("20 trials").waitFor();
    expect(existsSync(join(folder, "quickstart"))).toBe(false);
    await page.getByRole("button", { name: "Start it" }).click();
    await page.getByText("was not started: There is no data here.").waitFor();
    expect(JSON.parse(readFileSync(join(base, "started.json"), "utf8"))).toEqual(["compare", "quickstart"]);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => page.getByText("There is no data here.").count()).toBe(0);
  }, 30_000);

  it("says what is wrong with a file, by keyboard alone", async () => {
    await page.getByRole("link", { name: "New run" }).click();
    await page.getByRole("button", { name: "A file of yours" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Text of the file" }).focus();
    await page.keyboard.type("nothing");
    await page.getByRole("button", { name: "Show the plan" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("study.yaml:1:1: it has no name").waitFor();
    await page.goto(server.address());
    said.length = 0; // a refusal is an error for the console
  }, 30_000);

  it("pauses, stops and goes on with a run", async () => {
    await tell("mine", { state: "running", launch: { argv: ["compare", "mine.yaml"], cwd: base } });
    await page.getByRole("link", { name: "mine" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Asked to pause").waitFor();
    const request = () => JSON.parse(readFileSync(requestFile(storeOf("mine")), "utf8")) as { wish: string };
    expect(request()).toMatchObject({ wish: "pause", pid: process.pid });
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await page.route("**/actions", async (route) => {
      await gate;
      await route.continue();
    });
    await page.waitForRequest("**/actions"); // a look that is still under way when the run is in another state
    const afterwards = page.waitForRequest("**/actions");
    await tell("mine", { state: "stopping", launch: { argv: ["compare", "mine.yaml"], cwd: base } });
    await afterwards;
    open();
    await page.unrouteAll({ behavior: "wait" });
    const focused = (): Promise<string | null> => page.locator(":focus").textContent();
    await page.getByRole("button", { name: "Stop …" }).click();
    await expect.poll(focused).toBe("Stop it"); // what is asked is where the keyboard is
    await page.keyboard.press("Escape");
    await expect.poll(focused).toBe("Stop …");
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe("Stop it");
    await page.keyboard.press("Enter");
    await page.getByText("Asked to stop.").waitFor();
    expect(request()).toMatchObject({ wish: "stop" });
    await tell("mine", { state: "stopped", launch: { argv: ["compare", "mine.yaml", "--seeds", "2"], cwd: base } });
    await page.getByRole("button", { name: "Resume …" }).click();
    await page.getByText("lionlab compare mine.yaml --seeds 2").waitFor();
    await page.getByRole("button", { name: "Go on with it" }).click();
    await page.getByText("There is no data here.").waitFor();
    expect(JSON.parse(readFileSync(join(base, "started.json"), "utf8"))).toEqual([
      "compare",
      "mine.yaml",
      "--seeds",
      "2",
    ]);
  }, 30_000);

  it("keeps notes, finds runs by them, and tells the second of two who save", async () => {
    await page.goto(server.address());
    const other = await browser.newPage();
    await other.goto(server.address());
    for (const one of [page, other]) await one.getByRole("button", { name: "Add a note to first" }).click();
    await page.getByRole("textbox", { name: "Tags" }).fill("cpu baseline");
    await page.getByRole("textbox", { name: "Note" }).fill("Batch of 64.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Batch of 64.").waitFor();
    await other.getByRole("textbox", { name: "Note" }).fill("Mine.");
    await other.getByRole("button", { name: "Save" }).click();
    await other.getByText("Somebody else has saved meanwhile: cpu baseline Batch of 64.").waitFor();
    await other.keyboard.press("Escape");
    await other.close();
    await page.getByRole("button", { name: "cpu", exact: true }).click();
    await expect.poll(() => page.locator("li.run").count()).toBe(1);
    expect(page.url()).toContain("#/?q=cpu");
    await page.reload();
    await expect.poll(() => page.locator("li.run").count()).toBe(1);
    await page.getByRole("searchbox").fill("");
    expect(readFileSync(notesFile(storeOf("first")), "utf8")).toContain("baseline");
  }, 30_000);

  it("puts studies side by side, chosen by keyboard", async () => {
    for (const name of ["first", "second"]) {
      await page.getByRole("checkbox", { name: `Compare ${name}` }).focus();
      await page.keyboard.press("Space");
    }
    await page.getByRole("link", { name: "Compare 2 studies" }).press("Enter");
    await page.getByRole("rowheader", { name: "adamw" }).waitFor();
    expect(await page.getByRole("row", { name: /^adamw/ }).textContent()).toContain("not in it");
    await page.getByRole("rowheader", { name: "training.epochs" }).waitFor();
    await page.locator("canvas").first().waitFor();
    await page.getByText("second: sgd").waitFor();
  }, 30_000);

  it("says that a store cannot be read now, that it is gone, and that it is back", async () => {
    await make("moved", ["lion"]);
    await page.goto(server.address());
    await page.getByRole("link", { name: "moved" }).click();
    await page.getByRole("row").filter({ hasText: "finished" }).first().waitFor();
    renameSync(storeOf("moved"), `${storeOf("moved")}.kept`);
    writeFileSync(storeOf("moved"), "no records");
    await page.getByText("This run cannot be read now").waitFor();
    rmSync(storeOf("moved"));
    await page.getByText("This run is not here").waitFor();
    renameSync(`${storeOf("moved")}.kept`, storeOf("moved"));
    await page.getByRole("row").filter({ hasText: "finished" }).first().waitFor();
    rmSync(join(folder, "moved"), { recursive: true });
    said.length = 0; // 404 and 503 are errors for the console
  }, 30_000);

  it("takes hostile names, notes and tags for text, in no more room than others", async () => {
    const study = syntheticStudy({ optimizers: ["lion"], rates: hostile.length, epochs: 1, name: "hostile" });
    const trials = study.trials.map((trial, i) => {
      const { optimizer } = trial.config;
      const label = hostile[i % hostile.length]!;
      return { ...trial, config: { ...trial.config, optimizer: { ...optimizer, label, name: label } } };
    });
    const named = hostile.slice(0, 4).map((name) => name.replaceAll("/", "_"));
    for (const [i, name] of named.entries()) {
      mkdirSync(join(folder, name), { recursive: true });
      await storeStudy(join(folder, name, "study.sqlite"), {
        ...study,
        trials,
        study: { ...study.study, name: hostile[i]!, command: hostile[i]! },
      });
      const notes = {
        note: hostile.join("\n"),
        tags: hostile.map((tag) => tag.replaceAll(/[\s,]/g, "").slice(0, 40)),
        version: 1,
      };
      writeFileSync(
        notesFile(join(folder, name, "study.sqlite")),
        JSON.stringify({ form: 1, runs: { [hostile[i]!]: notes } }),
      );
    }
    const narrow = await browser.newPage({ viewport: { width: 390, height: 800 } });
    const narrowSaid = hear(narrow);
    const fits = (one: Page) => one.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth");
    for (const one of [page, narrow]) {
      await one.goto(server.address());
      await one.getByRole("link", { name: hostile[0]! }).waitFor();
      expect(await one.locator("img[src=x], script:not([src]), svg[onload]").count()).toBe(0);
      expect(await fits(one)).toBe(true);
      for (const name of hostile.slice(0, 2)) {
        await one.getByRole("link", { name, exact: true }).click();
        await one.getByRole("heading", { name, exact: true }).waitFor();
        await one.locator("canvas").first().waitFor();
        expect(await one.locator("img[src=x], script:not([src])").count()).toBe(0);
        expect(await fits(one)).toBe(true);
        await one.goto(server.address());
      }
    }
    expect([...said, ...narrowSaid]).toEqual([]);
    await narrow.close();
    for (const name of named) rmSync(join(folder, name), { recursive: true });
  }, 60_000);

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to in %s",
    async (colorScheme) => {
      const apart = await pageForAxe(browser, colorScheme);
      await apart.goto(server.address());
      await apart.getByRole("button", { name: "Change the note on first" }).click();
      await apart.getByRole("checkbox", { name: "Compare first" }).check();
      await apart.getByRole("checkbox", { name: "Compare second" }).check();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.getByRole("link", { name: "Compare 2 studies" }).click();
      await apart.locator("canvas").first().waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.goto(`${server.address()}#/new`);
      await apart.getByText("Four optimizers.").waitFor();
      await apart.getByRole("button", { name: "Show the plan" }).click();
      await apart.getByText("20 trials").waitFor();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.goto(`${server.address()}#/`);
      await apart.getByRole("link", { name: "mine" }).click();
      await apart.getByRole("button", { name: "Resume …" }).click();
      expect(await objectionsTo(apart)).toEqual([]);
      await apart.context().close();
    },
    30_000,
  );
});
