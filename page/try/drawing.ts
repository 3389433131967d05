/** A drawing: a square of grey pixels, black where nothing was drawn, as garments of Fashion-MNIST are. */

/** Grey values 0..255, row by row. */
export interface Drawing {
  readonly side: number;
  readonly grey: Uint8Array<ArrayBuffer>;
}

/** A place in pixels; whole numbers are the middles of pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Radius of the brush in pixels: full inside, none from one pixel further out. */
const radius = 1;

/** Sides that can be drawn on; a model of larger images is asked of the drawing enlarged. */
const [least, most] = [16, 48];

/** An empty drawing for a model's images. */
export function emptyDrawing([, height, width]: readonly [number, number, number]): Drawing {
  const wanted = Math.max(height, width);
  const side = wanted > most ? 28 : Math.max(least, wanted);
  return { side, grey: new Uint8Array(side * side) };
}

/** The drawing after a stroke from one place to another; `shade` 255 draws and 0 erases. */
export function withStroke(drawing: Drawing, { from, to, shade }: { from: Place; to: Place; shade: number }): Drawing {
  const { side } = drawing;
  const grey = drawing.grey.slice();
  const reach = shade > 0 ? radius : radius + 1; // no rim is left
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cover = Math.min(1, Math.max(0, reach + 0.5 - distance({ x, y }, from, to)));
      const before = grey[y * side + x]!;
      const stroked = shade > 0 ? Math.max(before, cover * shade) : before * (1 - cover);
      grey[y * side + x] = Math.round(stroked);
    }
  }
  return { side, grey };
}

/** The drawing as a browser has pixels. */
export function drawingPixels({ side, grey }: Drawing): {
  data: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
} {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (const [i, value] of grey.entries()) data.fill(value, 4 * i, 4 * i + 3);
  return { data, width: side, height: side };
}

/** Distance of a place from the line between two others. */
function distance({ x, y }: Place, from: Place, to: Place): number {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const length = across * across + down * down;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * across + (y - from.y) * down) / length));
  return Math.hypot(x - from.x - along * across, y - from.y - along * down);
}
