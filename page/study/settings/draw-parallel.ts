/** Draws parallel coordinates on a canvas: pale lines of trials that are held back, and above them those that are let through. */
import type { ParallelPlaces } from "./parallel-lines.ts";

/** Pixels around the axes. */
export const parallelMargin = { left: 46, right: 86, top: 34, bottom: 30 } as const;

/** Where a trial without a value is, below the axis. */
const nowhere = 14;

/** A line to draw. */
export interface ColoredLine {
  readonly index: number;
  /** Null: no figure. */
  readonly color: string | null;
}

/** What is drawn, in which place. */
export interface ParallelDrawing extends ParallelPlaces {
  readonly width: number;
  readonly height: number;
  readonly held: readonly number[];
  readonly through: readonly ColoredLine[];
  readonly pale: string;
  readonly soft: string;
}

/** Horizontal places of axes, in pixels. */
export function axisPlaces(axes: number, width: number): readonly number[] {
  const { left, right } = parallelMargin;
  return Array.from({ length: axes }, (_, at) => left + (axes < 2 ? 0.5 : at / (axes - 1)) * (width - left - right));
}

/** Vertical place of a share of an axis; that of no value for NaN. */
export function heightAt(place: number, height: number): number {
  const { top, bottom } = parallelMargin;
  return Number.isNaN(place) ? height - bottom + nowhere : height - bottom - place * (height - top - bottom);
}

/** Draws it all. */
export function drawParallel(pen: CanvasRenderingContext2D, drawing: ParallelDrawing): void {
  const { width, height, held, through, pale, soft } = drawing;
  pen.clearRect(0, 0, width, height);
  pen.lineWidth = 1;
  pen.globalAlpha = 0.5;
  drawLines(pen, held, { ...drawing, color: pale });
  pen.lineWidth = 1.2;
  pen.globalAlpha = through.length > 300 ? 0.55 : 0.85;
  for (const [color, indices] of byColor(through)) drawLines(pen, indices, { ...drawing, color: color ?? soft });
  pen.globalAlpha = 1;
}

function byColor(lines: readonly ColoredLine[]): ReadonlyMap<string | null, number[]> {
  const found = new Map<string | null, number[]>();
  for (const { index, color } of lines) {
    const own = found.get(color);
    if (own === undefined) found.set(color, [index]);
    else own.push(index);
  }
  return found;
}

/** Lines of one colour, each a path of its own: one long path is slower to draw. */
function drawLines(
  pen: CanvasRenderingContext2D,
  indices: readonly number[],
  { axes, places, width, height, color }: ParallelDrawing & { readonly color: string },
): void {
  const across = axisPlaces(axes, width);
  pen.strokeStyle = color;
  for (const index of indices) {
    pen.beginPath();
    for (let axis = 0; axis < axes; axis++) {
      const y = heightAt(places[index * axes + axis]!, height);
      if (axis === 0) pen.moveTo(across[axis]!, y);
      else pen.lineTo(across[axis]!, y);
    }
    pen.stroke();
  }
}
