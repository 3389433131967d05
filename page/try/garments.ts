/** Drawings to begin with: outlines of garments, filled. */
import type { Drawing } from "./drawing.ts";

/** A garment. `outline`: corners in hundredths of the side, `x,y x,y …`; `hole`: what is left out of it. */
export interface Garment {
  readonly name: string;
  readonly outline: string;
  readonly hole?: string;
}

/** Some that look unlike each other. */
export const garments: readonly Garment[] = [
  { name: "T-shirt", outline: "36,10 44,14 56,14 64,10 88,24 80,42 70,36 70,90 30,90 30,36 20,42 12,24" },
  { name: "Trouser", outline: "34,6 66,6 72,94 56,94 50,30 44,94 28,94" },
  { name: "Dress", outline: "40,6 46,14 54,14 60,6 64,10 60,40 74,94 26,94 40,40 36,10" },
  { name: "Boot", outline: "48,22 86,20 88,76 84,82 8,82 8,68 44,54" },
  {
    name: "Bag",
    outline: "10,40 30,40 30,26 38,16 62,16 70,26 70,40 90,40 90,84 10,84",
    hole: "37,40 37,28 42,23 58,23 63,28 63,40",
  },
];

/** Points looked at in each pixel, along a side. */
const points = 4;
const shade = 220;

/** The garment as a drawing of that side. */
export function drawGarment({ outline, hole }: Garment, side: number): Drawing {
  const shapes = [outline, ...(hole === undefined ? [] : [hole])].map(cornersOf);
  const grey = Uint8Array.from({ length: side * side }, (_, i) => {
    let covered = 0;
    for (let point = 0; point < points * points; point++) {
      const x = ((i % side) + ((point % points) + 0.5) / points) * (100 / side);
      const y = (Math.floor(i / side) + (Math.floor(point / points) + 0.5) / points) * (100 / side);
      if (shapes.filter((corners) => isInside(corners, x, y)).length === 1) covered++;
    }
    return Math.round((shade * covered) / (points * points));
  });
  return { side, grey };
}

type Corner = readonly [x: number, y: number];

function cornersOf(text: string): readonly Corner[] {
  return text.split(" ").map((pair) => pair.split(",").map(Number) as [number, number]);
}

/** Whether an odd number of the shape's sides lies to the right of a point. */
function isInside(corners: readonly Corner[], x: number, y: number): boolean {
  let inside = false;
  for (const [i, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(i + 1) % corners.length]!;
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
