/** The view that tries a model, in Chromium: a drawing, a picture, the camera, a file, keys and axe. Skipped where there is no Chromium. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelShelf } from "../../src/cli/dashboard/model-shelf.ts";
import { createRng } from "../../src/core/rng.ts";
import type { Tensor } from "../../src/core/tensor.ts";
import { RunLibrary } from "../../src/dashboard/library.ts";
import { loadDataset } from "../../src/data/index.ts";
import { savedWeightsPath } from "../../src/library/kept-weights.ts";
import { loadModel } from "../../src/library/model.ts";
import { fashionCnn } from "../../src/models/fashion-cnn.ts";
import { encodeSavedWeights } from "../../src/weights/saved-weights.ts";
import { syntheticStudy } from "../report/synthetic-study.ts";
import { writeSampleFashion } from "../samples/fashion.ts";
import { storeStudy } from "../samples/stored-study.ts";
import { chromiumPath, startChromium } from "./chromium.ts";
import { hear, objectionsTo, pageForAxe, type ServedDashboard, serveDashboard } from "./dashboard-in-chromium.ts";

const classes = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

/** Weights by chance, of a model that nobody trained: its answers differ from image to image, which is all that is asked of it. */
function weightsOf(trial: string): Uint8Array {
  const rng = createRng(7, "weights");
  const tensors = fashionCnn.parameters.map(({ name, shape }): [string, Tensor] => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const spread = Math.sqrt(6 / Math.max(1, size / shape.at(-1)!));
    const data = Float32Array.from({ length: size }, () => spread * (2 * rng.uniform() - 1));
    return [name, { dtype: "float", shape, data }];
  });
  const facts = {
    model: "fashion-cnn",
    input: fashionCnn.input,
    classes,
    trial,
    normalization: null,
    framing: "whole",
  } as const;
  return encodeSavedWeights(new Map(tensors), facts);
}

