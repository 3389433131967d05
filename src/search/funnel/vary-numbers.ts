/**
 * Other numbers for a program, its statements unchanged.
 */
import type { Rng } from "../../core/rng.ts";
import type { Genome } from "../../program/genome.ts";
import { applyEdit } from "../../program/mutate/apply-edit.ts";
import { liveNumbers, movedToOne } from "../../program/mutate/mutate-constant.ts";

/** Numbers that change on average. */
const meanChanged = 2;

/**
 * The genome with some numbers of its live statements changed, at least one; null where it has none. A number from 0.5 to 1,
 * an average's as a rule, is moved by its distance to 1, any other by its size:
 *   1 - x' = (1 - x) 2^(s a), or x' = x 2^(s a), a ~ N(0, 1), s = `spread`
 */
export function varyNumbers(genome: Genome, rng: Rng, spread: number): Genome | null {
  const numbers = liveNumbers(genome);
  if (numbers.length === 0) return null;
  const certain = rng.below(numbers.length);
  const chance = Math.min(1, meanChanged / numbers.length);
  return numbers.reduce((child, { at, argument, value }, i) => {
    const changes = rng.uniform() < chance || i === certain;
    const to = varied(value, 2 ** (spread * rng.normal()));
    return changes ? applyEdit(child, { kind: "modify", at, argument, to }) : child;
  }, genome);
}

function varied(value: number, factor: number): number {
  return value >= 0.5 && value < 1 ? movedToOne(value, factor) : value * factor;
}
