/** A tint that is stronger where a function is lower, by the share of the area that lies lower still: it leads the eye into valleys. */
import type { HeightGrid } from "../../../src/lionk/figures/contour-lines.ts";
import { heightRanks } from "./levels.ts";
import type { ScreenSize } from "./view.ts";

/** The tint of the lowest place, of 255. */
const strongest = 46;

/** Draws it over a canvas; `color`: a hexadecimal one. */
export function drawTint(
  context: CanvasRenderingContext2D,
  { columns, rows, heights }: HeightGrid,
  { size, color }: { readonly size: ScreenSize; readonly color: string },
): void {
  const ranks = heightRanks(heights);
  const image = new ImageData(columns + 1, rows + 1);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  for (let i = 0; i <= columns; i++) {
    for (let j = 0; j <= rows; j++) {
      const at = 4 * ((rows - j) * (columns + 1) + i);
      image.data.set([red!, green!, blue!, strongest * (1 - ranks[i * (rows + 1) + j]!)], at);
    }
  }
  const small = new OffscreenCanvas(columns + 1, rows + 1);
  small.getContext("2d")!.putImageData(image, 0, 0);
  const [half, high] = [size.width / columns / 2, size.height / rows / 2];
  context.imageSmoothingEnabled = true;
  context.drawImage(small, -half, -high, size.width + 2 * half, size.height + 2 * high);
}
