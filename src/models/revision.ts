/**
 * Revisions: which numbers a model, a proxy task or the engine computes.
 *
 * Whatever changes the numbers of trials (a gradient, an initial value, an order of sums) is added to the `changes` of what it
 * changes. The revision is 1 plus their number, and stands in the key of each trial and search from 2 on; so what was computed
 * before stays what it was, is never continued, and never meets what is computed now.
 */

/** One change of numbers. */
export interface NumbersChange {
  /** What was otherwise before it, as the end of a sentence: "made before …". */
  readonly before: string;
}

/** What has a history of changes, oldest first; absent: none. */
export interface Revised {
  readonly changes?: readonly NumbersChange[];
}

/** Of every network and proxy with a max-pool. */
export const poolTies: NumbersChange = {
  before:
    "a max-pool passed its gradient to the first of equal elements; each of them got the whole of it then, so gradients were larger",
};

/** Of every network with 3×3 convolutions of stride 1 on maps. */
export const convolutionPoints: NumbersChange = {
  before: "3×3 convolutions were interpolated at 0, ±5/8 and ±3/2; at 0, ±1 and ±2 they rounded twice as much then",
};

/** Of `fashion-cnn`. */
export const poolTiles: NumbersChange = {
  before: "the convolution under the second pool was computed by tiles, F(2×2, 3×3); its sums had another order then",
};

/** Of every proxy. */
export const keptSubnormals: NumbersChange = {
  before:
    "numbers below 2^-126 counted as zero in proxy tasks, as they do in trials; they were kept then by workers that had not trained before",
};

/** The revision of what a model, proxy or engine computes, from 1. */
export function revisionOf({ changes = [] }: Revised): number {
  return 1 + changes.length;
}

/** The member of a config that names a revision: none at the first, which keeps the keys of older records. */
export function revisionMember(revised: Revised): { readonly revision?: number } {
  const revision = revisionOf(revised);
  return revision === 1 ? {} : { revision };
}

/** What changed since a revision, oldest first. `revision` absent: the first. */
export function changesSince({ changes = [] }: Revised, revision = 1): readonly NumbersChange[] {
  return changes.slice(revision - 1);
}

/** A member of a list; what the library does not know has no history. */
export function memberNamed<T extends Revised & { readonly name: string }>(list: readonly T[], name: string): Revised {
  return list.find((one) => one.name === name) ?? {};
}