describe.skipIf(chromiumPath === undefined)("the view that tries a model", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-try-"));
  const run = join(folder, "mine");
  const cache = join(folder, "cache");
  const camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
  let browser: Browser;
  let page: Page;
  let server: ServedDashboard;
  let library: RunLibrary;
  let id: string;
  let weights: string;
  let said: string[];

  const answer = () => page.locator(".answer");
  const shares = async (): Promise<number[]> =>
    (await page.locator(".share").allTextContents()).map((text) => Number(text.replace(" %", "")));

  beforeAll(async () => {
    const study = syntheticStudy({ optimizers: ["lion"], rates: 2, epochs: 2, name: "mine" });
    await storeStudy(join(run, "study.sqlite"), study);
    library = new RunLibrary([folder]);
    id = (await library.list()).runs[0]!.id;
    const { key } = (await library.study(id))!.frameSince(null).rows[0]!;
    weights = savedWeightsPath(run, key);
    mkdirSync(join(run, "weights"));
    writeFileSync(weights, weightsOf(key));
    server = await serveDashboard(folder, { models: modelShelf(library, { XDG_CACHE_HOME: cache }) });
    browser = await startChromium(camera);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    said = hear(page);
    await page.goto(server.address(`#/try/${id}`));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await library.close();
    rmSync(folder, { recursive: true });
  });

  it("opens a run's model and answers of a drawing, in a worker that alone may compile", async () => {
    await page.getByText("sees grey 28 × 28").waitFor({ timeout: 30_000 });
    await expect.poll(() => answer().textContent()).toMatch(/^.+, [\d.]+ %$/);
    expect(await page.locator(".class-name").allTextContents()).toEqual(classes);
    const sum = (await shares()).reduce((total, share) => total + share, 0);
    expect(sum).toBeGreaterThan(99);
    expect(await page.textContent(".pace")).toMatch(/[\d.]+ ms/);
    const compiled = page.evaluate("WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))");
    await expect(compiled).rejects.toThrow(/[Cc]ontent [Ss]ecurity [Pp]olicy/);
    said.length = 0; // which the console is told of
  }, 60_000);

  it("is drawn on by keys: what the model sees changes, and clearing empties it", async () => {
    const seen = () => page.evaluate<string>("document.querySelector('.seen').toDataURL()");
    await page.getByRole("button", { name: "Clear" }).click();
    const empty = await seen();
    await page.getByRole("application").focus();
    await page.keyboard.down("Shift");
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    await page.keyboard.up("Shift");
    await expect.poll(seen).not.toBe(empty);
    expect(await page.getByRole("application").getAttribute("aria-label")).toContain("column 17, row 17");
    await page.getByRole("button", { name: "Boot" }).click();
    const boot = await seen();
    await page.getByRole("button", { name: "Bag" }).click();
    await expect.poll(seen).not.toBe(boot);
  }, 30_000);

  it("shows images of the test set with their classes once they are on this machine, and judges what is said of them", async () => {
    await page.getByRole("button", { name: "Test images" }).click();
    await page.getByText("The images of Fashion-MNIST are not on this machine.").waitFor();
    await page.getByRole("button", { name: "Draw", exact: true }).first().click();
    writeSampleFashion(join(cache, "lionlab", "fashion-mnist"), { train: 10, test: 30 });
    await page.getByRole("button", { name: "Test images" }).click();
    const images = page.getByRole("list", { name: "Test images of Fashion-MNIST" }).getByRole("button");
    await expect.poll(() => images.count()).toBe(24);
    const { test } = await loadDataset("fashion-mnist", { env: { XDG_CACHE_HOME: cache } });
    const model = await loadModel(weights);
    for (const picked of [0, 7]) {
      await images.nth(picked).focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => images.nth(picked).getAttribute("aria-pressed")).toBe("true");
      const label = test.labels[picked]!;
      const seen = test.images.subarray(picked * 784, (picked + 1) * 784);
      const [expected] = await model.predict({ shape: [1, 1, 28, 28], data: Array.from(seen, (byte) => byte / 255) });
      const wanted = Array.from(expected!.probabilities, (share) => Math.round(1000 * share) / 10);
      await expect.poll(shares).toEqual(wanted);
      const said = wanted.indexOf(Math.max(...wanted)) === label ? "✓ right" : "✗ wrong: it is";
      expect(await answer().textContent()).toContain(said);
      expect(await page.locator(".classes li").nth(label).textContent()).toContain("true");
    }
    await page.getByRole("button", { name: "Others" }).click();
    await page.getByText("25 to 30 of 30 test images").waitFor();
    expect(await images.count()).toBe(6);
  }, 30_000);

  it("sees a picture as the library does: the same probabilities, though it was large and coloured", async () => {
    const pixels = Uint8Array.from({ length: 90 * 70 * 3 }, (_, i) => (i * 7919 + Math.floor(i / 270) * 31) % 256);
    const path = join(folder, "picture.png");
    await sharp(pixels, { raw: { width: 90, height: 70, channels: 3 } })
      .png()
      .toFile(path);
    const [expected] = await (await loadModel(weights)).predict([path]);
    await page.getByRole("button", { name: "Picture" }).click();
    await page.getByLabel("Picture", { exact: true }).setInputFiles(path);
    const wanted = Array.from(expected!.probabilities, (share) => Math.round(1000 * share) / 10);
    await expect.poll(shares).toEqual(wanted);
    expect(await answer().textContent()).toContain(expected!.class);
    await page.getByLabel("Picture", { exact: true }).setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("no picture"),
    });
    await page.getByText("notes.txt is no picture that this browser reads.").waitFor();
  }, 30_000);

  it("uses the camera when it is asked to, frame by frame, and gives it back when one leaves", async () => {
    await page.getByRole("button", { name: "Camera" }).click();
    expect(await page.locator("video").count()).toBe(0);
    await page.getByRole("button", { name: "Start the camera" }).click();
    await expect.poll(async () => Number(await page.textContent(".rate")), { timeout: 20_000 }).toBeGreaterThan(0);
    const track = await page.evaluateHandle<{ readonly readyState: string }>(
      "document.querySelector('video').srcObject.getVideoTracks()[0]",
    );
    expect(await track.evaluate(({ readyState }) => readyState)).toBe("live");
    await page.getByRole("button", { name: "Draw", exact: true }).first().click();
    await expect.poll(() => track.evaluate(({ readyState }) => readyState)).toBe("ended");
  }, 60_000);

  it("opens an ONNX file, and says in a sentence why another does not fit", async () => {
    const path = join(folder, "mine.onnx");
    writeFileSync(path, await (await loadModel(weights)).toOnnx());
    await page.goto(`http://127.0.0.1:${server.port}/#/try`);
    await page.getByText("Choose a run that kept its weights").waitFor();
    const file = page.locator("input[type=file]");
    await file.setInputFiles(path);
    await page.getByText("sees grey 28 × 28").waitFor({ timeout: 30_000 });
    await file.setInputFiles({ name: "x.onnx", mimeType: "", buffer: Buffer.from("nothing of the kind") });
    await page.getByText("x.onnx is no model that the runtime reads").waitFor();
    const { exportOptimizer } = await import("../../src/library/export-optimizer.ts");
    const { bytes } = await exportOptimizer({ name: "lion", to: "onnx" });
    await file.setInputFiles({ name: "lion.onnx", mimeType: "", buffer: Buffer.from(bytes!) });
    await page.getByText(/lion\.onnx cannot be tried here\. It has \d+ inputs/).waitFor();
  }, 60_000);

  it("says nothing to the console, and axe objects to nothing, light and dark, wide and narrow", async () => {
    expect(said.filter((line) => !line.includes("[W:onnxruntime"))).toEqual([]);
    for (const [scheme, width] of [
      ["light", 1280],
      ["dark", 390],
    ] as const) {
      const checked = await pageForAxe(browser, scheme);
      await checked.setViewportSize({ width, height: 900 });
      await checked.goto(server.address(`#/try/${id}?from=draw`));
      await checked.getByText("sees grey 28 × 28").waitFor({ timeout: 30_000 });
      expect(await objectionsTo(checked)).toEqual([]);
      await checked.getByRole("button", { name: "Test images" }).click();
      await checked.getByText(/✓ right|✗ wrong/).waitFor();
      expect(await objectionsTo(checked)).toEqual([]);
      expect(await checked.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      await checked.context().close();
    }
  }, 60_000);

  it("gives nobody a model by a path", async () => {
    const ask = (path: string) =>
      fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: "Bearer token-of-the-test" } });
    expect((await ask(`/api/runs/${id}/models`)).status).toBe(200);
    for (const key of ["0123456789abcdef", "..%2f..%2fetc%2fpasswd", "%2e%2e"]) {
      expect({ key, status: (await ask(`/api/runs/${id}/models/${key}`)).status }).toEqual({ key, status: 404 });
    }
    expect((await ask("/api/runs/0123456789abcdef/models")).status).toBe(404);
    const { key } = (await library.study(id))!.frameSince(null).rows[0]!;
    const samplesOf = (path: string) => ask(`/api/runs/${id}/models/${path}`).then(({ status }) => status);
    expect(await samplesOf(`${key}/samples?from=3`)).toBe(200);
    for (const path of [`${key}/samples?from=-1`, `${key}/samples?from=0x1`, `${key}/samples?from=`, "0f/samples"])
      expect({ path, status: await samplesOf(path) }).toEqual({ path, status: 404 });
    for (const path of ["..%2f..%2fetc/samples", `${key}/samples/..%2f..%2fpasswd`])
      expect({ path, status: await samplesOf(path) }).toEqual({ path, status: 404 });
    expect(readFileSync(weights).length).toBeGreaterThan(0);
  });
});
