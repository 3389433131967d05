/**
 * What the answers to a test set say of each class.
 */

/** `counts[label][answer]`: images of a class by the class that they were taken for. */
export type AnswerCounts = readonly (readonly number[])[];

/** The answers of several runs together; null where there is none, or their classes differ in number. */
export function summedAnswers(runs: readonly AnswerCounts[]): AnswerCounts | null {
  const [first] = runs;
  if (first === undefined || runs.some(({ length }) => length !== first.length)) return null;
  return first.map((row, label) => row.map((_, answer) => runs.reduce((sum, run) => sum + run[label]![answer]!, 0)));
}

/** Each row as shares of its class, NaN where a class has no image. */
export function answerShares(counts: AnswerCounts): AnswerCounts {
  return counts.map((row) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (images === 0 ? Number.NaN : count / images));
  });
}

/** A class that was taken for another, and how often: share of its images. */
export interface Mistake {
  readonly label: number;
  readonly answer: number;
  readonly share: number;
}

/** The commonest mistakes, the most frequent first; none that never happened. */
export function commonMistakes(counts: AnswerCounts, most: number): readonly Mistake[] {
  const all = answerShares(counts).flatMap((row, label) =>
    row.flatMap((share, answer) => (answer !== label && share > 0 ? [{ label, answer, share }] : [])),
  );
  return all.sort((a, b) => b.share - a.share).slice(0, most);
}
