import { readFileSync } from "node:fs";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodePicture, decodeWhole } from "./decode-picture.ts";

interface Recorded {
  readonly name: string;
  readonly mode: string;
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly pixels: string;
  readonly grey: string;
}

const path = new URL("../../test/fixtures/data/pictures.json", import.meta.url);
const recorded = JSON.parse(readFileSync(path, "utf8")) as readonly Recorded[];
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("every kind of file is there", () => {
  expect(new Set(recorded.map(({ mode }) => mode))).toEqual(
    new Set(["RGB", "L", "RGBA", "LA", "P", "1", "I;16", "CMYK"]),
  );
});

test.each(recorded)("$name ($mode) has the pixels of Pillow's convert, in colours and in grey", async (given) => {
  const bytes = Buffer.from(given.file, "base64");
  const { height, width } = given;
  const colours = await decodeWhole(bytes, 3);
  expect([colours.channels, colours.height, colours.width]).toEqual([3, height, width]);
  expect(hex(colours.data)).toBe(given.pixels);
  const grey = await decodeWhole(bytes, 1);
  expect([grey.channels, grey.height, grey.width]).toEqual([1, height, width]);
  expect(hex(grey.data)).toBe(given.grey);
});

test("only JPEG, PNG and WebP reach the decoder, whatever a file is named", async () => {
  const svg = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`,
  );
  const plain = sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } });
  for (const bytes of [svg, await plain.clone().gif().toBuffer(), await plain.clone().tiff().toBuffer()]) {
    const decoded = decodePicture(bytes, { shorterSide: 4, channels: 3 });
    await expect(decoded).rejects.toThrow("its content is neither JPEG, PNG nor WebP");
  }
  await expect(decodeWhole(new Uint8Array(0), 3)).rejects.toThrow("it is empty");
});
