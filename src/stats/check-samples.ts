/**
 * What every test of samples requires of them, said in one sentence.
 */
import { LabError } from "../core/errors.ts";

/**
 * Two samples of at least one value each, none of them NaN; infinities rank and so may stand for diverged runs.
 * `test` begins the sentence: "A Mann-Whitney test". Errors: `empty-sample`, `not-a-number`.
 */
export function checkRankable(test: string, first: readonly number[], second: readonly number[]): void {
  if (first.length === 0 || second.length === 0) {
    throw new LabError(
      "empty-sample",
      `${test} compares two samples of at least one value each, but these have ${first.length} and ${second.length}.`,
      { n1: first.length, n2: second.length },
    );
  }
  if (first.some(Number.isNaN) || second.some(Number.isNaN)) {
    throw new LabError(
      "not-a-number",
      `${test} ranks numbers, but a value is not a number (NaN). Give a diverged run as -Infinity, the worst accuracy.`,
    );
  }
}

/**
 * The same for pairs: value i of both samples belongs to one seed. Errors: those of `checkRankable`, and `unequal-pairs`.
 */
export function checkPairs(test: string, first: readonly number[], second: readonly number[]): void {
  checkRankable(test, first, second);
  if (first.length === second.length) return;
  throw new LabError(
    "unequal-pairs",
    `${test} compares pairs, value by value, but there are ${first.length} values on one side and ${second.length} on the other. Give both in the order of the same seeds, or compare them unpaired.`,
    { n1: first.length, n2: second.length },
  );
}

/** Differences of pairs; two diverged runs (equal infinities) differ by 0, one diverged run by an infinite amount. */
export function pairDifferences(first: readonly number[], second: readonly number[]): readonly number[] {
  return first.map((x, index) => (x === second[index] ? 0 : x - second[index]!));
}
