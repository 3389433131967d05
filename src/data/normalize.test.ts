import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { forChannels, measureNormalization, namedNormalizations } from "./normalize.ts";

const shape = [3, 4, 5] as const;
const rng = createRng(1, "normalize-test");
const images = Uint8Array.from({ length: 40 * 60 }, (_, i) => rng.below(100 + Math.floor((i % 60) / 20) * 70));
const part = { count: 40, images, labels: new Uint8Array(40) };

test("measured values are those of the named images, to 6 decimals, in any order", () => {
  const indices = Int32Array.from([3, 7, 8, 20, 39]);
  const { mean, std } = measureNormalization(part, indices, shape);
  for (const channel of [0, 1, 2]) {
    const values = [...indices].flatMap((n) => [...images.subarray(n * 60 + channel * 20, n * 60 + channel * 20 + 20)]);
    const average = values.reduce((sum, value) => sum + value / 255, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value / 255 - average) ** 2, 0) / values.length;
    expect(Math.abs(mean[channel]! - average)).toBeLessThanOrEqual(5.1e-7);
    expect(Math.abs(std[channel]! - Math.sqrt(variance))).toBeLessThanOrEqual(5.1e-7);
    expect(mean[channel]).toBe(Number(mean[channel]!.toFixed(6)));
  }
  expect(measureNormalization(part, indices.slice().reverse(), shape)).toEqual({ mean, std });
  expect(measureNormalization(part, Int32Array.of(3, 7), shape)).not.toEqual({ mean, std });
});

test("a channel without spread is refused, and so are numbers that do not fit the channels", () => {
  const black = { count: 1, images: new Uint8Array(60), labels: new Uint8Array(1) };
  expect(() => measureNormalization(black, Int32Array.of(0), shape)).toThrow(
    expect.objectContaining({ code: "normalize-constant" }),
  );
  expect(forChannels(namedNormalizations.half, 3)).toEqual({ mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] });
  expect(() => forChannels(namedNormalizations.imagenet, 1)).toThrow(
    expect.objectContaining({ code: "normalize-channels" }),
  );
});
