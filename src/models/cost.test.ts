import { expect, test } from "vitest";
import { cifarCnn } from "./cifar-cnn.ts";
import { multiplicationsOf, secondsPerImage } from "./cost.ts";
import { resnet50 } from "./resnet-50.ts";
import { vitB16 } from "./vit-b-16.ts";

test("multiplications are near the published ones", () => {
  // He et al. 2015 give 3.8e9 for 224 × 224, Dosovitskiy et al. 2020 (by Touvron et al.) 17.6e9; biases count here, attention does not
  expect(multiplicationsOf(resnet50) / 3.8e9).toBeGreaterThan(0.7);
  expect(multiplicationsOf(resnet50) / 3.8e9).toBeLessThan(1.5);
  expect(multiplicationsOf(vitB16) / 17.6e9).toBeGreaterThan(0.8);
  expect(multiplicationsOf(vitB16) / 17.6e9).toBeLessThan(1.1);
});

test("a larger batch shares the update", () => {
  expect(secondsPerImage(cifarCnn, 16)).toBeGreaterThan(secondsPerImage(cifarCnn, 128));
  expect(secondsPerImage(cifarCnn, 128)).toBeGreaterThan(1e-4);
  expect(secondsPerImage(cifarCnn, 128)).toBeLessThan(1e-2);
});
