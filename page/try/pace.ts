/** How quick answers are: medians over the last of them. */
import { median } from "../../src/stats/quantile.ts";

/** Answers that are looked at. */
const lastAnswers = 30;

/** An answer: when it came, and how long the model took, in milliseconds. */
export interface Timed {
  readonly at: number;
  readonly ms: number;
}

/** The answers with another one, no more than are looked at. */
export function withAnswer(answers: readonly Timed[], answer: Timed): readonly Timed[] {
  return [...answers, answer].slice(-lastAnswers);
}

/** Median latency; null before any answer. */
export function latencyOf(answers: readonly Timed[]): number | null {
  return answers.length === 0 ? null : median(answers.map(({ ms }) => ms));
}

/** Answers a second, by the median time between two; null before there are two. */
export function rateOf(answers: readonly Timed[]): number | null {
  const gaps = answers.slice(1).map(({ at }, i) => at - answers[i]!.at);
  return gaps.length === 0 ? null : 1000 / Math.max(1e-3, median(gaps));
}
