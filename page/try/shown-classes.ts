/** Which classes are shown, and in which order. */

/** A class with what the model gives it. */
export interface ShownClass {
  readonly index: number;
  readonly name: string;
  readonly probability: number;
  /** Whether none has more. */
  readonly leads: boolean;
}

/** Classes up to which all are shown, each in its place, so that nothing jumps; of more, the likeliest. */
const mostClasses = 10;

/** The classes to show. Without probabilities they are all at 0, and none leads. */
export function shownClasses(
  classes: readonly string[],
  probabilities: ArrayLike<number> | null,
): readonly ShownClass[] {
  const most = probabilities === null ? Number.NaN : Math.max(...Array.from(probabilities));
  const all = classes.map((name, index): ShownClass => {
    const probability = probabilities?.[index] ?? 0;
    return { index, name, probability, leads: probability === most };
  });
  if (classes.length <= mostClasses) return all;
  return [...all].sort((a, b) => b.probability - a.probability).slice(0, mostClasses);
}
