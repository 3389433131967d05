/**
 * Errors of the laboratory: caller mistakes carry a code, data and one sentence; faults of ours say how to report them.
 *
 * A sentence says what was attempted, what was required, what was found and what to do. The CLI prints it and exits 2;
 * an `InternalError` exits 1. Checkers return diagnostics instead; a diverged run is a result and never an error.
 */
import { familiarNames } from "./familiar-names.ts";

/** A mistake in what the caller gave us. `code` is stable and kebab-case; `data` holds the facts named in the sentence. */
export class LabError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  constructor(code: string, sentence: string, data: Readonly<Record<string, unknown>> = {}) {
    super(sentence);
    this.name = "LabError";
    this.code = code;
    this.data = data;
  }
}

/** A fault of the laboratory itself: an invariant that our own code broke. */
export class InternalError extends Error {
  constructor(sentence: string) {
    super(`internal: ${sentence}`);
    this.name = "InternalError";
  }
}

/**
 * The names of `known` that `given` may mean: those of `familiarNames`, else the nearest by edit distance, best first, at most
 * three, none farther than half its length; none for a name of more than 100 characters.
 */
export function nearest(given: string, known: readonly string[]): readonly string[] {
  if (given.length > longestName) return []; // a comparison takes the product of the lengths
  const familiar = familiarNames(given, known);
  if (familiar.length > 0) return familiar;
  const wanted = given.toLowerCase();
  const farthest = (name: string): number => Math.max(1, Math.floor(Math.max(name.length, wanted.length) / 2));
  return known
    .filter((name) => Math.abs(name.length - wanted.length) <= farthest(name)) // the distance is at least that
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= farthest(name))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

const longestName = 100;

/** Error for a name that is not in a list: names the nearest ones, or the whole list when nothing is near. */
export function unknownName(kind: string, given: string, known: readonly string[]): LabError {
  const near = nearest(given, known);
  const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : `Known: ${known.join(", ")}.`;
  return new LabError(`unknown-${kind.replaceAll(" ", "-")}`, `There is no ${kind} named "${given}". ${hint}`, {
    given,
    near,
  });
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
