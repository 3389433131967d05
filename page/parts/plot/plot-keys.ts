/** A figure of lines by keys: arrows move the cursor from point to point, + and - zoom around it, Escape shows all again. */
import type uPlot from "uplot";
import { lowerBound } from "./thin-line.ts";

/** Part of an axis. */
type Part = readonly [from: number, to: number];

/** What keys go by: places of points, which rise; where the cursor is; what is shown, by equal steps or by powers. */
export interface KeyPlace {
  readonly x: readonly number[];
  readonly cursor: number | null;
  readonly shown: Part;
  readonly log: boolean;
}

/** What a key asks for: a place of the cursor, a part of the axis, or (null) all of it. */
export type KeyWish = { readonly cursor: number } | { readonly zoom: Part | null };

const moves: { readonly [key: string]: number | undefined } = {
  ArrowRight: 1,
  ArrowLeft: -1,
  PageUp: 10,
  PageDown: -10,
};

/** What a key asks for; null where it is none of the figure's, or there is nowhere to go. */
export function keyWish(key: string, place: KeyPlace): KeyWish | null {
  const by = moves[key];
  if (by !== undefined) return moved(by, place);
  if (key === "+" || key === "=") return { zoom: scaled(0.5, place) };
  if (key === "-") return { zoom: scaled(2, place) };
  return key === "Escape" ? { zoom: null } : null;
}

function moved(by: number, { x, cursor, shown: [from, to] }: KeyPlace): KeyWish | null {
  const first = lowerBound(x, from);
  const last = lowerBound(x, to) - (x[lowerBound(x, to)] === to ? 0 : 1);
  if (last < first) return null;
  const at = cursor === null ? (by > 0 ? first : last) : lowerBound(x, cursor) + by;
  return { cursor: x[Math.min(last, Math.max(first, at))]! };
}

/** The part that is `factor` times as long, around the cursor or the middle, within the whole; null for all of it. */
function scaled(factor: number, { x, cursor, shown, log }: KeyPlace): Part | null {
  const scale = log ? Math.log : (value: number): number => value;
  const back = log ? Math.exp : (value: number): number => value;
  const [from, to] = shown.map(scale) as [number, number];
  const [low, high] = [scale(x[0] ?? shown[0]), scale(x.at(-1) ?? shown[1])];
  const length = factor * (to - from);
  if (length >= high - low) return null;
  const middle = cursor === null ? (from + to) / 2 : scale(cursor);
  const start = Math.min(high - length, Math.max(low, middle - length / 2));
  return [back(start), back(start + length)];
}

/** Does what a key asks for in these figures, which share an axis. Returns whether it was one of theirs. */
export function pressPlots(key: string, plot: uPlot, plots: readonly uPlot[]): boolean {
  const { min, max, distr } = plot.scales.x!;
  const x = plot.data[0] as readonly number[];
  if (min == null || max == null || x.length === 0) return false;
  const { idx } = plot.cursor;
  const cursor = idx === null || idx === undefined ? null : (x[idx] ?? null);
  const wish = keyWish(key, { x, cursor, shown: [min, max], log: distr === 3 });
  if (wish === null) return false;
  for (const one of plots) {
    if ("cursor" in wish) one.setCursor({ left: one.valToPos(wish.cursor, "x"), top: one.over.clientHeight / 2 });
    else if (wish.zoom === null) one.setScale("x", { min: one.data[0][0]!, max: one.data[0].at(-1)! });
    else one.setScale("x", { min: wish.zoom[0], max: wish.zoom[1] });
  }
  return true;
}
