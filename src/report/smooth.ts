/**
 * Surfaces between and around measured points: smooth interpolation, and steps that show only what was measured.
 *
 * Interpolation is monotone piecewise cubic (Fritsch and Carlson 1980, with the harmonic-mean slopes of Fritsch and Butland
 * 1984): it passes through every point and never leaves the range of the neighbours, so it invents no peak.
 */
import type { SurfaceGrid } from "./document.ts";
import { formatRate } from "./format.ts";

/**
 * The grid with about `target` points in each direction, first along the logarithm of the rate, then along the epoch.
 * Measured points stay in place. A hole stays a hole, and nothing is drawn between a hole and its neighbours.
 */
export function smoothGrid(grid: SurfaceGrid, target: number): SurfaceGrid {
  const logRates = grid.rates.map(Math.log);
  const denseLogRates = subdivide(logRates, target);
  const epochs = subdivide(grid.epochs, target);
  const rows = grid.z.map((row) => interpolate(logRates, row, denseLogRates));
  const columns = denseLogRates.map((_, j) =>
    interpolate(
      grid.epochs,
      rows.map((row) => row[j]!),
      epochs,
    ),
  );
  return { rates: denseLogRates.map(Math.exp), epochs, z: epochs.map((_, i) => columns.map((column) => column[i]!)) };
}

/** The grid as plateaus: each measured point fills its cell, whose walls stand half-way (in log rate) to the neighbours. */
export function steppedGrid(grid: SurfaceGrid): SurfaceGrid {
  const rates = plateaus(grid.rates.map(Math.log)).map(Math.exp);
  const epochs = plateaus(grid.epochs);
  const z = epochs.map((_, i) => rates.map((_, j) => grid.z[i >> 1]![j >> 1]!));
  return { rates, epochs, z };
}

/** Measured points of one rate at successive epochs. */
export interface LonelyLine {
  readonly rate: number;
  readonly epochs: readonly number[];
  readonly heights: readonly number[];
}

/**
 * Points that are in no cell of four measured ones, and so in no face of the smooth surface: those of a single rate, or between holes.
 * Successive ones of a rate stand in one line.
 */
export function lonelyLines({ rates, epochs, z }: SurfaceGrid): readonly LonelyLine[] {
  const known = (i: number, j: number): boolean => (z[i]?.[j] ?? null) !== null;
  const cell = (i: number, j: number): boolean =>
    known(i, j) && known(i + 1, j) && known(i, j + 1) && known(i + 1, j + 1);
  const lonely = (i: number, j: number): boolean =>
    known(i, j) && !cell(i, j) && !cell(i - 1, j) && !cell(i, j - 1) && !cell(i - 1, j - 1);
  return rates.flatMap((rate, j) => {
    const lines: { rate: number; epochs: number[]; heights: number[] }[] = [];
    epochs.forEach((epoch, i) => {
      if (!lonely(i, j)) return;
      if (i === 0 || !lonely(i - 1, j)) lines.push({ rate, epochs: [], heights: [] });
      lines.at(-1)!.epochs.push(epoch);
      lines.at(-1)!.heights.push(z[i]![j]!);
    });
    return lines;
  });
}

/** Ends of the cells around each position, half-way to its neighbours; twice per inner wall. */
export function plateaus(positions: readonly number[]): readonly number[] {
  const last = positions.length - 1;
  const step = last > 0 ? (positions[last]! - positions[0]!) / last : 1;
  return positions.flatMap((position, index) => {
    const left = index > 0 ? (positions[index - 1]! + position) / 2 : position - half(positions, 0, step);
    const right = index < last ? (position + positions[index + 1]!) / 2 : position + half(positions, last - 1, step);
    return [left, right];
  });
}

/** Half the distance between a position and the next; at a single position half of `otherwise`. */
function half(positions: readonly number[], index: number, otherwise: number): number {
  const [a, b] = [positions[index], positions[index + 1]];
  return (a === undefined || b === undefined ? otherwise : b - a) / 2;
}

/** Round learning rates for the ticks of a log axis: powers of ten, and 2 and 5 times those on a short axis. */
export function rateTicks(range: readonly [number, number]): {
  readonly values: readonly number[];
  readonly texts: readonly string[];
} {
  const [low, high] = range.map(Math.log10) as [number, number];
  const multiples = high - low > 2 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, index) => Math.floor(low) + index);
  const values = powers
    .flatMap((power) => multiples.map((multiple) => Number(`${multiple}e${power}`)))
    .filter((value) => value >= range[0] * 0.999 && value <= range[1] * 1.001);
  return { values, texts: values.map(formatRate) };
}

function subdivide(positions: readonly number[], target: number): readonly number[] {
  const parts = Math.max(1, Math.round(target / Math.max(1, positions.length - 1)));
  return positions.flatMap((position, index) => {
    const next = positions[index + 1];
    if (next === undefined) return [position];
    return Array.from({ length: parts }, (_, part) => position + ((next - position) * part) / parts);
  });
}

/** Values at `wanted`, rising positions within x; null between a hole and its neighbours. */
function interpolate(
  x: readonly number[],
  y: readonly (number | null)[],
  wanted: readonly number[],
): readonly (number | null)[] {
  const slopes = x.map((_, index) => slopeAt(x, y, index));
  let cell = 0;
  return wanted.map((position) => {
    while (cell + 1 < x.length && x[cell + 1]! <= position) cell++;
    if (x[cell] === position || cell + 1 >= x.length) return y[cell]!;
    const [a, b] = [y[cell]!, y[cell + 1]!];
    if (a === null || b === null) return null;
    return hermite(
      { a, b, slopeA: slopes[cell]!, slopeB: slopes[cell + 1]! },
      x[cell + 1]! - x[cell]!,
      position - x[cell]!,
    );
  });
}

/** Slope at a point: weighted harmonic mean of the slopes beside it, 0 at an extremum, one-sided at an end. */
function slopeAt(x: readonly number[], y: readonly (number | null)[], index: number): number {
  const before = secant(x, y, index - 1);
  const after = secant(x, y, index);
  if (before === null || after === null) return before ?? after ?? 0;
  if (before * after <= 0) return 0;
  const left = x[index]! - x[index - 1]!;
  const right = x[index + 1]! - x[index]!;
  return (3 * (left + right)) / ((2 * right + left) / before + (right + 2 * left) / after);
}

function secant(x: readonly number[], y: readonly (number | null)[], index: number): number | null {
  const a = y[index] ?? null;
  const b = y[index + 1] ?? null;
  return a === null || b === null ? null : (b - a) / (x[index + 1]! - x[index]!);
}

/** Cubic through (0, a) and (width, b) with the given slopes, at `offset`. */
function hermite(
  ends: { readonly a: number; readonly b: number; readonly slopeA: number; readonly slopeB: number },
  width: number,
  offset: number,
): number {
  const t = offset / width;
  const rise = t * t * (3 - 2 * t);
  const bend = t * (1 - t) * width;
  return ends.a + (ends.b - ends.a) * rise + bend * (ends.slopeA * (1 - t) - ends.slopeB * t);
}
