/** Draws parallel coordinates: pale lines of all trials, and above them those that are let through. */
import type { ParallelPlaces } from "./parallel-lines.ts";

/** Pixels around the axes; on the left there is room for the names of optimizers. */
export const parallelMargin = { left: 122, right: 86, top: 34, bottom: 30 } as const;

/** Where a trial without a value is, below the axis. */
const nowhere = 14;

/** A line to draw. */
export interface ColoredLine {
  readonly index: number;
  /** Null: no figure. */
  readonly color: string | null;
}

/** Where lines are drawn. */
export interface ParallelPaper extends ParallelPlaces {
  readonly width: number;
  readonly height: number;
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

/** Draws the pale lines of all trials, on a canvas of their own: a brush leaves them as they are. */
export function drawBehind(
  pen: CanvasRenderingContext2D,
  indices: readonly number[],
  paper: ParallelPaper & { readonly color: string },
): void {
  pen.clearRect(0, 0, paper.width, paper.height);
  pen.lineWidth = 1;
  pen.globalAlpha = 0.6;
  drawLines(pen, indices, paper);
}

/** Draws the lines that are let through; `soft`: the colour of those without a figure. */
export function drawThrough(
  pen: CanvasRenderingContext2D,
  lines: readonly ColoredLine[],
  paper: ParallelPaper & { readonly soft: string },
): void {
  pen.clearRect(0, 0, paper.width, paper.height);
  pen.lineWidth = 1.2;
  pen.globalAlpha = lines.length > 300 ? 0.6 : 0.85;
  for (const [color, indices] of byColor(lines)) drawLines(pen, indices, { ...paper, color: color ?? paper.soft });
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
  { axes, places, width, height, color }: ParallelPaper & { readonly color: string },
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
