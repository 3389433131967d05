/**
 * Numbers as they are, for an engine that takes some for others: the package (`engine.ts`) gives SQLite a whole number in place of one that is
 * less than 2^-52 above it, so that 1e-17 became 0. It looks upwards alone, so such a number is given as its opposite and turned back in the text.
 */

/** A query's text, with `?` for its values and nowhere else, and its values. */
export interface BoundText {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The same query, whose values arrive as they are. */
export function withExactValues({ sql, parameters }: BoundText): BoundText {
  if (!parameters.some(isTaken)) return { sql, parameters };
  let place = 0;
  return {
    sql: sql.replace(/\?/g, () => (isTaken(parameters[place++]) ? "-?" : "?")),
    parameters: parameters.map((value) => (isTaken(value) ? -value : value)),
  };
}

function isTaken(value: unknown): value is number {
  return typeof value === "number" && value !== Math.floor(value) && value - Math.floor(value) <= Number.EPSILON;
}
