/**
 * The dashboard in Chromium with ten thousand trials of a hundred epochs, and what a hundred pages cost a study that runs.
 *
 * `page`: times from asking to what is seen, as the browser tells them (paint and event timing), the longest gap between two frames while the
 * table scrolls, what is sent, and the server's memory. `clients`: a study with and without a dashboard that a hundred listeners watch, in turn.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { readPageFiles } from "../src/dashboard/files.ts";
import { planStudy } from "../src/study/plan.ts";
import { readStudy } from "../src/study/read.ts";
import { readCall } from "./call.ts";
import { type BenchServer, cli, startServer } from "./dashboard-server.ts";
import { fillStore } from "./filled-store.ts";
import { longestGapScript, openingScript, paintedScript, slowestEventScript, watchEventsScript } from "./in-page.ts";
import { machine, median } from "./process.ts";

const { json, given } = readCall({ parts: { words: ["page", "clients"] } });
const parts = given.parts.length === 0 ? ["page", "clients"] : given.parts;
const folder = mkdtempSync(join(tmpdir(), "lionlab-dashboard-"));
const rounds = 5;
const pairs = 3;
const listeners = 100;

try {
  const figures = {
    ...(parts.includes("page") ? await pageFigures() : {}),
    ...(parts.includes("clients") ? await clientFigures() : {}),
  };
  if (json) console.log(JSON.stringify({ machine: machine(), figures }));
  else {
    console.log(`\nThe dashboard: ${machine()}`);
    for (const [what, value] of Object.entries(figures)) console.log(`  ${what.padEnd(64)} ${value}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Figures = { readonly [what: string]: string };

async function pageFigures(): Promise<Figures> {
  await fill("ten-thousand", { points: 2500, optimizers: ["lion", "adam", "adamw", "sgd"], epochs: 100 });
  await fill("long-curve", { points: 1, optimizers: ["lion"], epochs: 100_000 });
  const server = await startServer(folder);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const opened = await openings(browser, server);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(server.address);
    const study = await tookToShow(page, "ten-thousand");
    const gap = await longestGap(page);
    const key = await longestKey(page);
    const brush = await longestBrush(page);
    const peak = server.peakMiB();
    const long = await tookToShow(page, "long-curve");
    return {
      "first paint of the list, ms, median": opened.paint.toFixed(0),
      "sent for the list, kB as compressed": (opened.bytes / 1000).toFixed(0),
      "a study of 10,000 trials of 100 epochs, to its table and curves, ms": study.toFixed(0),
      "longest gap between frames while its table scrolls, ms": gap.toFixed(0),
      "longest key in its filter, to the next paint, ms": key.toFixed(0),
      "longest gap between frames while an axis is brushed, ms": brush.toFixed(0),
      "server's memory at its peak so far, MiB": peak.toFixed(0),
      "a study of one trial of 100,000 epochs beside it, to its curve, ms": long.toFixed(0),
      "server's memory at its peak then, MiB": server.peakMiB().toFixed(0),
      "scripts and styles of all views as sent, without Plotly and ONNX Runtime, kB": (viewBytes() / 1000).toFixed(0),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Bytes of what all views load, as the build compressed it, without the two libraries that are loaded when they are used. */
function viewBytes(): number {
  const files = readPageFiles(fileURLToPath(new URL("../../dist/page", import.meta.url)));
  const own = [...files].filter(([name, { brotli }]) => brotli !== undefined && !/plotly|classifier-worker/.test(name));
  return own.reduce((sum, [, { brotli }]) => sum + brotli!.length, 0);
}

interface Fill {
  readonly points: number;
  readonly optimizers: readonly string[];
  readonly epochs: number;
}

async function fill(name: string, { points, optimizers, epochs }: Fill): Promise<void> {
  process.stderr.write(`filling ${name}\n`);
  const file = join(folder, `${name}.yaml`);
  const lr = points === 1 ? "[0.001]" : `{ from: 0.00001, to: 0.1, points: ${points}, scale: log }`;
  writeFileSync(
    file,
    [...studyLines(name, { epochs }), `lr: ${lr}`, `optimizers: [${optimizers.join(", ")}]`].join("\n"),
  );
  const plan = await planStudy(await readStudy(file), {
    fingerprint: "0".repeat(64),
    command: `lionlab compare ${name}.yaml`,
  });
  await fillStore(join(folder, name, "study.sqlite"), { plan, epochs });
}

function studyLines(
  name: string,
  { epochs, limit = "" }: { readonly epochs: number; readonly limit?: string },
): string[] {
  return [
    `name: ${name}`,
    `data: { name: fashion-mnist, validation: 0.2${limit} }`,
    "model: fashion-cnn",
    `training: { epochs: ${epochs}, batchSize: 128 }`,
  ];
}

/** First paint of the list and the bytes that were sent for it, in browsers that have nothing of it yet. */
async function openings(browser: Browser, { address }: BenchServer): Promise<{ paint: number; bytes: number }> {
  const paints: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole("link", { name: "ten-thousand" }).waitFor();
    const told = await page.evaluate<{ paint: number; bytes: number }>(openingScript);
    paints.push(told.paint);
    bytes = told.bytes;
    await context.close();
  }
  return { paint: median(paints), bytes };
}

