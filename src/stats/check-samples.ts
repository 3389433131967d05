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

/** One sample of at least one value, none of them NaN. Errors: `empty-sample`, `not-a-number`. */
export function checkSample(method: string, values: readonly number[]): void {
  if (values.length === 0) throw new LabError("empty-sample", `${method} needs at least one value, but there is none.`);
  if (values.some(Number.isNaN)) {
    throw new LabError("not-a-number", `${method} needs numbers, but a value is not a number (NaN).`);
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

/** p-values of 0 … 1, none of them NaN. Errors: `p-out-of-range`. */
export function checkPValues(pValues: readonly number[]): void {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong === undefined) return;
  throw new LabError("p-out-of-range", `A correction takes p-values from 0 to 1, but one is ${wrong}.`, {
    found: wrong,
  });
}

/**
 * A table of workloads (rows) by optimizers, complete and without NaN; `method` begins the sentence.
 * Errors: `uneven-table`, `not-a-number`.
 */
export function checkTable(method: string, table: readonly (readonly number[])[]): void {
  const width = table[0]?.length ?? 0;
  const uneven = table.find((row) => row.length !== width);
  if (uneven !== undefined || width < 2) {
    const found = uneven === undefined ? `${width}` : `rows of ${width} and of ${uneven.length}`;
    throw new LabError(
      "uneven-table",
      `${method} needs a figure of at least two optimizers on every workload, but the table has ${found}.`,
    );
  }
  if (table.some((row) => row.some(Number.isNaN))) {
    throw new LabError(
      "not-a-number",
      `${method} ranks numbers, but one is not a number (NaN). Give a diverged run as -Infinity.`,
    );
  }
}
