/**
 * Many rows in few queries, for each question to a server takes a way there and back.
 */

/** Rows that one query puts, or asks for; a query takes at most some ten thousand values. */
const rowsAtOnce = 100;

/** The values in their order, in lists of as many as one query takes. */
export function inParts<T>(values: readonly T[], size: number = rowsAtOnce): readonly (readonly T[])[] {
  const parts = Math.ceil(values.length / size);
  return Array.from({ length: parts }, (_, i) => values.slice(i * size, (i + 1) * size));
}
