/**
 * Student's t distribution, for intervals of a mean from few runs.
 */
import { incompleteBeta } from "./special.ts";

/** P(|T| > t) for `degrees` > 0 degrees of freedom: I_x(degrees / 2, 1 / 2) with x = degrees / (degrees + t^2). */
export function studentTwoSidedTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/**
 * The t > 0 with P(|T| <= t) = level, 0 < level < 1, found by bisection of the tail.
 * Golden: level 0.95 gives 12.7062 for 1 degree of freedom and 2.7764 for 4.
 */
export function studentTwoSidedQuantile(level: number, degrees: number): number {
  const name = `${level} ${degrees}`;
  const known = quantiles.get(name) ?? bisected(level, degrees);
  if (quantiles.size < mostKept) quantiles.set(name, known);
  return known;
}

/** Quantiles that were found: tables of thousands of means ask for the same few. */
const quantiles = new Map<string, number>();
const mostKept = 1000;

function bisected(level: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (studentTwoSidedTail(high, degrees) > 1 - level) high *= 2;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (studentTwoSidedTail(middle, degrees) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
