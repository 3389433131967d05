/** What is picked for the figures: at most so many lines as can be told apart, each with a place in the palette that it keeps. */
import { dashes, palette } from "../../src/report/theme.ts";

/** Picked keys and their places. */
export type Picks = ReadonlyMap<string, number>;

/** Lines that can be told apart. */
export const mostPicks = palette.length * dashes.length;

/** With `key` picked if it was not, else without it; where all places are taken, as before. A new one takes the lowest free place. */
export function togglePick(picks: Picks, key: string): Picks {
  const next = new Map(picks);
  if (next.delete(key)) return next;
  const taken = new Set(next.values());
  const free = Array.from({ length: mostPicks }, (_, place) => place).find((place) => !taken.has(place));
  if (free !== undefined) next.set(key, free);
  return next;
}

/** The first keys, so many as there are places, each at its own. */
export function pickAll(keys: readonly string[]): Picks {
  return new Map(keys.slice(0, mostPicks).map((key, place) => [key, place]));
}

/** Colour and dashes of a place. */
export function lookOf(place: number): { readonly color: string; readonly dash: readonly number[] } {
  return {
    color: palette[place % palette.length]!,
    dash: dashes[Math.floor(place / palette.length) % dashes.length]!,
  };
}