/** From the click on a study's name until its table and a curve are there and painted, ms; the list is shown again before. */
async function tookToShow(page: Page, name: string): Promise<number> {
  await page.goto(page.url().replace(/#.*/, "#/"));
  const link = page.getByRole("link", { name });
  await link.waitFor();
  const begun = performance.now();
  await link.click();
  await page.getByRole("row").nth(1).waitFor();
  await page.locator("canvas").first().waitFor();
  await page.evaluate(paintedScript);
  return performance.now() - begun;
}

/** Turns the wheel over the table, and has the page say its longest time between two frames. */
async function longestGap(page: Page): Promise<number> {
  const table = page.getByRole("grid", { name: "Trials" });
  await table.scrollIntoViewIfNeeded();
  const box = (await table.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 120);
  const watching = page.evaluate<number>(longestGapScript);
  for (let turn = 0; turn < 60; turn++) await page.mouse.wheel(0, 900);
  return watching;
}

/** Types into the filter, and has the page say how long the slowest key took until it was painted. Keys faster than a frame count as one. */
async function longestKey(page: Page): Promise<number> {
  await page.evaluate(watchEventsScript);
  await page.getByLabel("Filter trials").pressSequentially("lion 0.01", { delay: 150 });
  await page.waitForTimeout(500); // the observer is told after the paint
  return page.evaluate<number>(slowestEventScript);
}

/** Drags along the axis of the rate, after all are let through again, and has the page say its longest time between two frames. */
async function longestBrush(page: Page): Promise<number> {
  await page.getByLabel("Filter trials").fill("");
  const axis = page.locator(".axis-strip").nth(1);
  await axis.scrollIntoViewIfNeeded();
  const box = (await axis.boundingBox())!;
  const x = box.x + box.width / 2;
  await page.mouse.move(x, box.y + 20);
  await page.mouse.down();
  const watching = page.evaluate<number>(longestGapScript);
  for (let step = 1; step <= 60; step++) {
    await page.mouse.move(x, box.y + 20 + (step * (box.height - 40)) / 60);
    await page.evaluate(paintedScript);
  }
  await page.mouse.up();
  return watching;
}

/** A study, in turn alone and watched by many; each time as a whole process of two workers. */
async function clientFigures(): Promise<Figures> {
  const file = join(folder, "watched.yaml");
  writeFileSync(
    file,
    [
      ...studyLines("watched", { epochs: 3, limit: ", limitTrain: 6000" }),
      "lr: [0.0001, 0.001]",
      "optimizers: [lion, adam]",
      "seeds: [1, 2]",
    ].join("\n"),
  );
  const [alone, watched, shares]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < pairs; round++) {
    process.stderr.write(`round ${round + 1} of ${pairs}\n`);
    alone.push(await studySeconds(file, join(folder, `alone-${round}`)));
    const out = join(folder, "watched", String(round));
    const server = await startServer(join(folder, "watched", "..")); // finds the run when it appears
    const pages = new AbortController();
    let since = { cpu: 0, at: 0 };
    const listening = listenToAll(server, pages.signal, () => {
      since = { cpu: server.cpuSeconds(), at: performance.now() };
    });
    const took = await studySeconds(file, out);
    shares.push((1000 * (server.cpuSeconds() - since.cpu)) / (performance.now() - since.at));
    watched.push(took);
    pages.abort();
    await listening;
    await server.close();
  }
  const ratios = watched.map((seconds, i) => seconds / alone[i]!);
  return {
    "a study alone, seconds, median": median(alone).toFixed(2),
    [`the same watched by ${listeners} pages`]: median(watched).toFixed(2),
    "ratio of the pairs, median (least, most)": `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)}, ${Math.max(...ratios).toFixed(3)})`,
    "the server's processor time once all listen, share of one core": `${(100 * median(shares)).toFixed(1)} %`,
  };
}

async function studySeconds(file: string, out: string): Promise<number> {
  const begun = performance.now();
  const args = ["compare", file, "--out", out, "--workers", "2"];
  const child = spawn(process.execPath, [cli, ...args], { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`the study ended with ${code}: try ${[cli, ...args].join(" ")}`);
  return (performance.now() - begun) / 1000;
}

/** Listens as many pages do: each to the events of the run, as soon as there is one; `onAll` is called when all do. */
async function listenToAll({ port, token }: BenchServer, signal: AbortSignal, onAll: () => void): Promise<void> {
  const base = `http://127.0.0.1:${port}/api/runs`;
  const headers = { authorization: `Bearer ${token}` };
  let id: string | undefined;
  while (id === undefined && !signal.aborted) {
    const { runs } = (await (await fetch(base, { headers })).json()) as { runs: { id: string; state: string }[] };
    id = runs.find(({ state }) => state === "running")?.id;
    if (id === undefined) await new Promise((later) => setTimeout(later, 200));
  }
  let connected = 0;
  await Promise.all(
    Array.from({ length: listeners }, async () => {
      try {
        const { body } = await fetch(`${base}/${id}/events`, { headers, signal });
        if (++connected === listeners) onAll();
        for await (const _ of body!);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }),
  );
}
