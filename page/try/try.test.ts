/** What the view that tries a model computes: the same as training does, and sentences. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { readImageFile } from "../../src/data/image-file.ts";
import { drawingPixels, emptyDrawing, withStroke } from "./drawing.ts";
import { fitted, type ModelPorts } from "./fitting.ts";
import { drawGarment, garments } from "./garments.ts";
import { latencyOf, rateOf, type Timed, withAnswer } from "./pace.ts";
import { pixelsOf, seenOf, tensorOf } from "./picture.ts";
import { shownClasses } from "./shown-classes.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-try-logic-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what a model sees", () => {
  test("is byte for byte what the library makes of the same picture, for every channel count and framing", async () => {
    for (const [width, height] of [
      [90, 70],
      [31, 200],
      [28, 28],
    ] as const) {
      const data = Uint8Array.from(
        { length: width * height * 4 },
        (_, i) => (i * 7919 + Math.floor(i / 97) * 31) % 256,
      );
      const path = join(folder, `${width}.png`);
      await sharp(data, { raw: { width, height, channels: 4 } })
        .png()
        .toFile(path);
      for (const channels of [1, 3] as const) {
        for (const framing of ["centre", "whole"] as const) {
          const extent = { height: 28, width: 24 };
          const seen = seenOf({ data, width, height }, { input: [channels, 28, 24], framing });
          expect(seen).toEqual(await readImageFile(path, { channels, extent, framing }));
        }
      }
    }
  });

  test("becomes numbers from 0 to 1, and pixels to be drawn", () => {
    expect([...tensorOf(Uint8Array.of(0, 51, 255))]).toEqual([0, Math.fround(0.2), 1]);
    expect([...pixelsOf(Uint8Array.of(7, 9), [1, 1, 2])]).toEqual([7, 7, 7, 255, 9, 9, 9, 255]);
    expect([...pixelsOf(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2])]).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
  });
});

describe("a file", () => {
  const image = { name: "images", type: "float32", shape: ["batch", 3, 32, 32] };
  const logits = { name: "logits", type: "float32", shape: ["batch", 3] };
  const ports: ModelPorts = { inputs: [image], outputs: [logits], facts: null, fileName: "x.onnx" };

  test("that says nothing of itself gets numbers for names", () => {
    const classes = ["class 0", "class 1", "class 2"];
    expect(fitted(ports)).toEqual({ name: "x.onnx", input: [3, 32, 32], framing: "whole", classes, told: false });
    const facts = { model: "mine", classes: ["a", "b", "c"], framing: "centre" } as const;
    expect(fitted({ ...ports, facts })).toMatchObject({ name: "mine", classes: ["a", "b", "c"], told: true });
  });

  test("that does not fit is refused in a sentence", () => {
    const refused = (change: Partial<ModelPorts>) => fitted({ ...ports, ...change });
    expect(refused({ inputs: [image, image] })).toContain("It has 2 inputs");
    expect(refused({ inputs: [{ ...image, type: "uint8" }] })).toContain("Its input is of uint8");
    expect(refused({ inputs: [{ ...image, shape: ["n", 3, "h", "w"] }] })).toContain("[n, 3, h, w]");
    expect(refused({ inputs: [{ ...image, shape: ["n", 4, 32, 32] }] })).toContain("1 or 3 channels");
    expect(refused({ inputs: [{ ...image, shape: ["n", 3, 9000, 9000] }] })).toContain("9000");
    expect(refused({ outputs: [{ ...logits, shape: ["n", 1] }] })).toContain("Its output is [n, 1]");
    expect(refused({ outputs: [] })).toContain("Its output is []");
    expect(refused({ facts: { model: "m", classes: ["a"], framing: "whole" } })).toContain("names 1 classes and has 3");
  });
});

describe("a drawing", () => {
  test("has the side of the model's images within limits, and gets whiter where it is drawn", () => {
    expect([28, 32, 4, 224].map((side) => emptyDrawing([1, side, side]).side)).toEqual([28, 32, 16, 28]);
    const empty = emptyDrawing([1, 28, 28]);
    const line = withStroke(empty, { from: { x: 4, y: 10 }, to: { x: 20, y: 10 }, shade: 255 });
    expect([line.grey[10 * 28 + 12], line.grey[8 * 28 + 12], line.grey[20 * 28 + 12]]).toEqual([255, 0, 0]);
    expect(empty.grey.every((value) => value === 0)).toBe(true);
    const erased = withStroke(line, { from: { x: 0, y: 10 }, to: { x: 27, y: 10 }, shade: 0 });
    expect(erased.grey.every((value) => value === 0)).toBe(true);
    expect([...drawingPixels({ side: 1, grey: Uint8Array.of(9) }).data]).toEqual([9, 9, 9, 255]);
  });

  test("may begin as a garment: each another one, inside the picture", () => {
    const drawn = garments.map((garment) => drawGarment(garment, 28).grey);
    expect(new Set(drawn.map(String)).size).toBe(garments.length);
    for (const grey of drawn) {
      const inked = grey.filter((value) => value > 100).length;
      expect(inked).toBeGreaterThan(80);
      expect(inked).toBeLessThan(500);
      expect(grey.slice(0, 28).every((value) => value === 0)).toBe(true);
    }
  });
});

test("classes keep their places while they are few, and are the likeliest where they are many", () => {
  expect(shownClasses(["a", "b"], null)).toMatchObject([{ probability: 0, leads: false }, { leads: false }]);
  expect(shownClasses(["a", "b", "c"], [0.2, 0.7, 0.1]).map(({ name, leads }) => [name, leads])).toEqual([
    ["a", false],
    ["b", true],
    ["c", false],
  ]);
  const many = Array.from({ length: 100 }, (_, i) => `c${i}`);
  const shares = many.map((_, i) => i / 4950);
  expect(shownClasses(many, shares).map(({ name }) => name)).toEqual(many.slice(90).reverse());
});

test("pace is the median of the last thirty answers", () => {
  let answers: readonly Timed[] = [];
  expect([latencyOf(answers), rateOf(answers)]).toEqual([null, null]);
  for (let i = 0; i < 40; i++) answers = withAnswer(answers, { at: 20 * i, ms: i < 10 ? 1000 : 4 });
  expect({ kept: answers.length, latency: latencyOf(answers), rate: rateOf(answers) }).toEqual({
    kept: 30,
    latency: 4,
    rate: 50,
  });
});
