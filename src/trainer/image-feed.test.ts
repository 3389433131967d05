import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeImageFolder } from "../../test/samples/image-folder.ts";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import { folderBlobs } from "../blobs/folder.ts";
import { fakeClock } from "../core/clock.ts";
import { loadImageFolder } from "../data/image-folder.ts";
import { createImageFeed, type FeedOptions } from "./image-feed.ts";
import { runTrial, type TrialOptions } from "./run-trial.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-feed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { train } = tinyDataset();

const shape = [1, 4, 4] as const;

test.each([
  ["made", { shape, write: (i, _, target) => target.set(train.images.subarray(16 * i, 16 * i + 16)) }],
  ["copied", { shape, copied: true }],
] satisfies [string, FeedOptions][])(
  "kept images are fed whole, %s ones run by run, and both name the same bytes",
  async (_, options) => {
    const index = Int32Array.of(7, 3, 7);
    const [whole, made] = [createImageFeed(train, { shape }), createImageFeed(train, options)];
    expect([whole.free, whole.images, made.free]).toEqual([false, 330, true]);
    const [kept, own] = [await whole.feeds(index), await made.feeds(index)];
    expect(kept.images.data).toBe(train.images);
    expect(own.images.shape).toEqual([3, 16]);
    for (let n = 0; n < 3; n++) {
      const [a, b] = [kept.index[n]!, own.index[n]!];
      expect(own.images.data.slice(16 * b, 16 * b + 16)).toEqual(kept.images.data.slice(16 * a, 16 * a + 16));
      expect(own.labels.data[b]).toBe(kept.labels.data[a]);
    }
  },
);

test("a run's made images stay within 64 MiB, and images are told their places", async () => {
  const places: number[] = [];
  const feed = createImageFeed(train, { shape: [1, 4, 4], write: (_, { position }) => places.push(position) });
  await feed.feeds(Int32Array.of(5, 6), { at: { epoch: 2, position: 40 } });
  expect(places).toEqual([40, 41]);
  expect(feed.mostBatches(1024)).toBe(2 ** 26 / 2 ** 14);
  expect(feed.mostBatches(2 ** 30)).toBe(1);
  expect(createImageFeed(train, { shape: [1, 4, 4] }).mostBatches(1)).toBe(Number.POSITIVE_INFINITY);
});

/** The tiny network on the first pixels of an image. */
const onFirstPixels: typeof tinyModel.forward = (ops, x, context) =>
  tinyModel.forward(ops, ops.slice(x, { axis: 0, start: 90, end: 106 }), context);

test("a folder that is decoded while it is used leaves the records of one that is kept, also when stopped", async () => {
  const images = join(folder, "images");
  await writeImageFolder(images, 24);
  const load = (mostBytes: number) =>
    loadImageFolder(images, { size: 14, decodeThreads: 0, mostBytes, env: { HOME: folder } });
  const dataset = await load(2 ** 30);
  const augment = { resizedCrop: { scale: [0.3, 1], ratio: [0.8, 1.25] }, flip: true } as const;
  const data = { name: "folder", size: 14, normalize: { mean: [0.5], std: [0.25] }, augment };
  const config = tinyConfig(dataset, { data, training: { epochs: 2, batchSize: 8 } });
  const records = async (given: Partial<TrialOptions>) => {
    const model = { ...tinyModel, input: [3, 14, 14] as const, forward: onFirstPixels };
    const found: unknown[] = [];
    const options = { dataset, model, checkpoints: null, clock: fakeClock(), shouldStop: () => false, ...given };
    for await (const event of runTrial(config, options)) {
      if (event.kind === "epoch") found.push(event.record);
      if (event.kind === "finished") found.push(event.result);
    }
    return found;
  };
  const kept = await records({});
  expect(kept).toHaveLength(3);
  expect(await records({ dataset: await load(1000) })).toEqual(kept);
  const checkpoints = folderBlobs(folder);
  let asked = 0;
  const clock = fakeClock({ tickSeconds: 60 });
  await records({ dataset: await load(1000), checkpoints, clock, shouldStop: () => ++asked === 3 });
  expect(await records({ dataset: await load(1000), checkpoints })).toEqual(kept);
});
