import { expect, test } from "vitest";
import { tinyDataset } from "../../test/samples/tiny-trial.ts";
import { pictureOf, prepareImages, writeImage } from "./prepare.ts";
import { resizeBox, wholeOf } from "./resize.ts";

const dataset = tinyDataset();

test("images are resized and their plane is repeated, the same at once and one by one", () => {
  const wanted = { size: 6, channels: 3 };
  const atOnce = prepareImages(dataset, wanted);
  expect(atOnce.shape).toEqual([3, 6, 6]);
  expect(atOnce.train.images.length).toBe(330 * 108);
  expect(atOnce.fingerprint).toBe(dataset.fingerprint);
  const later = prepareImages(dataset, wanted, 1000);
  expect(later.train.images.length).toBe(0);
  const [image, plane, one] = [new Uint8Array(108), new Uint8Array(36), new Uint8Array(108)];
  for (const index of [0, 5, 329]) {
    writeImage(later.train, index, image);
    const picture = pictureOf(dataset.train, index, dataset.shape);
    resizeBox(picture, wholeOf(picture), { height: 6, width: 6, target: plane });
    expect([...image]).toEqual([...plane, ...plane, ...plane]);
    writeImage(atOnce.train, index, one);
    expect(one).toEqual(image);
    expect(pictureOf(atOnce.train, index, atOnce.shape)).toEqual(picture);
  }
});

test("a dataset that has the shape is left alone, and one shape is made once", () => {
  expect(prepareImages(dataset, {})).toBe(dataset);
  expect(prepareImages(dataset, { size: 4 })).toBe(dataset);
  expect(prepareImages(dataset, { channels: 3 })).toBe(prepareImages(dataset, { size: 4, channels: 3 }));
});

test("colour images have no plane to repeat", () => {
  const colour = prepareImages(dataset, { channels: 3 });
  expect(prepareImages(colour, { channels: 3 })).toBe(colour);
  expect(() => prepareImages({ ...colour, shape: [2, 4, 4] }, { channels: 3 })).toThrow(
    expect.objectContaining({ code: "data-channels" }),
  );
});
