import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idxBytes } from "../../test/samples/fashion.ts";
import { parseIdx, readIdxFile, readLabelledImages } from "./idx.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lionlab-idx-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const images = idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

test("reads packed and plain files", async () => {
  const expected = { shape: [2, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
  for (const path of [save("a.gz", gzipSync(images)), save("a", images)]) {
    const { shape, data } = await readIdxFile(path);
    expect({ shape, data: Uint8Array.from(data) }).toEqual(expected);
  }
});

test("each fault of a file has its code and names the file", async () => {
  const packed = gzipSync(images);
  const flipped = Uint8Array.from(packed);
  flipped[flipped.length - 6]! ^= 0xff; // a byte of the checksum
  const faults: readonly [string, string, Uint8Array][] = [
    ["not-gzip", "page.gz", Buffer.from("<html>")],
    ["not-gzip", "empty.gz", Buffer.alloc(0)],
    ["gzip-damaged", "cut.gz", packed.subarray(0, packed.length - 12)],
    ["gzip-damaged", "flipped.gz", flipped],
    ["idx-magic", "text.gz", gzipSync("text")],
    ["idx-magic", "floats.gz", gzipSync(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0))],
    ["idx-truncated", "short.gz", gzipSync(images.subarray(0, images.length - 1))],
    ["idx-truncated", "header.gz", gzipSync(images.subarray(0, 7))],
    ["idx-too-long", "long.gz", gzipSync(Buffer.concat([images, Buffer.of(1)]))],
  ];
  for (const [code, name, bytes] of faults) {
    const error = await readIdxFile(save(name, bytes)).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, message: expect.stringContaining(name) });
  }
  await expect(readIdxFile(join(folder, "absent.gz"))).rejects.toMatchObject({ code: "no-such-file" });
});

test("sentences say what was found", () => {
  expect(() => parseIdx(Buffer.from("PK\u0003\u0004"), "x")).toThrow("it begins with 50 4b 03 04.");
  expect(() => parseIdx(images.subarray(0, 20), "x")).toThrow("should have 28 bytes, but it ends after 20");
});

test("images and labels must fit each other and the dataset", async () => {
  const paths = { images: save("i.gz", gzipSync(images)), labels: save("l.gz", gzipSync(idxBytes([2], [1, 0]))) };
  const read = await readLabelledImages(paths, { pixels: 6, classes: 2 });
  expect([read.count, read.images.length, [...read.labels]]).toEqual([2, 12, [1, 0]]);
  const reject = (changed: Partial<typeof paths>, expected: { pixels: number; classes: number }, code: string) =>
    expect(readLabelledImages({ ...paths, ...changed }, expected)).rejects.toMatchObject({ code });
  await reject({}, { pixels: 7, classes: 2 }, "idx-shape");
  await reject({}, { pixels: 6, classes: 1 }, "idx-label");
  await reject({ labels: save("l3.gz", gzipSync(idxBytes([3], [1, 0, 1]))) }, { pixels: 6, classes: 2 }, "idx-counts");
  await reject({ images: paths.labels }, { pixels: 6, classes: 2 }, "idx-shape");
});
