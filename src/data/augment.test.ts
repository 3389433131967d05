import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { type Augmentation, createAugmenter, drawBox } from "./augment.ts";

const shape = [2, 6, 5] as const;
const pixels = 60;
const images = Uint8Array.from({ length: 4 * pixels }, (_, i) => 1 + (i % 251));
const part = { count: 4, images, labels: new Uint8Array(4) };
const original = (index: number): readonly number[] => [...images.subarray(index * pixels, (index + 1) * pixels)];

function augmented(augmentation: Augmentation, { index = 1, epoch = 1, position = 0, seed = 1 } = {}): number[] {
  const target = new Uint8Array(pixels);
  createAugmenter(part, augmentation, { seed, shape, fill: [7, 9] })(index, { epoch, position }, target);
  return [...target];
}

const many = (augmentation: Augmentation): number[][] =>
  Array.from({ length: 600 }, (_, position) => augmented(augmentation, { position }));
const at = (image: readonly number[], channel: number, y: number, x: number): number =>
  y < 0 || y >= 6 || x < 0 || x >= 5 ? 0 : image[(channel * 6 + y) * 5 + x]!;

/** The image written pixel by pixel. */
const made = (pixel: (channel: number, y: number, x: number) => number): number[] =>
  [0, 1].flatMap((channel) => Array.from({ length: 30 }, (_, i) => pixel(channel, Math.floor(i / 5), i % 5)));

test("nothing asked, nothing changed", () => {
  expect(augmented({})).toEqual(original(1));
});

test("every crop of the padded image occurs, with black outside", () => {
  const source = original(1);
  const expected = [-2, -1, 0, 1, 2].flatMap((down) =>
    [-2, -1, 0, 1, 2].map((right) => made((c, y, x) => at(source, c, y + down, x + right)).join()),
  );
  const found = new Set(many({ crop: { padding: 2 } }).map((image) => image.join()));
  expect(found).toEqual(new Set(expected));
});

test("padding beyond the image's size is padding all the same", () => {
  const found = new Set(many({ crop: { padding: 9 } }).map((image) => image.join()));
  expect(found).toContain(new Array(60).fill(0).join());
});

test("half of the images are mirrored, all channels together", () => {
  const source = original(1);
  const mirrored = made((c, y, x) => at(source, c, y, 4 - x));
  const found = many({ flip: true });
  const count = found.filter((image) => image.join() === mirrored.join()).length;
  expect(found.every((image) => [source.join(), mirrored.join()].includes(image.join()))).toBe(true);
  expect(count).toBeGreaterThan(240);
  expect(count).toBeLessThan(360);
});

test("a cutout fills a square around any pixel, cut off at the edges, with the byte of its channel", () => {
  const source = original(1);
  const expected = [0, 1, 2, 3, 4, 5].flatMap((row) =>
    [0, 1, 2, 3, 4].map((column) =>
      made((c, y, x) =>
        y >= row - 1 && y < row + 2 && x >= column - 1 && x < column + 2 ? [7, 9][c]! : at(source, c, y, x),
      ).join(),
    ),
  );
  expect(new Set(many({ cutout: 3 }).map((image) => image.join()))).toEqual(new Set(expected));
});

test("an image is a function of seed, epoch and position", () => {
  const all: Augmentation = {
    resizedCrop: { scale: [0.1, 1], ratio: [0.5, 2] },
    crop: { padding: 1 },
    flip: true,
    cutout: 2,
  };
  const base = augmented(all, { epoch: 3, position: 5 });
  expect(augmented(all, { epoch: 3, position: 5 })).toEqual(base);
  for (const other of [{ epoch: 4 }, { position: 6 }, { seed: 2 }, { index: 2 }])
    expect(augmented(all, { epoch: 3, position: 5, ...other })).not.toEqual(base);
});

test("boxes have areas and ratios in their ranges and lie in the picture", () => {
  const ranges = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] } as const;
  const extent = { height: 300, width: 400 };
  const shares: number[] = [];
  for (let i = 0; i < 2000; i++) {
    const box = drawBox(extent, ranges, createRng(1, "box", i));
    expect(box.top).toBeGreaterThanOrEqual(0);
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.top + box.height).toBeLessThanOrEqual(300);
    expect(box.left + box.width).toBeLessThanOrEqual(400);
    expect(box.width / box.height).toBeGreaterThan(0.73);
    expect(box.width / box.height).toBeLessThan(1.36);
    shares.push((box.width * box.height) / 120_000);
  }
  expect(Math.min(...shares)).toBeGreaterThan(0.075);
  expect(Math.min(...shares)).toBeLessThan(0.1);
  expect(Math.max(...shares)).toBeGreaterThan(0.9);
  const mean = shares.reduce((sum, share) => sum + share, 0) / 2000;
  expect(Math.abs(mean - 0.435)).toBeLessThan(0.02); // of 20,000 boxes by torchvision; large ones often do not fit
  expect(drawBox({ height: 10, width: 1000 }, ranges, createRng(1, "flat"))).toEqual({
    top: 0,
    left: 493,
    height: 10,
    width: 13,
  });
});
