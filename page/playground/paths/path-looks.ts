/** How paths look: each has a colour and a dash of its own, so that it is told apart without colour too. */
import { palette } from "../../../src/report/theme.ts";
import { ownKey, type PathPart, type Rival } from "../worker/messages.ts";

/** A colour and a dash. */
export interface PathLook {
  readonly color: string;
  readonly dash: readonly number[];
}

/** The program's own, which no other has. */
const own: PathLook = { color: "#d6336c", dash: [] };
const dashes: readonly (readonly number[])[] = [
  [7, 4],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
  [12, 4],
  [1, 2],
];

/** The look of each path by its key. */
export function pathLooks(rivals: readonly Rival[]): ReadonlyMap<string, PathLook> {
  const free = palette.filter((color) => color !== own.color);
  const others = rivals.map(({ name }, at): [string, PathLook] => [
    name,
    { color: free[at % free.length]!, dash: dashes[at % dashes.length]! },
  ]);
  return new Map([[ownKey, own], ...others]);
}

/** Below this a value is drawn as this: a step that meets the lowest point to the last bit would leave the rest of the figure no room. */
export const lowestDrawn = 1e-12;

/** Steps, from 0, and values of a line on a scale by powers of ten. */
export function gapLine({ gaps }: Pick<PathPart, "gaps">): { readonly x: number[]; readonly y: number[] } {
  return {
    x: Array.from(gaps, (_, step) => step),
    y: Array.from(gaps, (gap) => Math.max(gap, lowestDrawn)),
  };
}

/** How a path ended, in words. */
export function pathText({ lr, chosen, atEdge, gaps, divergedAt }: PathPart): string {
  const rate = `rate ${short(lr)}${chosen ? `, the best of 13 on this function${atEdge ? ", at the edge of them" : ""}` : ""}`;
  if (divergedAt !== null) return `${rate}: left the finite numbers at step ${divergedAt}`;
  return `${rate}: ends ${short(gaps.at(-1)!)} above the lowest point`;
}

/** Three digits. */
export function short(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e6
    ? String(rounded)
    : rounded === 0
      ? "0"
      : rounded.toExponential();
}
