import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { centreOf, type Picture, resizeBox, shorterSideAt, wholeOf } from "./resize.ts";

interface Recorded {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly picture: string;
  readonly resized: string;
}

const path = new URL("../../test/fixtures/data/pillow.json", import.meta.url);
const recorded = JSON.parse(readFileSync(path, "utf8")) as readonly Recorded[];
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));

test.each(recorded)("a picture of $from pixels resized to $to has Pillow's bytes", ({ from, to, ...texts }) => {
  const picture: Picture = { data: bytes(texts.picture), channels: 3, height: from[0], width: from[1] };
  const target = new Uint8Array(3 * to[0] * to[1]);
  resizeBox(picture, wholeOf(picture), { height: to[0], width: to[1], target });
  expect([...target]).toEqual([...bytes(texts.resized)]);
});

test("a box is resized as if it were cut out first", () => {
  const { from, picture: hex } = recorded[3]!;
  const picture: Picture = { data: bytes(hex), channels: 3, height: from[0], width: from[1] };
  const cut = (box: ReturnType<typeof centreOf>): Uint8Array => {
    const target = new Uint8Array(3 * box.height * box.width);
    resizeBox(picture, box, { ...box, target });
    return target;
  };
  const box = { top: 3, left: 11, height: 9, width: 14 };
  const part = cut(box);
  for (let y = 0; y < 9; y++) expect(part[y * 14]).toBe(picture.data[(3 + y) * 31 + 11]);
  const [direct, twice] = [new Uint8Array(75), new Uint8Array(75)];
  resizeBox(picture, box, { height: 5, width: 5, target: direct });
  resizeBox({ ...picture, data: part, height: 9, width: 14 }, wholeOf(box), { height: 5, width: 5, target: twice });
  expect(direct).toEqual(twice);
});

test("the shorter side is what is asked for, and the centre is cut out of the longer", () => {
  expect(shorterSideAt({ height: 375, width: 500 }, 256)).toEqual({ height: 256, width: 341 });
  expect(shorterSideAt({ height: 500, width: 375 }, 256)).toEqual({ height: 341, width: 256 });
  expect(centreOf({ height: 256, width: 342 }, { height: 224, width: 224 })).toEqual({
    top: 16,
    left: 59,
    height: 224,
    width: 224,
  });
  const tops = [0, 1, 2, 3, 4, 5].map(
    (space) => centreOf({ height: 4 + space, width: 4 }, { height: 4, width: 4 }).top,
  );
  expect(tops).toEqual([0, 0, 1, 2, 2, 2]);
});
